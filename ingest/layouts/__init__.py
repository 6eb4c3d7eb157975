"""The page layouts: one module for each, with `NAME`, `matches(page)` and `parse(page, source)`.

    kcnawatch.py        KCNA Watch in its four variants
    kcna_kp.py          kcna.kp
    pyongyang_times.py  The Pyongyang Times
    voice_of_korea.py   Voice of Korea
    rodong.py           Rodong Sinmun
    plain.py            our own layout, for texts from data sets

Modules that the layouts use:

    page_text.py        the input of a layout: the saved text and its lines
    article_draft.py    reads what most layouts have: headline, dateline, end mark, paragraphs
    listing.py          the "More From" list of KCNA Watch
    long_titles.py      divides a headline that is longer than a title may be
    patterns.py         regular expressions for the lines of pages
    rejections.py       rejects error pages, lists of headlines, and sites without a layout

Each layout is recognised by patterns of its own. A file is rejected unless exactly one layout
matches: nothing is guessed.
"""

from collections.abc import Callable
from dataclasses import dataclass

from ingest.errors import Rejection
from ingest.layouts import kcna_kp, kcnawatch, plain, pyongyang_times, rodong, voice_of_korea
from ingest.layouts.page_text import PageText
from ingest.layouts.rejections import reject_page_without_article, reject_unsupported_site
from ingest.values import ParsedFile


@dataclass(frozen=True, slots=True)
class Layout:
    """A page layout, with the functions that recognise and parse its pages.

    `parse` is called with the page and the source that the archivist set, or None.
    """

    name: str
    matches: Callable[[PageText], bool]
    parse: Callable[[PageText, str | None], ParsedFile]


LAYOUTS = {
    module.NAME: Layout(module.NAME, module.matches, module.parse)
    for module in (kcnawatch, kcna_kp, pyongyang_times, voice_of_korea, rodong, plain)
}
# Layouts of bare texts. A bare text is the text of an article, saved without anything by which the
# layout could be recognised.
BARE = frozenset({pyongyang_times.NAME, voice_of_korea.NAME})
# Layouts of pages that contain texts of other sites, and so also the patterns of these sites.
CARRIERS = frozenset({kcnawatch.NAME, plain.NAME})
_SHOWN = 60  # A rejection quotes this number of letters from the beginning of the file.


def recognise(page: PageText, override: str | None = None) -> Layout:
    """Return the one layout whose patterns match a page.

    `override` is the layout that the archivist set. It decides only if no pattern matches. Raises
    Rejection (layout-none, layout-several, layout-known-unsupported, layout-contradicted,
    layout-unknown, not-an-article).
    """
    if override and override not in LAYOUTS:
        raise Rejection(
            "layout-unknown", f'There is no layout "{override}". Use one of: {", ".join(LAYOUTS)}.'
        )
    matching = [layout for layout in LAYOUTS.values() if layout.matches(page)]
    if len(matching) > 1:
        names = " and ".join(layout.name for layout in matching)
        raise Rejection(
            "layout-several", f"The file matches the layouts {names}; it must match exactly one."
        )
    if not matching or matching[0].name not in CARRIERS:
        reject_unsupported_site(page)
        reject_page_without_article(page)
    if matching and override and matching[0].name != override:
        message = (
            f"The file matches the layout {matching[0].name}, but the layout was set to {override}."
        )
        raise Rejection("layout-contradicted", message)
    if matching:
        return matching[0]
    if override in BARE:
        return LAYOUTS[override]
    raise _unrecognised(page, override)


def _unrecognised(page: PageText, override: str | None) -> Rejection:
    begins = " ".join(page.text[: 4 * _SHOWN].split())[:_SHOWN]
    hint = (
        f"The layout was set to {override}, but the file does not match it."
        if override
        else f"The known page layouts are {', '.join(LAYOUTS)}. For a bare text use --layout and"
        " --source."
    )
    return Rejection(
        "layout-none",
        "The program does not know this kind of page, so it could not find an article in it. The"
        f' file begins "{begins}". {hint}',
    )
