"""Find matches in the versions that articles do not show."""

from collections.abc import Mapping

from django.db.models import F

from archive.models import TextVersion
from archive.search.highlighting.matches import MatchFinder
from archive.search.highlighting.snippets import make_snippets
from archive.search.values import VersionMatch


def find_in_versions(
    shown: Mapping[int, tuple[str, str]], finder: MatchFinder
) -> dict[int, VersionMatch]:
    """Return, by article id, the first version with words that the shown text does not have.

    The first version is the one that was saved first, as far as this is known. `shown` maps article
    ids to the title and body that are shown. Articles without such a version are left out. Takes
    one database query.
    """
    file = "extract__capture__"
    rows = TextVersion.objects.filter(article__in=shown, is_shown=False)
    rows = rows.order_by(F(f"{file}saved_not_after").asc(nulls_last=True), f"{file}sha256")
    found: dict[int, VersionMatch] = {}
    present: dict[int, set[int]] = {}  # the patterns in the shown text, by article id
    for article, title, body, *saved in rows.values_list(
        *("article_id", "extract__fields__title__value", "extract__body"),
        *(f"{file}sha256", f"{file}saved_not_before", f"{file}saved_not_after"),
    ):
        if article not in found:
            if article not in present:
                present[article] = _patterns(finder, *shown[article])
            here = present[article]
            if _patterns(finder, title or "", body) - here:
                text = body if finder.in_body(body) else title
                found[article] = VersionMatch(() if here else make_snippets(text, finder), *saved)
    return found


def _patterns(finder: MatchFinder, *texts: str) -> set[int]:
    """Return which words and phrases of the search these texts have (`Match.pattern`)."""
    return {match.pattern for text in texts for match in finder.in_body(text)}
