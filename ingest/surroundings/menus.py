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
from ingest.layouts import kcnawatch
from ingest.layouts.agency_marks import AGENCY_LINE, has_end, match_dateline
from ingest.layouts.framed_article import address_in
from ingest.layouts.head_lines import continues
from ingest.layouts.mirrors import MARKS, MIRRORS
from ingest.layouts.page_text import PageText
from ingest.layouts.rejections import NO_ARTICLES
from ingest.layouts.rodong import KNOWN_SECTION, RODONG_NAME
from ingest.layouts.sites import has_hint
from ingest.layouts.voice_of_korea import NAMES, SECTION
from ingest.text_lines import TextLine, ends_sentence, normalise_title
from ingest.values import Fact

_MOST = 40  # lines above a headline or a dateline
_LONGEST = 120  # letters of a line above a headline
_MOST_WRAPPED = 3  # lines of a headline
_MOST_LINES = 8  # lines of a headline that was wrapped to a narrow column
_LEAST_VERSES, _WORDS_OF_VERSE = 2, 4  # lines and words; menus have shorter lines
_HEAD_BLOCKS = 2  # a headline and a subtitle
_SEEN = 4  # lines above a dateline among which the layouts read the headline


def _line(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_LANGUAGE = (
    r"(?:english|korean|chinese|japanese|russian|spanish|french|german|arabic|조선어|조선말|한국어"
    r"|우리말|中文|中国语|中國語|汉语|日本語|日本语|русский|español|français|deutsch|العربية)"
)
_HOME = (
    "(?:home ?page|home|홈|홈페지|첫페지|首页|首頁|ホーム|トップ|главная|inicio|accueil|startseite)"
)
_PART = r"(?:home|about|contact|blog|news|archives?|menu|search)"
_SHARE = (
    r"(?:share|tweet|print|e-?mail|save|report|listen|copy link|facebook|twitter|telegram|whatsapp"
    r"|linkedin|reddit|pinterest|kakaotalk|line|vk)"
)
# These lines and the lines above them are never a headline, also on a page without a dateline.
_NAVIGATION = _line(
    r"skip to .{1,40}|toggle .{1,30}|(?:(?:open|close|main) )?menu|search|≡|☰"
    rf"|{_HOME}(?:\s?[>›»→/|·•:]{{1,3}}\s?[^>›»→/|·•:]{{1,40}}){{1,9}}"
    rf"|(?:{_LANGUAGE}[\s|/·•,]{{0,3}}){{2,12}}"
    rf"|{_PART}(?:[\s|>/·»]+{_PART}){{1,9}}"
    r"|[ru]/\w{2,30}|(?:[|\s]*(?=[^|]*[^\W\d_])[^|\d:\s][^|\d:]{0,120}\|){2,9}[^\d:]{0,60}"
)
# Neither are these, but they can be below the headline.
_BUTTONS = _line(
    rf"(?:{_SHARE}[\s|/·•,]{{1,3}}){{1,8}}{_SHARE}|share (?:on|to|via|this)\b.{{0,40}}"
    r"|jump to .{1,40}|[^\w\d]{1,12}|\d{1,3} ?min(?:ute)?s?(?: read| reading time)?"
    r"|(?:URL 복사|이웃추가|본문 기타 기능|구독하기|공유하기|신고하기)(?:\s{1,9}\S{2,6}){0,3}"
    r"|(?:estimated )?(?:reading time|time to read|read time):? .{1,20}"
    r"|(?:•\s?)?posted by u/\w{2,30}.{0,40}"
    r"|(?:•\s?)?\d{1,3} ?(?:years?|yrs?\.?|y|months?|mo\.?|weeks?|days?|d|hours?|hrs?\.?|h) ago"
)
# Single words of a menu. They can be headlines, so they are left out only above a dateline.
_WORDS = _line(
    r"(?:home|news|photos?|videos?|movies?|music|mobile|login|log ?in|sign (?:in|up)|register"
    r"|subscribe|donate|contact(?: us)?|about(?: us)?|archives?|rss|faq|help|links?|back"
    r"|prev(?:ious)?|next|list|top|close|advertisement|article|view|detail|latest|headlines|press"
    rf"|newsletter|(?:top|latest|breaking|all|more) news|{_SHARE}|{_LANGUAGE}|홈|첫페지|메뉴|검색"
    r"|목록|공유|인쇄|뉴스|首页|新闻|搜索|分享|打印|ホーム|ニュース|検索|меню|главная|новости|поиск|inicio"
    r"|noticias|menú|buscar|accueil|actualités|imprimer|(?:www\.)?kcna\.kp|kcna watch)"
)
# A chat writes the moment and the name above each message, a network the name and then "@name".
_MOMENT = r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4},? \d{1,2}:\d{2}(?::\d{2})?(?: ?[ap]m)?"
_MESSAGE = _line(
    rf".{{1,60}}, \[{_MOMENT}\]|\[{_MOMENT}\][ :-]{{1,3}}\S.{{0,60}}|{_MOMENT} - \S.{{0,60}}:"
)
_POSTED = _line(r"(?:posted|published|submitted)\b.{0,40}\b(?:19|20)\d\d\b.{0,60}")
_HANDLE = _line(r"@\w{2,30}(?: · .{1,30})?")
_LISTING = re.compile("|".join(f"(?:{form.pattern})" for _, form in NO_ARTICLES), re.IGNORECASE)
_NEEDED = (SECTION, NAMES, RODONG_NAME, MARKS, kcnawatch.SITE_LABEL)
# Names of sections and single words. They can be below the headline, too.
_SECTIONS = re.compile(rf"{KNOWN_SECTION.pattern}|{_WORDS.pattern}|[!-~]+", re.IGNORECASE)
_BREAK = re.compile(r"[\r\n]")
_DIGIT = re.compile(r"\d")


