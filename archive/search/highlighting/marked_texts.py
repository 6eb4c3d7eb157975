"""The titles, snippets and versions of the articles of one page, with marked matches."""

from collections.abc import Sequence
from typing import Any

from archive.database.prepared import Prepared
from archive.models import Article
from archive.search.highlighting.matches import MatchFinder
from archive.search.highlighting.snippets import make_snippets, marked_title
from archive.search.highlighting.version_matches import find_in_versions
from archive.search.values import PAGE_SIZE, VersionMatch

TEXTS = Prepared(
    lambda ids: Article.objects.filter(pk__in=ids).values_list("pk", "title", "body"), PAGE_SIZE
)


def marked_texts(
    ids: Sequence[int], finder: MatchFinder, *, with_versions: bool
) -> tuple[dict[int, Any], dict[int, Any], dict[int, VersionMatch]]:
    """Return three dicts: article id -> title with marked matches, -> snippets, -> version.

    The version has words of the search that the shown text does not have; there are none if
    `with_versions` is false. If no word must be found in the texts, the dicts are empty.
    """
    if finder.is_empty:
        return {}, {}, {}
    rows = list(TEXTS.rows(ids))
    titles = {pk: marked_title(title, finder) for pk, title, _body in rows}
    snippets = {pk: make_snippets(body, finder) for pk, _title, body in rows}
    if not with_versions:
        return titles, snippets, {}
    found = find_in_versions({pk: (title, body) for pk, title, body in rows}, finder)
    snippets |= {pk: match.snippets for pk, match in found.items() if match.snippets}
    return titles, snippets, found
