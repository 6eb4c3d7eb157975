"""Test ETags: a browser keeps a page until the archive, the index or the code changes."""

from pathlib import Path

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from archive.models import ArchiveVersion, Article, Source
from archive.search import catch_up
from archive.views.public_page import code_digest
from tests.sample_addresses import pages_of
from tests.sample_pages import SamplePages


def test_an_unchanged_page_is_a_304_after_one_query(
    client: Client, sample_pages: SamplePages
) -> None:
    for name, url in pages_of(sample_pages).items():
        etag = client.get(url).headers["ETag"]
        with CaptureQueriesContext(connection) as queries:
            response = client.get(url, headers={"If-None-Match": etag})
        assert response.status_code == 304, name
        assert response.content == b"", name
        assert response.headers["ETag"] == etag, name
        assert response.headers["Cache-Control"] == "public, max-age=0, must-revalidate", name
        assert len(queries) == 1, name
        assert queries[0]["sql"].startswith("SELECT v.number, m.mark, "), name


def test_a_change_gives_every_page_a_new_etag(client: Client, sample_pages: SamplePages) -> None:
    before = {name: client.get(url).headers["ETag"] for name, url in pages_of(sample_pages).items()}
    Article.objects.filter(pk=sample_pages.usual.pk).update(title="Medical Oxygen Works")
    with transaction.atomic():
        ArchiveVersion.stamp([sample_pages.usual.pk])
    catch_up()
    for name, url in pages_of(sample_pages).items():
        url = url.replace("medical-oxygen-factory", "medical-oxygen-works")
        response = client.get(url, headers={"If-None-Match": before[name]})
        assert response.status_code == 200, name
        assert response.headers["ETag"] != before[name], name
        assert (
            client.get(url, headers={"If-None-Match": response.headers["ETag"]}).status_code == 304
        ), name


def test_a_page_is_rebuilt_after_the_index_has_caught_up(
    client: Client, sample_pages: SamplePages
) -> None:
    """Check that a page that was made while the index was behind is not served afterwards."""
    with transaction.atomic():
        Article.objects.filter(pk=sample_pages.usual.pk).update(title="Renamed While Nobody Looked")
        ArchiveVersion.stamp([sample_pages.usual.pk])
    url = "/articles/?q=renamed"
    behind = client.get(url)
    assert behind.context["total"] == 0
    catch_up()
    after = client.get(url, headers={"If-None-Match": behind.headers["ETag"]})
    assert after.status_code == 200
    assert after.context["total"] == 1


def test_an_unchanged_page_is_a_304_after_a_change_without_documents(
    client: Client, sample_pages: SamplePages
) -> None:
    Source.objects.filter(pk=sample_pages.source.pk).update(home_page="https://example.org/")
    with transaction.atomic():
        ArchiveVersion.stamp()
    catch_up()
    etag = client.get("/sources/").headers["ETag"]
    assert client.get("/sources/", headers={"If-None-Match": etag}).status_code == 304


def test_new_code_changes_etags(
    client: Client, sample_pages: SamplePages, monkeypatch: pytest.MonkeyPatch
) -> None:
    etag = client.get("/about/").headers["ETag"]
    monkeypatch.setattr("archive.views.public_page.code_digest", lambda: "another")
    assert client.get("/about/", headers={"If-None-Match": etag}).status_code == 200


def test_each_kind_of_file_that_pages_are_made_of_changes_etags(
    tmp_path: Path, settings: Settings
) -> None:
    settings.BASE_DIR = tmp_path
    digests = {code_digest.__wrapped__()}
    for path in ("ingest/rules.py", "templates/about.html", "static/js/owl.js"):
        (tmp_path / path).parent.mkdir(parents=True)
        (tmp_path / path).write_text("owl")
        digests.add(code_digest.__wrapped__())
    assert len(digests) == 4
