"""The page layouts: one module for each, with `NAME`, `matches(page)` and `parse(page)`.

    kcnawatch.py        KCNA Watch in its four variants
    kcna_kp.py          kcna.kp
    kcna_co_jp.py       kcna.co.jp
    pyongyang_times.py  The Pyongyang Times
    voice_of_korea.py   Voice of Korea
    rodong.py           Rodong Sinmun
    site_pages.py       pages of many other sites, such as Uriminzokkiri; `sites.py` lists them
    mirrors.py          copies of KCNA's articles on blogs and other sites
    plain.py            our own layout, for texts from data sets
    agency_text.py      an article of the agency KCNA from an unknown site
    bare.py             headline and text of any source, if the archivist sets this layout

Modules that the layouts use:

    page_text.py        the input of a layout: the saved text and its lines
    header_lines.py     header lines above a text: "Title: …"
    headed_texts.py     divides a text into articles with header lines
    sites.py            the table of the sites of `site_pages`: names, addresses, usual lines
    framed_article.py   reads an article inside the frame of a site: its menu, date and foot
    article_draft.py    reads what most layouts have: headline, dateline, end mark, paragraphs
    draft_values.py     the fields and problems of an article that is being read
    draft_dates.py      its dates
    draft_ends.py       its sign-off, credit and byline
    draft_language.py   its language
    article_checks.py   finds signs in title and text that they were not read as they should be
    date_lines.py       dates on lines of their own, and salutations
    dates_in_titles.py  the date of an article in its headline
    agency_marks.py     the patterns of KCNA's marks: dateline, end mark, sign-off, credit
    head_lines.py       finds where a section or a headline of several lines ends
    issue_lines.py      finds the line of an issue above a text: "2024.11.6. 《로동신문》 4면"
    rubrics.py          finds the rubric above a headline, such as "사설"
    verse.py            recognises poems, which can look like lists of headlines
    clips.py            reads pages that were saved with front matter
    korean_names.py     the family names of Korea, by which authors are known
    rodong_frame.py     finds what is around an article of Rodong Sinmun
    rodong_lines.py     the patterns of the lines around an article of Rodong Sinmun
    foot_lines.py       finds lines of the page below the end of an article
    bulletin_board.py   finds the lines of a bulletin board, and the values in them
    furniture.py        the patterns of lines around an article, such as share buttons
    digest.py           finds where each article of a text with several articles begins
    listing.py          the "More From" list of KCNA Watch
    watch_lines.py      the `Date:` line and the advertising of KCNA Watch
    disagreements.py    reports two columns or headers of an article with different values
    long_titles.py      divides a headline that is longer than a title may be
    between_articles.py finds to which article a date or an address between two articles belongs
    rejections.py       rejects error pages, lists of headlines, and foreign news agencies
    hosts.py            the hosts of the sites that are sources
    likeness.py         the layout that a page may have although none matches it, for advice
    known_pages.py      rejects exports of databases, forms to log in, and pages of other sites
    pages_without_text.py  rejects lists, galleries and menus that a layout took for an article
    lists_and_forms.py  rejects lists, menus, calendars and forms that no layout knows
    second_page.py      rejects a file in which the text of an article contains a second page

Each layout is recognised by patterns of its own, which are in its module. A file is rejected unless
exactly one layout matches: nothing is guessed. But some pages contain texts of other sites, with
the patterns of these sites. So a page is first compared with the layouts `kcnawatch` and `plain`,
then with `mirrors`, then with the layouts of sites. Marks that prove a site come before marks that
only imply one. And many sites publish texts with the marks of the agency, so `agency_text` is used
only for a text that matches no layout of a site.
"""

from collections.abc import Callable
from dataclasses import dataclass

from ingest.errors import Rejection
from ingest.layouts import (
    agency_text,
    bare,
    kcna_co_jp,
    kcna_kp,
    kcnawatch,
    mirrors,
    plain,
    pyongyang_times,
    rodong,
    site_pages,
    voice_of_korea,
)
from ingest.layouts.known_pages import reject_export, reject_known_site, reject_notice
from ingest.layouts.likeness import likeness_of
from ingest.layouts.lists_and_forms import reject_list_or_form
from ingest.layouts.page_text import PageText
from ingest.layouts.rejections import reject_foreign_agency, reject_page_without_article
from ingest.values import ParsedFile


@dataclass(frozen=True, slots=True)
class Layout:
    """A page layout, with the functions that recognise and parse its pages."""

    name: str
    matches: Callable[[PageText], bool]
    parse: Callable[[PageText], ParsedFile]


