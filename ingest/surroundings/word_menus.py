"""Menus above the headline of a page that was copied as text: short lines, one for each link.

    Naenara
    Home
    Politics
    Human Capital

    Mill Wheel Oiled                    the headline
    The miller oiled the wheel.

Words that menus have show such a menu; other short lines among them belong to it. A menu has at
least two such words, and a line that can be the headline is below it. Without the name of the
site, "Home" or a blank line, it has at least three.
"""

from collections.abc import Sequence

from ingest.layouts.agency_marks import AGENCY_LINE, has_end, match_dateline
from ingest.layouts.page_text import PageText
from ingest.layouts.voice_of_korea import NAMES, SECTION
from ingest.menu_words import begins_with_home, count_items, is_menu
from ingest.surroundings.needed_lines import is_needed_beside, shows_agency
from ingest.text_lines import TextLine, ends_sentence

_MOST = 40  # lines above the text
_LONGEST = 120  # letters of a line above the text
_FEW_ITEMS = 2  # a menu has at least this number of items
_MANY_ITEMS = 3  # with this number, other short lines can belong to the menu
_FEW_WORDS = 2  # words of a short line; a headline has more
_FEW_LETTERS = 8  # letters of a short line without spaces
_MOST_ABOVE = 2  # lines above a menu, such as the name and the description of a site


def without_word_menu(page: PageText) -> PageText:
    """Return the page, which has one article, without a menu of words above its headline."""
    lines = page.lines
    if sum(is_menu(line.text) for line in lines[:_MOST]) == 0 and not _is_of_voice(lines):
        return page
    begin = next((index for index, line in enumerate(lines[:_MOST]) if _is_text(line)), None)
    section = next(
        (index for index, line in enumerate(lines[:begin]) if SECTION.fullmatch(line.text)), 0
    )
    if begin is None:
        return page
    if section and _is_above_section(lines[:section]):
        headline = section
    else:
        headline = _headline(lines, begin)
    if not headline:
        return page
    kept = [
        line for line in lines[:headline] if is_needed_beside(line) or shows_agency(line, lines)
    ]
    first = lines[headline]._replace(is_after_blank=True)
    return page.with_lines([*kept, first, *lines[headline + 1 :]])


def _is_of_voice(lines: Sequence[TextLine]) -> bool:
    return bool(lines) and NAMES.fullmatch(lines[0].text) is not None


def _is_text(line: TextLine) -> bool:
    return (
        len(line.text) > _LONGEST
        or match_dateline(line) is not None
        or has_end(line)
        or (ends_sentence(line.text) and not is_needed_beside(line))
    )


def _is_kept(line: TextLine) -> bool:
    return is_needed_beside(line) or AGENCY_LINE.fullmatch(line.text) is not None


def _is_above_section(lines: Sequence[TextLine]) -> bool:
    """Return True if only the name of Voice of Korea and a menu are above a section ("/ News")."""
    is_named = _is_of_voice(lines)
    return all(
        is_menu(line.text) or _is_kept(line) or (is_named and _is_short(line)) for line in lines
    )


def _headline(lines: Sequence[TextLine], begin: int) -> int:
    """Return the index of the first line of the headline below a menu; 0 if there is no menu.

    `begin` is the index of the first line of the text. A line below the menu without a blank line
    between them is an item, too, if it is short, the menu is long, and another line is below it. Of
    any length, it is an item if a blank line, the headline and a dateline are below it.
    """
    items = [index for index in range(begin) if is_menu(lines[index].text)]
    unknown = [index for index in range(begin) if index not in items and not _is_kept(lines[index])]
    run = _run(items, unknown)
    above = [index for index in unknown if run and index < run[0]]
    if above and not (len(above) <= _MOST_ABOVE and _begins_menu(lines[run[0]].text)):
        return 0
    count = count_items(lines[index].text for index in run)
    below = [index for index in unknown if run and index > run[-1]]
    is_apart = below and lines[below[0]].is_after_blank
    has_home = bool(run) and _begins_menu(lines[run[0]].text)
    is_sure = is_apart or run[:1] > [0] or has_home
    if count < (_FEW_ITEMS if is_sure else _MANY_ITEMS):
        return 0
    is_above_dateline = match_dateline(lines[begin]) is not None
    while (
        len(below) > 1
        and (count >= _MANY_ITEMS or has_home)
        and (_is_short(lines[below[0]]) or (is_above_dateline and _has_block(lines, below)))
        and not any(line.is_after_blank for line in lines[run[-1] + 1 : below[0] + 1])
    ):
        below = below[1:]
    return below[0] if below else 0


def _has_block(lines: Sequence[TextLine], indexes: Sequence[int]) -> bool:
    """Return True if a blank line is between lines."""
    return any(lines[index].is_after_blank for index in indexes[1:])


def _begins_menu(text: str) -> bool:
    return begins_with_home(text) or count_items([text]) >= _MANY_ITEMS


def _run(items: Sequence[int], unknown: Sequence[int]) -> list[int]:
    """Return the items of the menu: each has at most as many other lines above it as items."""
    run: list[int] = []
    for item in items:
        between = sum(run[0] < index < item for index in unknown) if run else 0
        if between > len(run):
            break
        run.append(item)
    return run


def _is_short(line: TextLine) -> bool:
    words = line.text.split()
    return len(words) <= _FEW_WORDS and (line.text.isascii() or len(line.text) < _FEW_LETTERS)
