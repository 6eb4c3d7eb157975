"""The layout of Voice of Korea: a section (`/ News`), the headline, and indented paragraphs.

The pages exist in nine languages and have neither a date nor a dateline. The layout is recognised
by the section: a slash, a space and a name in any script. The name can be long, and can continue
over several lines. The headline is below it. An address of the site, alone in the first or last
line or in the head of a saved page, proves the site.

A text of another kind can begin with a slash, too. So a section does not end like a sentence or
with another slash, and does not begin with a lower-case letter. A page whose paragraphs are not
indented has fewer marks. Then the section implies the source only if it is not in Latin letters, or
contains a word that sections of Voice of Korea have.

A bare text (the text of an article without the other parts of the page) has no section, so it is
only read if the archivist sets the layout. One known page has neither section nor headline.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from ingest.layouts.agency_marks import match_dateline
from ingest.layouts.article_draft import Draft
from ingest.layouts.framed_article import without_addresses
from ingest.layouts.head_lines import (
    count_title_lines,
    fits,
    is_indented,
    is_open,
    seems_open,
    width_of,
)
from ingest.layouts.page_text import PageText
from ingest.layouts.rejections import reject_further_pages, reject_list_of_headlines
from ingest.rules import imply
from ingest.text_lines import TextLine, ends_sentence
from ingest.values import ParsedFile

NAME = "voice_of_korea"
SECTION = re.compile(r"[/／](?P<space>[ \u00a0\u3000]{0,3})(?P<name>[^\s/／*].{0,119})")
SOURCE = "Voice of Korea"
SOURCE_ENGLISH = "Voice of Korea (EN)"
_HOSTS = ("vok.rep.kp",)
NAMES = re.compile(
    r"Voice of Korea|조선의 소리|朝鮮の声|朝鲜之声|Голос Кореи|Voz de Corea"
    r"|(?:La )?Voix de la Corée|(?:Die )?Stimme Koreas|صوت كوريا",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"://|\bwww\.|[=<>{}]")
_OPENING = "\"'“‘«([（《〈「『<"
_ABBREVIATION = re.compile(r"\b[A-ZА-Я]\.$")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
_LONGEST_SECTION = 200  # letters
_MOST_SECTION_LINES = 4
_LONGEST_TITLE = 3  # the largest number of lines of a headline
# The text begins within this number of lines: the section, the headline, the first paragraph.
_HEAD = _MOST_SECTION_LINES + _LONGEST_TITLE + 1
# The beginnings of words in the names of sections, in the languages with Latin letters.
_SECTION_WORD = re.compile(
    r"\b(?:news|econom|cultur|society|social|science|scienc|technolog|sport|politic|histor|music"
    r"|song|orchestra|orquesta|orchest|art|arts|literatur|world|korea|corea|corée|coreen|coréen"
    r"|coreano|juche|djoutché|dschutsche|zuche|reunific|réunific|wiedervereinig|tourism|touris"
    r"|educat|éducat|educac|bildung|health|santé|salud|gesundheit|industr|agricultur|landwirt"
    r"|friend|amitié|amistad|freundschaft|exhibition|exposi|ausstellung|nachricht|noticia"
    r"|nouvelle|actualit|activit|actividad|aktivit|tätigkeit|wirtschaft|kultur|gesellschaft"
    r"|wissenschaft|technik|politik|geschicht|musik|lied|chanson|chant|canci|welt|monde|mundo"
    r"|économi|socié|socied|sociét|histoire|musique|música|commentar|comentario|kommentar"
    r"|special|spécial|especial|sonder|program|sending|letter|lettre|carta|brief|listener"
    r"|auditeur|oyente|hörer|revolution|révolution|revoluci|leader|dirigeant|führer"
    r"|folk|custom|tradition|tradici|nature|naturaleza|natur|monument|relic|reliqu)",
    re.IGNORECASE,
)


class _Head(NamedTuple):
    """The parts of a page: lines of the section, of the headline, and of the text."""

    section: Sequence[TextLine]
    title: Sequence[TextLine]
    body: Sequence[TextLine]


def matches(page: PageText) -> bool:
    """Return True if the first line is a section, or the page has an address of the site.

    A section is a slash and a name, with a headline below.
    """
    lines, is_of_site, _ = without_addresses(page, _HOSTS)
    return (is_of_site and len(lines) > 1) or _divide(page.text, lines) is not None


def proves_source(page: PageText) -> bool:
    """Return True if the page has an address of the site."""
    return without_addresses(page, _HOSTS).is_of_site


def parse(page: PageText) -> ParsedFile:
    """Return the article of the page. Raises Rejection for a list of headlines.

    An address of the site proves the source, and the section implies it. The English edition has a
    name of its own. A bare text, which does not begin with a section, has no source.
    """
    draft = Draft(page.text)
    lines, is_of_site, link = without_addresses(page, _HOSTS)
    head = _divide(page.text, lines) or _bare(page.text, lines)
    rule = "source-of-layout" if is_of_site else ""
    if head.section:
        first, *more = head.section
        slash = SECTION.fullmatch(first.text)
        assert slash
        draft.read("section", "words", first.span_of(slash, "name"), *(line.span for line in more))
        if not rule and _implies_source(page, head, lines):
            rule = "source-implied"
    if link:
        draft.read("original_url", "url", link)
    draft.read_head(head.title)
    draft.read_body(head.body)
    reject_list_of_headlines(draft.paragraphs)
    if head.section:
        reject_further_pages(1 + _count_sections(head.body), "lines with a section")
    if rule:
        draft.fields["source"] = imply(rule, SOURCE)
    article = draft.finish(0, (page.lines[0].start, page.lines[-1].end))
    language = article.fields.get("language")
    if rule and language and language.value == "en":
        source = imply(rule, SOURCE_ENGLISH)
        article = replace(article, fields={**article.fields, "source": source})
    return ParsedFile(NAME, (article,))


def _count_sections(lines: Sequence[TextLine]) -> int:
    """Return the number of sections in a text below which another headline and text begin."""
    return sum(
        (line.is_after_blank or ends_sentence(above.text))
        and SECTION.fullmatch(line.text) is not None
        and not ends_sentence(line.text)
        and not ends_sentence(lines[index + 1].text)
        and any(
            ends_sentence(other.text) for other in lines[index + 2 : index + 2 + _LONGEST_TITLE]
        )
        for index, (above, line) in enumerate(pairwise(lines[:-1]), 1)
    )


def is_usual_section(name: str) -> bool:
    """Return True if the name of a section is not in Latin letters, or has a usual word."""
    return not _LATIN.search(name) or bool(_SECTION_WORD.search(name))


def _implies_source(page: PageText, head: _Head, lines: Sequence[TextLine]) -> bool:
    """Return True if the page has a second mark of Voice of Korea, besides the slash.

    `lines` are all lines of the page, without addresses of the site.
    """
    section = " ".join(line.text for line in head.section)
    return (
        (bool(head.body) and is_indented(page.text, head.body[0]))
        or is_usual_section(section)
        or head.section[0] is not lines[0]  # the name of the site is above the section
    )


def _divide(text: str, lines: Sequence[TextLine]) -> _Head | None:
    """Return the parts of a page; None if the page does not begin with a section."""
    if len(lines) > 1 and NAMES.fullmatch(lines[0].text):
        lines = lines[1:]
    slash = SECTION.fullmatch(lines[0].text) if lines else None
    if len(lines) < 2 or not slash:
        return None
    indented = next(
        (index for index, line in enumerate(lines[1:_HEAD], 1) if is_indented(text, line)), None
    )
    count = _count_section_lines(lines, indented)
    section, below = lines[:count], lines[count:]
    if not _is_section(slash, section, is_certain=indented is not None):
        return None
    title = _title(text, below, indented - count if indented else None)
    return _Head(section, title, below[len(title) :])


def _bare(text: str, lines: Sequence[TextLine]) -> _Head:
    indented = next(
        (index for index, line in enumerate(lines[:_HEAD]) if is_indented(text, line)), None
    )
    title: Sequence[TextLine] = () if indented == 0 else _title(text, lines, indented)
    return _Head((), title, lines[len(title) :])


def _is_section(slash: re.Match[str], lines: Sequence[TextLine], is_certain: bool) -> bool:
    """Return True if the lines can be a section. `slash` is the match of SECTION in the first line.

    `is_certain` is true if indented paragraphs follow: then the name can end with "?" or "!".
    """
    first, last = slash["name"], lines[-1].text
    name = " ".join([first, *(line.text for line in lines[1:])])
    letters = first.lstrip(_OPENING)
    if not any(map(str.isalpha, name)) or len(name) > _LONGEST_SECTION:
        return False
    if (
        not letters
        or not letters[0].isalnum()
        or letters[0].islower()
        or last.endswith(("/", "／"))
    ):
        return False
    if _ADDRESS.search(name) or match_dateline(TextLine(first, 0, len(first), True)):
        return False
    if not slash["space"] and ("/" in name or not (is_certain or _SECTION_WORD.search(name))):
        return False
    is_sentence = ends_sentence(last) and not _ABBREVIATION.search(last)
    return not is_sentence or (is_certain and last.endswith(("?", "!", "？", "！")))


def _count_section_lines(lines: Sequence[TextLine], indented: int | None) -> int:
    """Return the number of lines of the section, which is at the top of `lines`.

    `indented` is the index of the first indented line, or None. The headline is between the
    section and this line. So if the section does not certainly continue in the next line, at least
    one line is left for the headline.
    """
    end = indented or len(lines)
    blank = next((index for index in range(1, end) if lines[index].is_after_blank), end)
    most = min(blank, _MOST_SECTION_LINES)
    count = 1
    while count < most and (
        is_open(lines[:count], lines[count])
        or (count + 1 < end and seems_open(lines[count - 1], lines[count]))
    ):
        count += 1
    # The breaks that are left may be wraps, too, if one of the later breaks is certainly none.
    further = count
    width = max(width_of(line.text) for line in lines[:end][:_HEAD])
    while further < blank and not fits(lines[further - 1], lines[further], width):
        further += 1
        while further < blank and (
            is_open(lines[:further], lines[further])
            or seems_open(lines[further - 1], lines[further])
        ):
            further += 1
    is_divided = further < end if indented else _is_title_block(lines[blank:], further == blank)
    return further if is_divided and further <= _MOST_SECTION_LINES else count


def _is_title_block(lines: Sequence[TextLine], is_whole: bool) -> bool:
    """Return True if a headline between blank lines begins `lines`, below the block of the section.

    `is_whole` is true if each line of that block can belong to the section.
    """
    count = count_title_lines(lines)
    return is_whole and 0 < count < len(lines) and lines[count].is_after_blank


def _title(text: str, lines: Sequence[TextLine], indented: int | None) -> Sequence[TextLine]:
    """Return the lines of the headline, which is at the top of `lines`; () if there is none.

    `indented` is the index of the first indented line, or None. The headline has up to three lines
    above the first indented or blank line. A headline can be indented, too: then it does not end a
    sentence, and the next line is indented or below a blank line.
    """
    if indented is None:
        return lines[: count_title_lines(lines)]
    blank = next(
        (index for index, line in enumerate(lines[1:], 1) if line.is_after_blank), len(lines)
    )
    if indented:
        return lines[: min(indented, blank, _LONGEST_TITLE)]
    is_title = (
        len(lines) > 1
        and not ends_sentence(lines[0].text)
        and not lines[0].text.endswith((",", "،", "、", "，"))
        and (lines[1].is_after_blank or is_indented(text, lines[1]))
    )
    return lines[:1] if is_title else ()