LAYOUTS = {
    module.NAME: Layout(module.NAME, module.matches, module.parse)
    for module in (
        kcnawatch,
        kcna_kp,
        kcna_co_jp,
        pyongyang_times,
        voice_of_korea,
        rodong,
        site_pages,
        mirrors,
        plain,
        agency_text,
        bare,
    )
}
# Layouts of pages that contain texts of other sites, and so also the patterns of these sites.
CARRIERS = frozenset({kcnawatch.NAME, plain.NAME})
# Only the layouts of the first group that matches decide; the layouts of sites are the third group.
_FIRST_GROUPS = (CARRIERS, frozenset({mirrors.NAME}))
# Layouts that can be recognised by marks that only imply the site, and their tests of the others.
_PROOFS = {
    module.NAME: module.proves_source
    for module in (kcna_co_jp, pyongyang_times, voice_of_korea, rodong)
} | {site_pages.NAME: site_pages.proves_source}
_SHOWN = 60  # A rejection quotes this number of letters from the beginning of the file.


def recognise(page: PageText, override: str | None = None) -> Layout:
    """Return the one layout whose patterns match a page.

    `override` is the layout that the archivist set. It decides if no layout of a site matches: the
    page is then a bare text of this layout. Raises Rejection (layout-none, layout-several,
    layout-known-unsupported, layout-contradicted, layout-unknown, not-an-article).
    """
    if override and override not in LAYOUTS:
        raise Rejection(
            "layout-unknown", f'There is no layout "{override}". Use one of: {", ".join(LAYOUTS)}.'
        )
    matching = _matching(page, override)
    if len(matching) > 1:
        names = " and ".join(layout.name for layout in matching)
        raise Rejection(
            "layout-several", f"The file matches the layouts {names}; it must match exactly one."
        )
    if not matching or matching[0].name not in CARRIERS:
        if not override and (not matching or matching[0].name == agency_text.NAME):
            reject_foreign_agency(page)
            reject_export(page)
        reject_notice(page, is_known=bool(matching or override))
        reject_page_without_article(page)
    if override and (not matching or matching[0].name in (override, agency_text.NAME)):
        return LAYOUTS[override]
    if override:
        message = (
            f"The file matches the layout {matching[0].name}, but the layout was set to {override}."
        )
        raise Rejection("layout-contradicted", message)
    if matching:
        return matching[0]
    reject_known_site(page)
    reject_list_or_form(page)
    raise _unrecognised(page)


def _matching(page: PageText, override: str | None) -> list[Layout]:
    """Return the layouts that match a page, of the first group that has any.

    The groups are CARRIERS, `mirrors`, the layouts of sites, `plain` for headers without a title,
    and `agency_text`. If several layouts of sites match, those that prove their site come before
    those that only imply it. `override` is the layout that the archivist set.
    """
    if page.is_row:
        return [LAYOUTS[plain.NAME]]
    tried: set[str] = set()
    for group in _FIRST_GROUPS:
        tried |= group
        if first := [LAYOUTS[name] for name in sorted(group) if LAYOUTS[name].matches(page)]:
            return first
    rest = (layout for name, layout in LAYOUTS.items() if name not in tried)
    matching = [layout for layout in rest if layout.matches(page)]
    sites = [layout for layout in matching if layout.name != agency_text.NAME]
    if len(sites) > 1:
        sites = [layout for layout in sites if _is_proved(layout, page)] or sites
    if not sites and not override and plain.matches_with_headline(page):
        return [LAYOUTS[plain.NAME]]
    return sites or matching


def _is_proved(layout: Layout, page: PageText) -> bool:
    """Return False if the marks by which this layout was recognised only imply the site."""
    proves = _PROOFS.get(layout.name)
    return proves is None or proves(page)


def _unrecognised(page: PageText) -> Rejection:
    start = page.lines[0].start if page.lines else 0
    begins = " ".join(page.text[start : start + 4 * _SHOWN].split())[:_SHOWN]
    likeness = likeness_of(page)
    advice = ""
    if likeness:
        advice = (
            f' It {likeness.reason}, as pages of "{likeness.source}" have. If it is one of these'
            f' pages, set --layout {likeness.layout} --source "{likeness.source}".'
        )
    return Rejection(
        "layout-none",
        "The program does not know this kind of page, so it could not find an article in it. The"
        f' file begins "{begins}".{advice} If it is a headline with its text, set --layout bare and'
        " --source. The known page layouts are "
        f"{', '.join(LAYOUTS)}.",
    )
