"""Lines around an article that the layouts need: dates, names and addresses of known sites."""

import re
from collections.abc import Sequence

from ingest.layouts import kcnawatch
from ingest.layouts.agency_marks import AGENCY_LINE, match_dateline
from ingest.layouts.framed_article import address_in, date_in
from ingest.layouts.mirrors import MARKS, MIRRORS
from ingest.layouts.rodong_lines import RODONG_NAME
from ingest.layouts.sites import SITES, has_hint
from ingest.layouts.voice_of_korea import NAMES, SECTION
from ingest.menu_words import is_menu
from ingest.text_lines import TextLine

_NEEDED = (SECTION, NAMES, RODONG_NAME, MARKS, kcnawatch.SITE_LABEL)
_DIGIT = re.compile(r"\d")
# A short line with a year and a day: an issue line, a section with its date, a day of viewing.
_DATED = re.compile(r"^(?=.{6,60}$)(?=.*\d{1,4}(?!\d).*\d)(?=.*(?:19|20)\d\d(?!\d))")
# The beginning of a breadcrumb: "KCNA KCNA.kp (En)". The title of a site has a dash: "KCNA - …".
_BREADCRUMB = re.compile(r"KCNA (?![-–—|:])")


def from_headline(lines: list[TextLine], start: int) -> list[TextLine]:
    """Return the lines from the headline on, and those above it that a layout reads.

    The name of the agency is needed only if no dateline has it.
    """
    above = [line for line in lines[:start] if is_needed(line) or shows_agency(line, lines)]
    return [*above, lines[start]._replace(is_after_blank=True), *lines[start + 1 :]]


def is_needed(line: TextLine) -> bool:
    """Return True if a line above a headline has a date, or can show the site or the agency."""
    return bool(_DIGIT.search(line.text)) or line.text.startswith("[") or shows_site(line)


def is_needed_beside(line: TextLine) -> bool:
    """Return True if a layout needs a line that the page has beside its article, such as a link.

    It has a date, or it can show the site. A word of a menu and a number are not needed.
    """
    has_date = date_in(line) is not None or _DATED.search(line.text)
    return not is_menu(line.text) and (bool(has_date) or shows_site(line))


def only_mentions_site(line: TextLine) -> bool:
    """Return True if a line has the name of a site inside other words, so that no layout reads it.

    The head of a page can have the whole name of an office: "Ministry of Foreign Affairs of …".
    """
    forms = (*_NEEDED, *(mirror.name_pattern for mirror in MIRRORS))
    forms += tuple(
        form
        for site in SITES
        for form in (site.name_pattern, site.frame_pattern, site.copyright_pattern)
    )
    return (
        has_hint(line.text)
        and not (_DIGIT.search(line.text) or _BREADCRUMB.match(line.text) or address_in(line))
        and not any(form.fullmatch(line.text) for form in forms)
    )


def shows_agency(line: TextLine, lines: Sequence[TextLine]) -> bool:
    """Return True if a line names the agency of the article, and no dateline of `lines` does."""
    return AGENCY_LINE.fullmatch(line.text) is not None and not any(map(match_dateline, lines))


def shows_site(line: TextLine) -> bool:
    """Return True if a line can show the site of a page."""
    text = line.text
    return bool(
        _BREADCRUMB.match(text)
        or has_hint(text)
        or address_in(line)
        or any(form.fullmatch(text) for form in _NEEDED)
        or any(mirror.name_pattern.fullmatch(text) for mirror in MIRRORS)
    )
