"""Menus above a headline and links below a text, by what the mark-up of a saved page says.

    <ul><li><a href="/">Home</a></li><li><a href="/b">Magazines</a></li></ul>
    <h3>Mill Wheel Oiled</h3>                               the headline
    <p>The miller oiled the wheel.</p>
    <h4>Related articles</h4><ul><li><a href="/2">…         links below the text

A line of only links is no headline if another line can be one. A heading (h1 to h4) comes before
other lines. Lines that a layout needs stay.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise, takewhile

from ingest.head_facts import AFTER_TITLES, headlines_of_head, source_of_address
from ingest.html_marks import FOOT, HEADINGS, LINK, LINKS
from ingest.layouts.agency_marks import AGENCY_LINE, CREDIT, SIGN_OFF, has_end, match_dateline
from ingest.layouts.digest import has_capitals
from ingest.layouts.page_text import PageText
from ingest.menu_words import BUTTON, BYLINE, NOTICE, OTHERS_BELOW, is_menu
from ingest.site_names import is_office, known_site_keys, site_key
from ingest.surroundings.needed_lines import is_needed_beside, only_mentions_site, shows_agency
from ingest.text_lines import TextLine, ends_sentence, normalise_title
from ingest.values import Fact

_MOST = 400  # lines above a text
_LONGEST_HEADLINE = 60  # letters of a headline that ends like a sentence: "Let Us Plant Trees!"
_LONGEST_MARK = 200  # letters of a line that shows the site
_LONGEST_END = 30  # letters of a line that is only an end mark and a sign-off
_FEW_WORDS = 3  # a link with this number of words can be a headline
_LEAST_ABOVE = 2  # lines above a heading in a text: the headline and the byline
_FEW_LINKS = 2  # this number of links is a menu
_BUTTON = re.compile(rf"{BUTTON}|[^\w]+", re.IGNORECASE)
_OTHERS = re.compile(
    rf"{OTHERS_BELOW.pattern}|(?:more|tags?|share) ?:?|이전 ?글|다음 ?글", re.IGNORECASE
)
_NAMED_AUTHOR = re.compile(
    r"[Bb]y (?:(?:the|our|a) )?(?:[A-Z][\w.'’-]*,? ?){1,4}|.{0,20} 기자 .{2,20}"
)
# Links that sites have below a text without a heading: to other articles, to the top, to the site.
_OF_SITE = re.compile(
    r"[^\w\s(\"“'‘].*|.*[»›→>]|(?:이전|다음|목록|맨|위로).*"
    r"|(?:next|prev(?:ious)?|older|newer|back|go|to|read|tags?|view|see|more)\b.*"
    r"|.*\b(?:permalink|policy|site ?map|comments?|terms|top|page)\b.*",
    re.IGNORECASE,
)


class _Marks:
    """The marks of the lines of a page, by the places where the lines begin."""

    def __init__(self, page: PageText) -> None:
        self.links: dict[int, int] = {}  # lines of only links, with the least number of links
        self.levels: dict[int, int] = {}  # headings: 1 to 4
        self.feet: set[int] = set()
        for fact in page.facts:
            start = fact.span[0]
            if fact.name in (LINK, LINKS):
                self.links[start] = 1 if fact.name == LINK else _FEW_LINKS
            elif fact.name in HEADINGS:
                self.levels[start] = 1 + HEADINGS.index(fact.name)
            elif fact.name == FOOT:
                self.feet.add(start)

    def is_link(self, line: TextLine) -> bool:
        """Return True if a line has only links and is no heading."""
        return line.start in self.links and line.start not in self.levels

    def is_heading(self, line: TextLine) -> bool:
        return line.start in self.levels


def without_marked_lines(page: PageText) -> PageText:
    """Return the page without menus above its headline, and without links below its text.

    The page has one article.
    """
    marks = _Marks(page)
    if not (marks.links or marks.levels or marks.feet):
        return page
    lines = list(page.lines)
    begin = _begin_of_text(lines, marks)
    if begin is None:
        return page
    above, below = lines[:begin], lines[begin:]
    head = _without_menu(page, lines, begin, marks)
    left_out, listed = _links_below(page, below, marks)
    kept = [*head, *(line for index, line in enumerate(below) if index not in left_out)]
    if len(kept) == len(lines):
        return page
    starts = {line.start for line in head}
    told = [it for it in above if it.start not in starts and _can_be_headline(it, marks)]
    return page.with_lines(kept, [Fact("left-out", line.span) for line in (*told, *listed)])


def _can_be_headline(line: TextLine, marks: _Marks) -> bool:
    """Return True if a line above the headline can be a part of it, which a person should see."""
    is_long = len(line.text.split()) >= _FEW_WORDS and not NOTICE.search(line.text)
    return is_long and not (
        marks.is_link(line) or is_menu(line.text) or _is_name_of_site(line) or _is_mark(line)
    )


def _begin_of_text(lines: Sequence[TextLine], marks: _Marks) -> int | None:
    """Return the index of the dateline or of the first sentence.

    Headings, links, notices and lines that show the site are no text.
    """
    for index, line in enumerate(lines[:_MOST]):
        if marks.is_heading(line) or marks.is_link(line):
            continue
        if match_dateline(line) or has_end(line):
            return index
        is_notice = NOTICE.search(line.text) is not None
        if ends_sentence(line.text) and not _is_mark(line) and not is_notice:
            return index
    return None


def _links_below(
    page: PageText, lines: Sequence[TextLine], marks: _Marks
) -> tuple[set[int], list[TextLine]]:
    """Return the indexes of the links, headings and feet that the page has below a text.

    Also return those of these lines that can be text. Links below a line with a colon are a list in
    the text, so they stay.
    """
    has_address = source_of_address(page) is not None
    left_out: set[int] = set()
    index = len(lines) - 1
    while index:
        line = lines[index]
        is_above_links = index + 1 in left_out and marks.is_link(lines[index + 1])
        is_heading = marks.is_heading(line) or _OTHERS.fullmatch(line.text) is not None
        if (is_above_links and is_heading) or (has_address and _is_name_of_site(line)):
            left_out.add(index)
        elif _is_mark(line):
            pass
        elif marks.is_link(line) or line.start in marks.feet:
            if not ends_sentence(line.text):
                left_out.add(index)
            elif line.start not in marks.feet:
                break
        else:
            break
        index -= 1
    if lines[index].text.endswith((":", "：")):
        return set(), []
    first = [line for i, line in enumerate(lines) if i in left_out]
    return left_out, list(takewhile(lambda line: _can_be_item(line, marks), first))


def _can_be_item(line: TextLine, marks: _Marks) -> bool:
    """Return True if a line right below a text can be an item of a list in the text.

    Menus, buttons, headings, feet and links to the articles before and after are no such items.
    """
    return not (
        marks.is_heading(line)
        or line.start in marks.feet
        or is_menu(line.text)
        or any(form.fullmatch(line.text) for form in (_OTHERS, _BUTTON, _OF_SITE))
        or _is_name_of_site(line)
    )


def _is_mark(line: TextLine) -> bool:
    """Return True if a line below the text is read by the layouts."""
    if len(line.text) > _LONGEST_MARK:
        return False
    is_mark = any(form.fullmatch(line.text) for form in (SIGN_OFF, CREDIT, AGENCY_LINE))
    return is_mark or (has_end(line) and len(line.text) < _LONGEST_END) or is_needed_beside(line)


def _is_name_of_site(line: TextLine) -> bool:
    """Return True if a line has only the name of a site. An office can also sign a text."""
    text = line.text.strip("《》<>〈〉[] ")
    return (
        site_key(text) in known_site_keys()
        and not AGENCY_LINE.fullmatch(text)
        and not is_office(text)
    )


def _without_menu(
    page: PageText, lines: Sequence[TextLine], begin: int, marks: _Marks
) -> list[TextLine]:
    """Return the lines above a text without those above the headline that are no part of it.

    `begin` is the index of the first line of the text.
    """
    places = headlines_of_head(page)
    headlines = {title: place for title, place in places.items() if place < AFTER_TITLES}
    heading = _heading(lines[:begin], lines[begin:], marks, headlines)
    if heading is None or _is_below_byline(lines, heading, marks):
        return _without_links(lines, begin, marks, headlines)
    above = lines[:heading]
    plain = [line for line in above if not _is_beside(line, marks)]
    is_certain = not _is_repeated(lines[begin:], marks, marks.levels[lines[heading].start])
    is_certain = is_certain and not any(_is_named([line], headlines) for line in plain)
    drops_plain = is_certain and (
        len(plain) > 1 or all(is_menu(line.text) or NOTICE.search(line.text) for line in plain)
    )
    kept = [
        line
        for line in above
        if (is_needed_beside(line) and not (marks.is_link(line) and only_mentions_site(line)))
        or shows_agency(line, lines[: begin + 1])
        or not (marks.is_link(line) or marks.is_heading(line) or drops_plain)
    ]
    first = lines[heading]._replace(is_after_blank=True)
    below = lines[heading + 1 : begin]
    buttons = [line for line in below if marks.is_link(line) and _BUTTON.fullmatch(line.text)]
    return [*kept, first, *(line for line in below if line not in buttons)]


def _heading(
    lines: Sequence[TextLine],
    text: Sequence[TextLine],
    marks: _Marks,
    headlines: Mapping[str, int],
) -> int | None:
    """Return the index of the heading that is the headline; None if there is none.

    It is the heading that the head of the page names, or the first one on the page. A heading above
    a menu is that of the menu, unless it is of a higher level than a heading below it. The name of
    the site and a word of a menu are no headlines, and a link to the site is none above another
    heading of its level, unless the `text` below has headings of this level, too.
    """
    named = [
        (headlines[normalise_title(line.text)], -index)
        for index, line in enumerate(lines)
        if marks.is_heading(line) and _is_named([line], headlines)
    ]
    if named:
        return -min(named)[1]
    found: int | None = None
    links = 0
    for index in reversed(range(len(lines))):
        line = lines[index]
        if not marks.is_heading(line):
            if marks.is_link(line) and not _is_beside_headline(line):
                links += marks.links[line.start]
            continue
        is_name = is_menu(line.text) or _is_name_of_site(line) or is_needed_beside(line)
        if found is not None and line.start in marks.links:
            below = lines[found]
            level = marks.levels[line.start]
            is_other = below.start not in marks.links and level == marks.levels[below.start]
            is_name |= is_other and not _is_repeated(text, marks, level)
        is_higher = (
            found is not None
            and line.start not in marks.links
            and marks.levels[line.start] < marks.levels[lines[found].start]
        )
        if not is_name and (found is None or links < _FEW_LINKS or is_higher):
            found, links = index, 0
    return found


def _is_headline_below(links: Sequence[TextLine]) -> bool:
    """Return True if the last of these links looks like a headline, and the others are short."""
    *others, last = links
    return (
        has_capitals(last.text)
        and not _OF_SITE.fullmatch(last.text)
        and all(len(line.text.split()) < _FEW_WORDS for line in others)
    )


def _is_below_byline(lines: Sequence[TextLine], heading: int, marks: _Marks) -> bool:
    """Return True if a headline and a byline, both no headings, are right above a heading.

    Then the heading is one in the text, unless it is of the first level.
    """
    above = lines[:heading]
    if marks.levels[lines[heading].start] == 1 or len(above) < _LEAST_ABOVE:
        return False
    headline, byline = above[-2:]
    return (
        _NAMED_AUTHOR.fullmatch(byline.text) is not None
        and not any(map(marks.is_heading, above))
        and not _is_beside(headline, marks)
        and not is_menu(headline.text)
        and not NOTICE.search(headline.text)
        and not _is_name_of_site(headline)
    )


def _is_beside_headline(line: TextLine) -> bool:
    """Return True if a link can be between a headline and its text: a button, a date, an author."""
    return (
        is_needed_beside(line)
        or _BUTTON.fullmatch(line.text) is not None
        or BYLINE.fullmatch(line.text) is not None
    )


def _is_beside(line: TextLine, marks: _Marks) -> bool:
    return marks.is_link(line) or marks.is_heading(line) or is_needed_beside(line)


def _is_repeated(lines: Sequence[TextLine], marks: _Marks, level: int) -> bool:
    """Return True if a text has headings of this level, so that they are headings of its parts."""
    return any(
        marks.levels.get(line.start) == level and not marks.is_link(below)
        for line, below in pairwise(lines)
    )


def _is_named(lines: Sequence[TextLine], headlines: Mapping[str, int]) -> bool:
    return normalise_title(" ".join(line.text for line in lines)) in headlines


def _without_links(
    lines: Sequence[TextLine], begin: int, marks: _Marks, headlines: Mapping[str, int]
) -> list[TextLine]:
    """Return the lines above a text without lines of only links above the headline.

    The page has no heading above its text. The headline is the last line that is no link, no date
    and no button; it can end like a sentence. Without one, it is the last link if it has several
    words; otherwise all lines stay. If it has no capitals like a headline, but the link right above
    it has, and the other links are short, this link is the headline.
    """
    last = begin
    if match_dateline(lines[begin]) or len(lines[begin].text) > _LONGEST_HEADLINE:
        plain = [
            index
            for index, line in enumerate(lines[:begin])
            if not marks.is_link(line)
            and not is_menu(line.text)
            and not AGENCY_LINE.fullmatch(line.text)
            and not _is_beside_headline(line)
        ]
        linked = [index for index, line in enumerate(lines[:begin]) if marks.is_link(line)]
        if not plain and linked and len(lines[linked[-1]].text.split()) >= _FEW_WORDS:
            plain = linked[-1:]
        if not plain:
            return list(lines[:begin])
        last = plain[-1]
    links = [line for line in lines[:last] if marks.is_link(line) and not is_needed_beside(line)]
    is_last = links and links[-1] == lines[last - 1] and last < begin
    if is_last and _is_headline_below(links) and not has_capitals(lines[last].text):
        links.pop()
    count = sum(marks.links[line.start] for line in links)
    is_single = count < _FEW_LINKS and not all(is_menu(line.text) for line in links)
    if is_single or any(_is_named([line], headlines) for line in links):
        return list(lines[:begin])
    return [line for line in lines[:begin] if line not in links]
