"""Open the latest commit of the index for searches."""

import os
from dataclasses import dataclass, replace

import tantivy

from archive.models import Article
from archive.search.counts.story_counts import AllStories
from archive.search.counts.totals_cache import ArchiveTotals, EarlierTotals
from archive.search.index.errors import BrokenGeneration, IndexFilesError, translated_errors
from archive.search.index.generations import Generation
from archive.search.index.segment_files import MetaStamp
from archive.search.values import IndexState, IndexUnavailable

# If a commit or a rebuild replaces files while we open the index, opening fails. Then we try again,
# up to this number of attempts.
MAX_ATTEMPTS = 10
# If more than this share of the articles have changed since the archive was counted, all articles
# are counted again. Otherwise only the changed articles are counted, and the counts are updated.
MAX_CHANGED_SHARE = 0.02


@dataclass(frozen=True, slots=True)
class OpenIndex:
    """A searcher for one commit of one generation, with the counts of the whole archive.

    `stories` has the stories of the whole archive. The commit contains at least the changes up to
    the archive version `reached`. `stamp` identifies the commit. `process` is the id of the process
    that opened the index.
    """

    generation: Generation
    index: tantivy.Index
    searcher: tantivy.Searcher
    counts: ArchiveTotals
    stories: AllStories
    reached: int
    stamp: MetaStamp
    process: int


_open: OpenIndex | None = None


def current_index() -> OpenIndex:
    """Return the index in use, opened at its latest commit.

    If nothing has changed since the last call, this only reads two small files, and the size and
    time of meta.json. Raises IndexUnavailable.
    """
    global _open
    try:
        for _attempt in range(MAX_ATTEMPTS):
            generation = Generation.current()
            if generation is None:
                raise IndexUnavailable("The search index has not been built yet.")
            try:
                _open = _reopen(generation, _open)
            except BrokenGeneration:
                if generation.is_current():
                    raise
            else:
                return _open
    except BrokenGeneration as error:
        raise IndexUnavailable(error.message) from error
    raise IndexUnavailable("The search index is being replaced.")


def _reopen(generation: Generation, known: OpenIndex | None) -> OpenIndex:
    # We read `reached` before we open the index. The commit with this version is then already in
    # meta.json, so the opened index has at least this version. `reached` can also grow without a
    # commit, if a change affects no document.
    reached = generation.reached().number
    if known is None or (known.generation, known.reached) != (generation, reached):
        generation.reached_and_current()  # raises BrokenGeneration for an index of another history
    stamp = generation.files.meta_stamp()
    if stamp is None:
        raise BrokenGeneration(IndexState.DAMAGED, f"The index {generation.name} has no meta.json.")
    is_same = known is not None and known.generation == generation and known.process == os.getpid()
    if known is not None and is_same and known.stamp == stamp:
        return known if known.reached == reached else replace(known, reached=reached)
    # If this process cannot write the index folder, tantivy reads a folder of links instead
    # (`_openable_folder`). This folder lacks the files of a new commit, so we open the index again.
    can_reload = known is not None and is_same and generation.is_writable()
    index = known.index if known is not None and can_reload else generation.open()
    try:
        with translated_errors():
            index.reload()
            searcher = index.searcher()
    except IndexFilesError as error:
        raise BrokenGeneration(
            IndexState.DAMAGED, f"The index {generation.name} cannot be read ({error})."
        ) from error
    counts = ArchiveTotals(
        searcher, reached, _earlier(known) if known is not None and is_same else None
    )
    stories = AllStories(searcher)
    return OpenIndex(generation, index, searcher, counts, stories, reached, stamp, os.getpid())


def _earlier(known: OpenIndex) -> EarlierTotals | None:
    """Return the counts of the commit `known`, and the articles that have changed since then.

    Returns None if there are no such counts, or if more than MAX_CHANGED_SHARE of the articles have
    changed.
    """
    kept = known.counts.kept
    if kept is None:
        return None
    changed = (
        Article.objects.filter(version__gt=kept.reached)
        .order_by("version")
        .values_list("pk", flat=True)
    )
    limit = int(MAX_CHANGED_SHARE * kept.searcher.num_docs)
    article_ids = list(changed[: limit + 1])
    return EarlierTotals(kept, article_ids) if len(article_ids) <= limit else None
