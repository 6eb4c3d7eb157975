"""Test that a large body is rejected before it is read, except in the form for an article."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from tests.sample_pages import SamplePages

URLENCODED = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data; boundary=b"


class Body:
    """A body that remembers whether it was read."""

    def __init__(self, length: int) -> None:
        self.rest = length
        self.was_read = False

    def read(self, size: int) -> bytes:
        self.was_read = True
        self.rest -= size
        return b"a" * size

    readline = read


def post(
    client: Client, path: str, length: int, content_type: str = URLENCODED
) -> tuple[int, bool]:
    """Post a body of `length` bytes; return the status, and whether the body was read."""
    body = Body(length)
    environ: dict[str, Any] = {
        "CONTENT_LENGTH": length,
        "CONTENT_TYPE": content_type,
        "wsgi.input": body,
    }
    response = client.generic("POST", path, **environ)
    return response.status_code, body.was_read


@pytest.mark.parametrize("content_type", [URLENCODED, MULTIPART])
@pytest.mark.parametrize("path", ["/admin/login/", "/admin/", "/admin/logout/", "ARTICLE"])
def test_nobody_can_send_a_large_body_before_the_login(
    sample_pages: SamplePages, path: str, content_type: str
) -> None:
    if path == "ARTICLE":
        path = f"/admin/archive/article/{sample_pages.usual.pk}/change/"
    client = Client(enforce_csrf_checks=True)
    assert post(client, path, 2_500_001, content_type) == (413, False)
    assert post(client, path, 30_000_000, content_type) == (413, False)


@pytest.mark.parametrize("is_staff", [True, False])
def test_only_staff_can_send_a_large_body_in_the_form_for_articles(
    sample_pages: SamplePages, is_staff: bool
) -> None:
    user = User.objects.create_user("ada", is_staff=is_staff, is_superuser=True)
    client = Client()
    client.force_login(user)
    page = f"/admin/archive/article/{sample_pages.usual.pk}/change/"
    assert post(client, page, 20_000_000) == ((400, True) if is_staff else (413, False))
    assert post(client, page, 32_000_001) == (413, False)
    assert post(client, "/admin/archive/source/1/change/", 2_500_001) == (413, False)


def test_a_public_page_does_not_read_a_body(sample_pages: SamplePages) -> None:
    for length, status in [(100, 405), (30_000_000, 413)]:
        assert post(Client(), "/articles/", length) == (status, False)


def test_the_error_page_says_how_many_bytes_are_accepted(sample_pages: SamplePages) -> None:
    response = Client().generic("POST", "/admin/login/", CONTENT_LENGTH=2_500_001)
    assert response.status_code == 413
    assert "This address accepts at most 2.5 MB in one request." in response.content.decode()