def without_menus(page: PageText) -> PageText:
    """Return the page without menus above its headline."""
    lines = list(page.lines)
    datelines = [index for index, line in enumerate(lines) if match_dateline(line)]
    is_of_watch = kcnawatch.matches(page)  # its list of other articles has datelines, too
    if len(datelines) > 1 and not is_of_watch:
        return page
    dateline = datelines[0] if datelines and datelines[0] <= _MOST else None
    kept = _without_furniture(lines, dateline)
    headlines = headlines_of_head(page) if page.facts else {}
    if headlines and not is_of_watch:
        kept = _below_named_headline(kept, headlines)
    if dateline is not None and not is_of_watch:
        kept = _below_unknown_lines(_below_name_of_blog(kept), page.text)
    if len(kept) == len(lines):
        return page
    return page.with_lines(kept, [Fact("left-out", line.span) for line in _verses(lines, kept)])


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
        count = next((index for index in range(end) if not _is_furniture(lines, index)), end)
        left_out = set(range(count))
    else:
        left_out = _furniture_above(lines, dateline)
    kept = [
        line._replace(is_after_blank=line.is_after_blank or index - 1 in left_out)
        for index, line in enumerate(lines[:end])
        if index not in left_out
    ]
    if not left_out or not kept:
        return lines
    if dateline is None and (len(kept) < 2 or ends_sentence(kept[0].text)):
        return lines
    return [*kept, *lines[end:]]


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
    return found | {index for index in range(begin) if not _is_needed(lines[index])}


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
    reads stay.
    """
    start, best = 0, _MOST
    for index in range(min(len(lines), _MOST)):
        if match_dateline(lines[index]):
            break
        if _SECTIONS.fullmatch(lines[index].text):
            continue
        titles = (_title_of(lines[index : index + size]) for size in _sizes())
        place = min((headlines[title] for title in titles if title in headlines), default=best)
        if place < best:
            start, best = index, place
        if ends_sentence(lines[index].text) and len(lines[index].text) > _LONGEST:
            break  # the text has begun
    return _from(lines, start) if start else lines


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
            return _from(lines, first) if first > 0 and last - first < _MOST_WRAPPED else lines
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
    last = next((i for i in reversed(range(dateline)) if not _is_needed(above[i])), None)
    blocks = _blocks(above)
    if last is None or (len(blocks) == _HEAD_BLOCKS and len(blocks[0]) <= _MOST_WRAPPED):
        return lines
    first = last
    while not above[first].is_after_blank and first and not _is_needed(above[first - 1]):
        first -= 1
    if last - first < _MOST_WRAPPED:
        return _from(lines, first)
    first = _start_of_wrapped(above, last)
    joined = text[lines[first].start : lines[last].end]
    headline = lines[first]._replace(text=_BREAK.sub(" ", joined), end=lines[last].end)
    return _from([*lines[:first], headline, *lines[last + 1 :]], first)


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


def _from(lines: list[TextLine], start: int) -> list[TextLine]:
    """Return the lines from the headline on, and those above it that a layout reads.

    The name of the agency is needed only if no dateline has it.
    """
    has_dateline = any(map(match_dateline, lines))
    above = [
        line
        for line in lines[:start]
        if _is_needed(line) or (not has_dateline and AGENCY_LINE.fullmatch(line.text))
    ]
    return [*above, lines[start]._replace(is_after_blank=True), *lines[start + 1 :]]


def _is_needed(line: TextLine) -> bool:
    """Return True if a line above a headline has a date, or can show the site or the agency."""
    text = line.text
    return bool(
        _DIGIT.search(text)
        or text.startswith(("KCNA ", "["))
        or has_hint(text)
        or address_in(line)
        or any(form.fullmatch(text) for form in _NEEDED)
        or any(mirror.name_pattern.fullmatch(text) for mirror in MIRRORS)
    )
