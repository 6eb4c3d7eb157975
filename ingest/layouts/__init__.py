"""The page layouts, one module each with `NAME`, `matches(page)` and `parse(page, source)`.

    kcnawatch.py        KCNA Watch in its four variants (listing.py reads its "More From" block)
    kcna_kp.py          kcna.kp's own pages
    pyongyang_times.py  The Pyongyang Times
    voice_of_korea.py   Voice of Korea
    rodong.py           Rodong Sinmun
    plain.py            our own layout, for data sets
    page.py             the input of a layout: the saved text and its lines
    body.py             what layouts share: headline, dateline, end mark, credit, paragraphs
    patterns.py         the patterns by which pages are recognised
    rejections.py       error pages, lists of headlines, and sites without a layout

A layout matches by patterns of its own. Exactly one has to match; there is no chain of guesses.
"""

from collections.abc import Callable
from dataclasses import dataclass

from ingest.errors import Rejection
from ingest.layouts import kcna_kp, kcnawatch, plain, pyongyang_times, rodong, voice_of_korea
from ingest.layouts.page import PageText
from ingest.layouts.rejections import refuse_page_without_article, refuse_unsupported_site
from ingest.values import ParsedFile


@dataclass(frozen=True, slots=True)
class Layout:
    """A page layout: how it is recognised, and how it is parsed."""

    name: str
    matches: Callable[[PageText], bool]
    parse: Callable[[PageText, str | None], ParsedFile]


LAYOUTS = {
    module.NAME: Layout(module.NAME, module.matches, module.parse)
    for module in (kcnawatch, kcna_kp, pyongyang_times, voice_of_korea, rodong, plain)
}
BARE = frozenset(
    {pyongyang_times.NAME, voice_of_korea.NAME}
)  # whose text can come without any mark
CARRIERS = frozenset(
    {kcnawatch.NAME, plain.NAME}
)  # which show other sites' texts, with their marks
_SHOWN = 60  # letters of the file quoted in a rejection


def recognise(page: PageText, said: str | None = None) -> Layout:
    """The one layout of a page. `said` is the archivist's word, which decides only where no mark
    does.

    Raises Rejection (layout-none, layout-several, layout-known-unsupported, layout-contradicted,
    layout-unknown, not-an-article)."""
    if said and said not in LAYOUTS:
        raise Rejection(
            "layout-unknown", f'There is no layout "{said}". There are: {", ".join(LAYOUTS)}.'
        )
    matching = [layout for layout in LAYOUTS.values() if layout.matches(page)]
    if len(matching) > 1:
        names = " and ".join(layout.name for layout in matching)
        raise Rejection(
            "layout-several", f"The marks of {names} stand in one file; exactly one was expected."
        )
    if not matching or matching[0].name not in CARRIERS:
        refuse_unsupported_site(page)
        refuse_page_without_article(page)
    if matching and said and matching[0].name != said:
        message = f"The file carries the marks of {matching[0].name}, but was said to be {said}."
        raise Rejection("layout-contradicted", message)
    if matching:
        return matching[0]
    if said in BARE:
        return LAYOUTS[said]
    raise _unrecognised(page, said)


def _unrecognised(page: PageText, said: str | None) -> Rejection:
    begins = " ".join(page.text[: 4 * _SHOWN].split())[:_SHOWN]
    expected = (
        f"{said} was said" if said else f"one of the layouts {', '.join(LAYOUTS)} was expected"
    )
    hint = "" if said else " If it is bare text of one of them, name it with --layout and --source."
    return Rejection(
        "layout-none", f'No layout fits a file that begins "{begins}"; {expected}.{hint}'
    )
