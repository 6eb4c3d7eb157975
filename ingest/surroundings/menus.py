"""Lines above the headline that are no part of it: menus, buttons, names of chats.

    Home > Latest News
    Share on Facebook
    Mill Wheel Oiled
    Pyongyang, May 6 (KCNA) -- The wheel turns. -0-

The title in the head of a page names its headline. Then other lines above the headline are left
out, too, unless a layout reads them.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from ingest.head_facts import headlines_of_head
from ingest.layouts.agency_marks import AGENCY_LINE, has_end, match_dateline
from ingest.layouts.head_lines import continues
from ingest.layouts.page_text import PageText
from ingest.layouts.rejections import NO_ARTICLES
from ingest.layouts.rodong_lines import KNOWN_SECTION
from ingest.layouts.voice_of_korea import SECTION
from ingest.menu_words import BUTTON, BYLINE, HOME, LANGUAGE, NOTICE, SHARE, is_menu
from ingest.surroundings.needed_lines import from_headline, is_needed, is_needed_beside
from ingest.text_lines import TextLine, ends_sentence, normalise_title
from ingest.values import Fact

_MOST = 40  # lines above a headline or a dateline
_LONGEST = 120  # letters of a line above a headline
_MOST_WRAPPED = 3  # lines of a headline
_MOST_LINES = 8  # lines of a headline that was wrapped to a narrow column
_WORDS_OF_HEADLINE = 3
_LEAST_VERSES, _WORDS_OF_VERSE = 2, 4  # lines and words; menus have shorter lines
_HEAD_BLOCKS = 2  # a headline and a subtitle
_SEEN = 4  # lines above a dateline among which the layouts read the headline


def _line(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_PART = r"(?:home|about|contact|blog|news|archives?|menu|search)"
# These lines and the lines above them are never a headline, also on a page without a dateline.
_NAVIGATION = _line(
    r"skip to .{1,40}|본문 ?(?:으로 )?바로 ?가기.{0,40}"
    r"|toggle .{1,30}|(?:(?:open|close|main) )?menu|search|≡|☰"
    rf"|{HOME}(?:\s?[>›»→/|·•:]{{1,3}}\s?[^>›»→/|·•:]{{1,40}}){{1,9}}"
    rf"|(?:{LANGUAGE}[\s|/·•,]{{0,3}}){{2,12}}"
    rf"|{_PART}(?:[\s|>/·»]+{_PART}){{1,9}}"
    r"|[ru]/\w{2,30}|(?:[|\s]*(?=[^|]*[^\W\d_])[^|\d:\s][^|\d:]{0,120}\|){2,9}[^\d:]{0,60}"
)
# Neither are these, but they can be below the headline.
_BUTTONS = _line(
    rf"(?:{SHARE}[\s|/·•,]{{1,3}}){{1,8}}{SHARE}|share (?:on|to|via|this)\b.{{0,40}}"
    r"|jump to .{1,40}|[^\w\d]{1,12}|\d{1,3} ?min(?:ute)?s?(?: read| reading time)?"
    r"|(?:URL 복사|이웃추가|본문 기타 기능|구독하기|공유하기|신고하기)(?:\s{1,9}\S{2,6}){0,3}"
    r"|(?:estimated )?(?:reading time|time to read|read time):? .{1,20}"
    r"|(?:•\s?)?posted by u/\w{2,30}.{0,40}"
    r"|(?:•\s?)?\d{1,3} ?(?:years?|yrs?\.?|y|months?|mo\.?|weeks?|days?|d|hours?|hrs?\.?|h) ago"
)
# Single words of a menu. They can be headlines, so they are left out only above a dateline.
_WORDS = _line(BUTTON)
# A chat writes the moment and the name above each message, a network the name and then "@name".
_MOMENT = r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4},? \d{1,2}:\d{2}(?::\d{2})?(?: ?[ap]m)?"
_MESSAGE = _line(
    rf".{{1,60}}, \[{_MOMENT}\]|\[{_MOMENT}\][ :-]{{1,3}}\S.{{0,60}}|{_MOMENT} - \S.{{0,60}}:"
)
_POSTED = _line(r"(?:posted|published|submitted)\b.{0,40}\b(?:19|20)\d\d\b.{0,60}")
_HANDLE = _line(r"@\w{2,30}(?: · .{1,30})?")
_LISTING = re.compile("|".join(f"(?:{form.pattern})" for _, form in NO_ARTICLES), re.IGNORECASE)
# Names of sections and single words. They can be below the headline, too.
_SECTIONS = re.compile(rf"{KNOWN_SECTION.pattern}|{_WORDS.pattern}|[!-~]+", re.IGNORECASE)
_BREAK = re.compile(r"[\r\n]")


def without_top_of_watch(page: PageText) -> PageText:
    """Return a page of KCNA Watch without menus above its headline."""
    lines = list(page.lines)
    kept = _without_furniture(lines, _first_dateline(lines))
    if len(kept) == len(lines):
        return page
    return page.with_lines(kept, [Fact("left-out", line.span) for line in _verses(lines, kept)])


def _first_dateline(lines: Sequence[TextLine]) -> int | None:
    found = (index for index, line in enumerate(lines[: _MOST + 1]) if match_dateline(line))
    return next(found, None)


def without_menus(page: PageText) -> PageText:
    """Return the page, which has one article, without menus above its headline."""
    lines = list(page.lines)
    dateline = _first_dateline(lines)
    kept = _without_furniture(lines, dateline)
    headlines = headlines_of_head(page) if page.facts else {}
    if headlines:
        kept = _below_named_headline(kept, headlines)
    told: list[TextLine] = []
    if dateline is not None:
        named = _below_name_of_blog(kept)
        kept = _below_unknown_lines(named, page.text)
        above = [line for line in named if line.start < lines[dateline].start]
        told = _several_words(above, kept) if _has_no_menu(lines[:dateline], kept) else []
    if len(kept) == len(lines):
        return page
    told = told or _verses(lines, kept)
    return page.with_lines(kept, [Fact("left-out", line.span) for line in told])


def _has_no_menu(above: Sequence[TextLine], kept: Sequence[TextLine]) -> bool:
    """Return True if no line above a dateline that is not in `kept` is that of a menu."""
    ends = {line.end for line in kept}
    left_out = [line.text for line in above if line.end not in ends]
    return not any(is_menu(text) or NOTICE.search(text) for text in left_out)


def _several_words(above: Sequence[TextLine], kept: Sequence[TextLine]) -> list[TextLine]:
    """Return the lines above a dateline that are not in `kept` and can be a headline."""
    top = kept[:_MOST]  # a headline of many lines is one line there
    return [
        line
        for line in above
        if len(line.text.split()) >= _WORDS_OF_HEADLINE
        and not any(other.start <= line.start < other.end for other in top)
    ]


def _verses(lines: Sequence[TextLine], kept: Sequence[TextLine]) -> list[TextLine]:
    """Return the lines of a text, such as a poem, among those above the headline in `kept`."""
    left_out = [line for line in lines if kept and line.start < kept[-1].start]
    starts = {line.start for line in kept}
    verses = [line for line in left_out if line.start not in starts and _is_verse(line.text)]
    return verses if len(verses) >= _LEAST_VERSES else []


def _is_verse(text: str) -> bool:
    """Return True if a line has the words of a text: most of them are in lower case."""
    words = text.split()
    is_small = sum(not word[0].isupper() for word in words) > len(words) // 2
    return len(words) >= _WORDS_OF_VERSE and is_small and text.replace(" ", "").isalpha()


def _without_furniture(lines: list[TextLine], dateline: int | None) -> list[TextLine]:
    """Return the lines without those above the text that cannot be a headline.

    `dateline` is the index of the dateline, or None. At least one line stays above the text.
    """
    end = len(lines[:_MOST]) if dateline is None else dateline
    if dateline is None:
        left_out = _furniture_at_top(lines[:end])
    else:
        left_out = _furniture_above(lines, dateline)
    if not left_out:
        return lines
    kept = [
        line._replace(is_after_blank=line.is_after_blank or index - 1 in left_out)
        for index, line in enumerate(lines[:end])
        if index not in left_out
    ]
    if not kept:
        return lines
    others = [line for line in kept if not is_needed_beside(line)] if dateline is None else kept
    if dateline is None and (len(others) < 2 or ends_sentence(others[0].text)):
        return lines
    return [*kept, *lines[end:]]


def _furniture_at_top(lines: Sequence[TextLine]) -> set[int]:
    """Return the indexes of furniture at the top; dates and names of sites can be beside it."""
    found: set[int] = set()
    for index, line in enumerate(lines):
        if _is_furniture(lines, index):
            found.add(index)
        elif not is_needed_beside(line):
            break
    return found


def _furniture_above(lines: Sequence[TextLine], dateline: int) -> set[int]:
    """Return the indexes of lines above a dateline that are neither a headline nor needed."""
    is_article = any(map(has_end, lines[dateline:]))
    found = {
        index
        for index in range(dateline)
        if _is_furniture(lines, index)
        or (
            _WORDS.fullmatch(lines[index].text)
            and (is_article or not _LISTING.fullmatch(lines[index].text))
        )
    }
    begin = max((i + 1 for i in found if _NAVIGATION.fullmatch(lines[i].text)), default=0)
    for block in _blocks(lines[:dateline])[:-1]:
        if len(found.intersection(block)) > 1:
            begin = max(begin, block[-1] + 1)
    if found.issuperset(range(begin, dateline)):
        return found
    return found | {index for index in range(begin) if not is_needed(lines[index])}


def _blocks(lines: Sequence[TextLine]) -> list[range]:
    """Return the indexes of the lines between blank lines."""
    starts = [index for index, line in enumerate(lines) if line.is_after_blank or not index]
    return [range(*pair) for pair in pairwise([*starts, len(lines)])]


def _is_furniture(lines: Sequence[TextLine], index: int) -> bool:
    text = lines[index].text
    if len(text) > _LONGEST or SECTION.fullmatch(text):
        return False
    is_name = index + 1 < len(lines) and bool(_HANDLE.fullmatch(lines[index + 1].text))
    forms = (_NAVIGATION, _BUTTONS, _MESSAGE, _HANDLE)
    return is_name or any(form.fullmatch(text) for form in forms)


def _below_named_headline(lines: list[TextLine], headlines: Mapping[str, int]) -> list[TextLine]:
    """Return the lines without those above the headline that the head of the page names.

    `headlines` has the place of each possible headline in the title of the head. The name of the
    site comes last in this title, but it can be above the headline on the page. Lines that a layout
    reads stay. A line below a sentence is no headline: it is a heading in the text, a link to
    another article, or the name of the site at the foot. Neither is a line without text below it.
    """
    start, best = 0, _MOST
    for index in range(min(len(lines) - 1, _MOST)):
        if match_dateline(lines[index]):
            break
        if _SECTIONS.fullmatch(lines[index].text):
            continue
        titles = (_title_of(lines[index : index + size]) for size in _sizes())
        place = min((headlines[title] for title in titles if title in headlines), default=best)
        if place < best:
            start, best = index, place
        elif ends_sentence(lines[index].text) and not NOTICE.search(lines[index].text):
            break  # the text has begun
    return from_headline(lines, start) if start else lines


def _sizes() -> range:
    return range(1, _MOST_WRAPPED + 1)


def _title_of(lines: Sequence[TextLine]) -> str:
    return normalise_title(" ".join(line.text for line in lines))


def _below_name_of_blog(lines: list[TextLine]) -> list[TextLine]:
    """Return the lines without those above the headline of a blog.

    The headline is the group of lines right above the line with the day of posting. The name of the
    agency can be between the two.
    """
    for index in range(1, min(len(lines), _MOST)):
        line = lines[index]
        if match_dateline(line) or ends_sentence(line.text) or len(line.text) > _LONGEST:
            break
        if _POSTED.fullmatch(line.text):
            last = index - 1
            while last and AGENCY_LINE.fullmatch(lines[last].text):
                last -= 1
            first = last
            while first and not lines[first].is_after_blank:
                first -= 1
            return (
                from_headline(lines, first) if first > 0 and last - first < _MOST_WRAPPED else lines
            )
    return lines


def _below_unknown_lines(lines: list[TextLine], text: str) -> list[TextLine]:
    """Return the lines without those high above the dateline, if there are too many for a head.

    The headline is then the last block of lines above the dateline that no layout reads as
    something else. `text` is the saved text.
    """
    dateline = next((index for index, line in enumerate(lines[:_MOST]) if match_dateline(line)), 0)
    above = lines[:dateline]
    if dateline <= _SEEN or any(
        len(line.text) > _LONGEST or ends_sentence(line.text) for line in above
    ):
        return lines
    byline = next((i for i, line in enumerate(above) if i and BYLINE.fullmatch(line.text)), 0)
    if byline:  # the headline is above it, and a subtitle or captions are below
        needed = [line for line in above[byline:] if is_needed(line)]
        lines = [*above[:byline], *needed, *lines[dateline:]]
        above = above[:byline]
    last = next((i for i in reversed(range(len(above))) if not is_needed(above[i])), None)
    blocks = _blocks(above)
    if last is None or (len(blocks) == _HEAD_BLOCKS and len(blocks[0]) <= _MOST_WRAPPED):
        return lines
    first = last
    while not above[first].is_after_blank and first and not is_needed(above[first - 1]):
        first -= 1
    if last - first < _MOST_WRAPPED:
        return from_headline(lines, first)
    first = _start_of_wrapped(above, last)
    joined = text[lines[first].start : lines[last].end]
    headline = lines[first]._replace(text=_BREAK.sub(" ", joined), end=lines[last].end)
    return from_headline([*lines[:first], headline, *lines[last + 1 :]], first)


def _start_of_wrapped(lines: Sequence[TextLine], last: int) -> int:
    """Return the index of the first line of a headline of many lines, whose last index is `last`.

    It is the first line of this block that certainly goes on in the next line.
    """
    first = last
    while first and not lines[first].is_after_blank:
        first -= 1
    pairs = range(max(first, last - _MOST_LINES), last)
    open_lines = (i for i in pairs if continues(lines[i], lines[i + 1]))
    return next(open_lines, last)
