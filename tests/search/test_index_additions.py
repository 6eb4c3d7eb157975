"""Test that new articles are added to the index without deleting older documents."""

import pytest
import tantivy

from archive.models import ArchiveVersion, Article
from archive.search import catch_up
from archive.search.index.generations import Generation
from tests.search_library import Library, total

pytestmark = pytest.mark.django_db


def test_a_new_article_is_added_without_a_deletion(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Check that nothing is deleted, because tantivy searches every segment for each deletion."""
    deleted: list[int] = []
    open_writer = Generation.open_writer

    class Writer:
        def __init__(self, writer: tantivy.IndexWriter) -> None:
            self.writer = writer

        def delete_documents_by_query(self, query: tantivy.Query) -> int:
            deleted.append(1)
            return self.writer.delete_documents_by_query(query)

        def __getattr__(self, name: str) -> object:
            return getattr(self.writer, name)

    def counting(generation: Generation, heap_bytes: int, threads: int) -> Writer:
        return Writer(open_writer(generation, heap_bytes, threads))

    monkeypatch.setattr(Generation, "open_writer", counting)
    shipyard = library.article("Shipyard")
    catch_up()
    assert (total("shipyard"), deleted) == (1, [])
    Article.objects.filter(pk=shipyard.pk).update(title="Dockyard")
    ArchiveVersion.stamp([shipyard.pk])
    catch_up()
    assert (total("shipyard"), total("dockyard"), deleted) == (0, 1, [1])
