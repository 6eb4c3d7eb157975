"""Test the headers for caches between the archive and a reader.

Such a cache belongs to a browser, or to a CDN that keeps pages for many readers.
"""

import re
import time
from collections.abc import Mapping
from pathlib import Path

import pytest
from django.test import Client

from archive import search
from archive.search import IndexState
from archive.search.index import segment_files, status
from archive.search.index.generations import Generation
from archive.search.index.segment_files import SegmentFiles
from tests.sample_addresses import faults_of, pages_of
from tests.sample_pages import SamplePages

YEAR = 365 * 24 * 60 * 60
OF_THE_PAGE = ("ETag", "Cache-Control", "Vary")
ENCODINGS = ("", "gzip")


def told(headers: Mapping[str, str]) -> dict[str, str | None]:
    return {name: headers.get(name) for name in OF_THE_PAGE}


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_304_has_the_same_cache_headers_as_the_page(
    client: Client, sample_pages: SamplePages, encoding: str
) -> None:
    for name, url in [*pages_of(sample_pages).items(), ("robots", "/robots.txt")]:
        page = client.get(url, headers={"Accept-Encoding": encoding})
        etag = page.headers["ETag"]
        unchanged = client.get(url, headers={"Accept-Encoding": encoding, "If-None-Match": etag})
        assert unchanged.status_code == 304, name
        assert told(unchanged.headers) == told(page.headers), name
        assert None not in told(page.headers).values(), name
        assert "Content-Type" not in unchanged.headers, name
        assert "Set-Cookie" not in unchanged.headers, name


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_an_etag_is_valid_for_both_encodings(
    client: Client, sample_pages: SamplePages, encoding: str
) -> None:
    other = next(each for each in ENCODINGS if each != encoding)
    for name, url in pages_of(sample_pages).items():
        etag = client.get(url, headers={"Accept-Encoding": encoding}).headers["ETag"]
        again = client.get(
            url, headers={"Accept-Encoding": other, "If-None-Match": f'W/"other", {etag}'}
        )
        assert again.status_code == 304, name


def test_head_has_the_same_headers_as_get(client: Client, sample_pages: SamplePages) -> None:
    for name, url in pages_of(sample_pages).items() | {
        (name, url) for name, (url, _status) in faults_of(sample_pages).items()
    }:
        get, head = client.get(url), client.head(url)
        assert dict(head.headers) == dict(get.headers), name


def test_every_answer_varies_by_encoding_and_format_only(
    client: Client, sample_pages: SamplePages
) -> None:
    client.cookies["sessionid"] = "a-session-that-no-page-may-look-at"
    urls = [
        *pages_of(sample_pages).values(),
        *(url for url, _status in faults_of(sample_pages).values()),
        "/robots.txt",
    ]
    for url in urls:
        response = client.get(url)
        assert sorted(response.headers["Vary"].split(", ")) == ["Accept", "Accept-Encoding"], url
        assert "Set-Cookie" not in response.headers, url


def test_hashed_static_files_are_immutable_and_compressed(
    client: Client, sample_pages: SamplePages, collected_static: Path
) -> None:
    html = client.get("/articles/").content.decode()
    urls = re.findall(r'(?:href|src)="(/static/[^"]+\.(?:css|js|svg))"', html)
    assert urls
    for url in urls:
        response = client.get(url, headers={"Accept-Encoding": "gzip"})
        length = int(response.headers["Content-Length"])
        path = collected_static / url.removeprefix("/static/")
        assert response.status_code == 200, url
        directives = response.headers["Cache-Control"].split(", ")
        assert {"public", "immutable"} <= set(directives), url
        assert (
            max(int(each.removeprefix("max-age=")) for each in directives if "max-age" in each)
            >= YEAR
        ), url
        assert "Set-Cookie" not in response.headers, url
        zipped = path.with_name(f"{path.name}.gz")
        if zipped.exists():
            assert response.headers["Content-Encoding"] == "gzip", url
            assert response.headers["Vary"] == "Accept-Encoding", url
            assert length == zipped.stat().st_size < path.stat().st_size, url
    assert any((collected_static / f"{url.removeprefix('/static/')}.gz").exists() for url in urls)


def test_an_unchanged_index_is_not_checked_again(
    client: Client, sample_pages: SamplePages, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked: list[Path] = []
    damage = segment_files._damage

    def look(path: Path, is_thorough: bool) -> str:
        looked.append(path)
        return damage(path, is_thorough)

    monkeypatch.setattr(segment_files, "_damage", look)
    etag = client.get("/articles/").headers["ETag"]
    looked.clear()
    assert client.get("/articles/", headers={"If-None-Match": etag}).status_code == 304
    assert looked == []
    serving = Generation.current()
    assert serving is not None
    victim = serving.files.folder / serving.files.names()[0]
    victim.write_bytes(victim.read_bytes())
    monkeypatch.setattr(status, "CHECK_SECONDS", 0)
    assert search.status().state == IndexState.READY
    assert victim in looked, "it was written, so it may be another"


def test_damage_is_noticed_soon_after_a_successful_check(
    client: Client, sample_pages: SamplePages
) -> None:
    etag = client.get("/articles/").headers["ETag"]
    assert client.get("/articles/", headers={"If-None-Match": etag}).status_code == 304
    serving = Generation.current()
    assert serving is not None
    victim = serving.files.folder / serving.files.names()[-1]
    # A new file, as after a restored backup: an open file would keep the old content.
    content = victim.read_bytes()
    victim.unlink()
    victim.write_bytes(content[: len(content) // 2])
    time.sleep(status.CHECK_SECONDS)
    response = client.get("/articles/", headers={"If-None-Match": etag})
    assert response.status_code == 503
    assert "is cut short" in response.content.decode()


def test_a_merge_between_two_checks_is_not_damage(
    sample_pages: SamplePages, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Check that the index is not called damaged if a writer merges segments during a check.

    A check reads the names of the files of the index first. If the writer then removes these files,
    the check must read the names again.
    """
    names = SegmentFiles.names
    merges: list[SegmentFiles] = []

    def merge_after(files: SegmentFiles) -> list[str]:
        if merges:
            return names(files)
        merges.append(files)
        content = files.meta.read_bytes()
        files.meta.unlink()
        files.meta.write_bytes(content)
        return [f"{'0' * 32}.term"]

    monkeypatch.setattr(SegmentFiles, "names", merge_after)
    assert search.status().state == IndexState.READY
    assert merges
