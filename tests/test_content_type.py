"""Test which part of the Content-Type of a request reaches Django."""

from collections.abc import Callable, Iterable
from typing import Any

import pytest

from archive.middleware import keep_plain_content_type


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("", ""),
        ("text/html", "text/html"),
        ("text/html; charset=utf-16", "text/html"),
        ("text/html; charset*=no-such-encoding'en'x", "text/html"),
        (
            "application/x-www-form-urlencoded; charset=UTF-8",
            "application/x-www-form-urlencoded",
        ),
        ("multipart/form-data; boundary=--a1", "multipart/form-data; boundary=--a1"),
        ("multipart/form-data;BOUNDARY=a;charset=hex", "multipart/form-data;BOUNDARY=a"),
        ('multipart/form-data; a=b; boundary="a; b"', 'multipart/form-data; boundary="a; b"'),
        ("multipart/form-data; boundary*=no-such-encoding'en'x", "multipart/form-data"),
    ],
)
def test_only_the_type_and_the_boundary_are_kept(sent: str, kept: str) -> None:
    def application(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        return [environ["CONTENT_TYPE"].encode()]

    environ = {"CONTENT_TYPE": sent} if sent else {}
    assert keep_plain_content_type(application)(environ, lambda *_: None) == [kept.encode()]
