"""Finds lines of a page below the end of its article: buttons, credits of photos, copyright lines.

    … into operation. -0-
    www.kcna.kp (2024.05.06.)
    Photo: KCNA
    Copyright © 2000-2024 Korean Central News Agency. All rights reserved.

Nothing below an end mark or a sign-off is text of the article. But a text can have an end mark in
its middle, so the lines below the end must be few and short, and none of them may be a sentence.
Lines between an end mark and a sign-off with a date are text, too, unless pages usually have them
there: a list of names, a song.
"""

import re
from collections.abc import Sequence

from ingest.layouts.agency_marks import (
    CREDIT,
    CUT_SIGN_OFF,
    END_MARK,
    SIGN_OFF,
    match_dateline,
)
from ingest.layouts.date_lines import own_date
from ingest.layouts.furniture import FURNITURE
from ingest.text_lines import TextLine, count_small_words, ends_sentence

_MOST = 12  # lines below the end
_LONGEST = 150  # letters of a line below the end
_FEW_WORDS = 3  # a line with more words and a full stop is a sentence
_DASHES = "-—–－―ー"
_MOST_SMALL_WORDS = 3  # a line below the end with more words in lower case can be text
_OWNED = re.compile(
    r"©|\(c\)|copyright|rights reserved|저작권|版权|無断転載|unsubscribe|privacy policy"
    r"|(?:last )?(?:updated|modified|edited|accessed|retrieved|printed|saved)\b",
    re.IGNORECASE,
)
# A usual line with a colon or an address belongs to the page, even if it has many small words.
_COLON_OR_ADDRESS = re.compile(r"[:：|]|https?://|www\.|@")
# Lines that pages usually have right below an article.
_USUAL = re.compile(
    r"(?:photo|image|picture|video|source|credit|tags?|labels?|categor(?:y|ies)|section|posted|filed"
    r"|tagged|url|link|translat(?:ed|ion|or)|editor|사진|출처|편집|图片|来源|责任编辑|写真|出典|фото|foto"
    r"|fuente|источник)s?\s?(?:[:：|/—–-].{0,120}|\b(?:by|in|under|on|courtesy)\b.{0,90})?"
    r"|(?:photo|image|picture|video|source|credit|tags?|labels?|사진|출처|편집|图片|来源|责任编辑|写真"
    r"|出典|фото|foto|fuente|источник)s? \S+(?: \S+){0,2}"
    r"|(?:go |back |return )?(?:to )?(?:the )?(?:top|list|home|index|menu)(?: of (?:the )?page)?"
    r"|(?:related|recent|popular|see also|share|tweet|e-?mail|print|follow us|contact us)\b.{0,90}"
    r"|(?:about|contact|comments?|reply|save|like|prev|previous|next|older|newer|more|latest|send)"
    r"(?:\s?[:：>»|(].{0,90}| (?:articles?|posts?|pages?|news|stor\w+|from|this|us)\b.{0,90})?"
    r"|(?:leave|post|add|write|no|\d{1,5}) (?:a )?(?:comments?|repl(?:y|ies)|shares?|likes?|views?)"
    r"\b.{0,40}|read (?:more|also|next|original)\b.{0,90}"
    r"|see (?:translation|original|more)|(?:관련|이전|다음|추천|공감|댓글).{0,40}|목록|인쇄|공유"
    r"|(?:返回|分享|上一|下一|打印|转发|评论).{0,60}|コメント.{0,20}|[^\w]+|\d[\d.,/: -]{0,30}"
    r"|.*(?:https?://|www\.|\.(?:com|org|net|kp|jp)\b|@\w).*",
    re.IGNORECASE,
)


def without_foot(lines: Sequence[TextLine]) -> list[TextLine]:
    """Return the lines of an article without lines of the page below its end.

    Marks below the end stay: a sign-off, a credit of the agency, a date right below the end.
    """
    end = end_of_text(lines)
    if end is None:
        return list(lines)
    below = lines[end + 1 :]
    kept = [line for index, line in enumerate(below) if _is_mark(line, is_first=not index)]
    return [*lines[: end + 1], *kept]


def left_out_below(lines: Sequence[TextLine], kept: Sequence[TextLine]) -> Sequence[TextLine]:
    """Return lines that `without_foot` left out though they can be text: names, lines of a song.

    They are right below an end mark, and pages do not usually have such lines there. `kept` are the
    lines that `without_foot` returns for `lines`.
    """
    end = end_of_text(lines) if len(kept) < len(lines) else None
    return () if end is None or is_sign_off(lines[end]) else _unusual(lines, end)


def end_of_text(lines: Sequence[TextLine]) -> int | None:
    """Return the index of the last line of the text, or of its end mark, above the foot of a page.

    The result is None if there is no end mark and no sign-off, or if text follows it.
    """
    found = None
    for index in range(len(lines) - 1, max(len(lines) - _MOST - 1, 0) - 1, -1):
        line = lines[index]
        is_end = is_sign_off(line)
        if is_end or _ends_paragraph(line):
            if found is not None and _is_dated(lines[found]) and _unusual(lines, index, found):
                return found
            if not is_end:
                return index
            found = index
        elif _is_text(line):
            break
    return found


def _unusual(
    lines: Sequence[TextLine], end: int, following: int | None = None
) -> Sequence[TextLine]:
    """Return the lines below the index `end` that pages do not usually have below an article.

    They are the lines above the first one that pages usually have there, and above the index
    `following`.
    """
    below = lines[end + 1 : following]
    count = next((i for i, line in enumerate(below) if _is_usual(line, is_first=not i)), len(below))
    return below[:count]


def _is_usual(line: TextLine, *, is_first: bool) -> bool:
    if _is_mark(line, is_first=is_first) or _OWNED.search(line.text):
        return True
    if not any(form.fullmatch(line.text) for form in (_USUAL, FURNITURE)):
        return False
    is_asian = any(letter > "\u2e7f" for letter in line.text)
    has_few = is_asian or count_small_words(line.text) <= _MOST_SMALL_WORDS
    return has_few or _COLON_OR_ADDRESS.search(line.text) is not None


def _is_dated(line: TextLine) -> bool:
    match = SIGN_OFF.fullmatch(line.text)
    return bool(match and match["site"] and match["date"])


def is_sign_off(line: TextLine) -> bool:
    """Return True if a line is an end mark, the address of the agency's site, or both."""
    match = SIGN_OFF.fullmatch(line.text)
    return bool(match and (match["site"] or _is_certain(match["end"])))


def _ends_paragraph(line: TextLine) -> bool:
    match = END_MARK.search(line.text)
    return bool(match and _is_certain(match["end"]))


def _is_certain(mark: str | None) -> bool:
    """Return True for an end mark that is not only a row of dashes."""
    return bool(mark and mark.strip(_DASHES + " "))


def _is_text(line: TextLine) -> bool:
    if len(line.text) > _LONGEST or match_dateline(line):
        return True
    is_short = line.text.isascii() and len(line.text.split()) <= _FEW_WORDS
    return ends_sentence(line.text) and not is_short and not _OWNED.search(line.text)


def _is_mark(line: TextLine, *, is_first: bool) -> bool:
    forms = (SIGN_OFF, CUT_SIGN_OFF, CREDIT)
    if any(form.fullmatch(line.text) for form in forms):
        return True
    return is_first and own_date(line) is not None
