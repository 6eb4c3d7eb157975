"""What programs for notes and for reading later write between a headline and its text.

    Mill Wheel Oiled
    Source: http://www.kcna.kp/en/article/q/71ab.kcmsf      the address of the page
    Created: 2026-03-05 10:11                               the day of saving
    Tags: mills, wheels

    Mill Wheel Oiled
    By KCNA, kcna.kp
    View original

A name without an address stays, because it can be that of the source.
"""

import re
from collections.abc import Sequence

from ingest.dates import possible_dates
from ingest.layouts.agency_marks import AGENCY_LINE, match_dateline
from ingest.layouts.page_text import PageText
from ingest.text_lines import TextLine, ends_sentence
from ingest.values import Fact

_TOP = 8  # such lines are searched in this number of lines at the top
_LONGEST = 300  # letters of such a line
_FEW = 2  # a head of a note has at least this number of lines
# Only notes have these properties, of which the first ones have a date.
_MADE = (
    r"(?:created|updated|modified|clipped|added|last (?:edited|updated|modified)"
    r"|(?:creation|modification|clipping) (?:date|time)|date (?:created|modified|clipped|added)"
    r"|(?:created|updated|modified|last edited) (?:at|on|time|date)"
    r"|만든 ?날[자짜]|수정한? ?날[자짜]|创建时间|更新时间|作成日時?|更新日時?|erstellt|geändert"
    r"|créée? le|creado|создано|изменено)"
)
_TAGS = (
    r"(?:tags?|note ?books?|highlights?|note ?id|태그|꼬리표|노트북|标签|笔记本|タグ|ノートブック"
    r"|schlagwörter|notizbuch|étiquettes|etiquetas|теги|метки)"
)
_OTHERS = (
    r"(?:source(?: url)?|url|link|web ?site|author|location|출처|링크|주소|来源|链接|作者|出典"
    r"|リンク|quelle|autor|fuente|lien|auteur|источник|ссылка|автор)"
)
_PROPERTY = re.compile(
    rf"(?P<key>(?P<made>{_MADE})|(?P<tags>{_TAGS})|{_OTHERS})\s?[:：]\s{{0,9}}(?P<value>.*)",
    re.IGNORECASE,
)
_AUTHOR = re.compile(r"author|作者|autor|auteur|автор", re.IGNORECASE)
_ADDRESS = re.compile(r"<?(?P<address>https?://[^\s<>]+)>?")
_TIME = re.compile(r"[,T]?\s{0,3}(?:at |um |a las |à )?\d{1,2}:\d{2}.{0,20}$")
_BY_AND_HOST = re.compile(
    r"(?:by|von|par|por) [^,]{2,60}, (?P<host>(?:[a-z0-9-]{1,60}\.){1,4}[a-z]{2,6})", re.IGNORECASE
)
_TO_ORIGINAL = re.compile(
    r"(?:view|open|read|see|go to|visit) (?:the )?"
    r"(?:original(?: (?:article|page|post|site))?|web ?site)"
    r"|원본 보기|查看原文|元の記事を(?:見る|読む)"
    r"|original anzeigen|ver original|voir l['’]original",
    re.IGNORECASE,
)


def without_note_head(page: PageText) -> PageText:
    """Return the page without the properties of a note and the lines of a program for reading."""
    lines = page.lines
    begin = next(
        (i for i, line in enumerate(lines[:_TOP]) if match_dateline(line) or _is_text(line)), _TOP
    )
    facts: list[Fact] = []
    left_out = _note(lines[:_TOP], facts)
    for index, line in enumerate(lines[:begin]):
        reader = _BY_AND_HOST.fullmatch(line.text) if index else None
        if reader:
            facts.append(Fact("saved_from", line.span_of(reader, "host")))
        if reader or (index and _TO_ORIGINAL.fullmatch(line.text)):
            left_out.add(index)
    if not left_out:
        return page
    kept = [
        line._replace(is_after_blank=line.is_after_blank or index - 1 in left_out)
        for index, line in enumerate(lines)
        if index not in left_out
    ]
    return page.with_lines(kept, facts) if len(kept) > 1 else page


def _is_text(line: TextLine) -> bool:
    return ends_sentence(line.text) and not _PROPERTY.fullmatch(line.text)


def _note(lines: Sequence[TextLine], facts: list[Fact]) -> set[int]:
    """Return the indexes of the properties of a note; add what they say to `facts`.

    Names of sources stay. A note has tags or a day that only notes have, and others beside it.
    """
    found = {
        index: match
        for index, line in enumerate(lines)
        if len(line.text) <= _LONGEST and (match := _PROPERTY.fullmatch(line.text))
    }
    run: list[int] = []
    for index in found:
        if run and index != run[-1] + 1:
            break
        run.append(index)
    days = {index: _day(lines[index], found[index]) for index in run if found[index]["made"]}
    is_note = any(found[index]["tags"] for index in run) or any(days.values())
    if len(run) < _FEW or not is_note:
        return set()
    left_out: set[int] = set()
    for index in run:
        line, match = lines[index], found[index]
        is_author = _AUTHOR.fullmatch(match["key"]) and not AGENCY_LINE.fullmatch(match["value"])
        if address := _ADDRESS.fullmatch(match["value"]):
            start = line.span_of(match, "value")[0]
            facts.append(Fact("saved_from", (start + address.start(1), start + address.end(1))))
        elif is_author:
            facts.append(Fact("left-out", line.span))
        elif days.get(index):
            facts += days[index]
        elif not match["tags"]:
            continue
        left_out.add(index)
    return left_out


def _day(line: TextLine, match: re.Match[str]) -> list[Fact]:
    """Return the day on which a note was made, if a property has a date."""
    day = _TIME.sub("", match["value"]).strip()
    start = line.span_of(match, "value")[0]
    return [Fact("saved", (start, start + len(day)))] if day and possible_dates(day) else []
