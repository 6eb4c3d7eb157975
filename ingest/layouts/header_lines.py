"""Header lines above a text: `Name: value`, in the spellings that people and programs use.

A header means a field of an article if its name is one of those of `ingest.formats.field_names`:
Title, Date, Source, URL … The text can be the value of a header, too (`Text: …`). A line that is
not a header continues the value above it if this value can have several lines (see
docs/layouts.md).

The headers end at a blank line, unless another header that people write there is below it. The
blank line can be missing. Then the text begins at the first line that cannot be part of a value. A
sentence can look like a header ("Note: the oven is hot."). So the text also begins at a header with
an unknown name, if no header with a known name follows and this line or a later one ends a
sentence.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import NamedTuple

from ingest.formats.field_names import FIELDS, field_of, name_key
from ingest.layouts.agency_marks import match_dateline
from ingest.rules import UnreadableValue, apply_rule, language_of_tag
from ingest.text_lines import TextLine, ends_sentence, words
from ingest.values import Span

# The mark of an item of a list, of a quotation or of a row of a table: "- Title: …", "| Title | …".
_ITEM = r"(?:[-*+•·▪■□◆◇○●▶▷※>|]\s{0,9}|#\+|\d{1,4}[.)]\s{1,3})?"
_NAME = r"(?P<name>[^\W\d_][\w .'’/()-]{0,39}?)\s{0,3}"
# The name can be bold in Markdown: "**Title:** …", "**Title**: …".
_WITH_COLON = re.compile(
    rf"{_ITEM}\*{{0,2}}{_NAME}\*{{0,2}}\s{{0,3}}(?:::?|：|﹕)(?!//)\*{{0,2}}\s{{0,9}}"
    r"(?P<value>.*?)(?:\*\*)?"
)
# Only the names of fields are headers in these forms: "Title = …", "Title - …", "[Title] …".
_WITH_OTHER_MARK = re.compile(
    rf"{_ITEM}\*{{0,2}}{_NAME}\*{{0,2}}(?:\s{{0,3}}[=|\t]\s{{0,9}}|\s[-–—]\s{{1,9}})"
    r"(?P<value>.+?)\s{0,9}\|?"
)
_IN_BRACKETS = re.compile(
    rf"{_ITEM}\*{{0,2}}[\[【〔［(（<〈《]\s?{_NAME}[\]】〕］)）>〉》]\*{{0,2}}\s{{0,3}}[:：]?\s{{0,9}}"
    r"(?P<value>.*)"
)
_FORMS = (_WITH_COLON, _WITH_OTHER_MARK, _IN_BRACKETS)
_UNKNOWN_NAME = re.compile(r"[A-Z][A-Za-z-]{2,19}")
# Names of properties that programs for notes write below a headline, such as Notion.
_PROPERTY = re.compile(
    r"(?:created|last edited|last modified|last updated)(?: (?:time|by|at|on|date))?"
    r"|(?:생성|작성|최종 편집|최종 수정|마지막 편집) ?(?:일시|자|시간|날짜)?|태그|상태|종류",
    re.IGNORECASE,
)
_STATES = frozenset(("status", "state", "상태"))  # of a note; they can come before known names
SEPARATOR = re.compile(r"(?:[-=_*~–—#•·+|:]\s?){3,}")  # a line between headers and text
# Values of YAML whose lines are below them.
_BELOW = frozenset({"|", "|-", "|+", ">", ">-", ">+"})

# Headers whose values normally have one line. Three kinds of values can still continue in the next
# line: an address, a source whose language tag is in that line, and any value between two headers.
_ONE_LINE = frozenset({"date", "source", "url", "saved", "language", "id"})
# A value in a header of _ONE_LINE can continue in at most this number of lines.
_MOST_WRAPPED = 3
# The form that a value must have in the line below an empty header.
_VALUES = {"language": re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*"), "id": re.compile(r"\S+")}
_REST_OF_ADDRESS = re.compile(r"[!-~]+")  # visible ASCII characters, so no spaces
_LONGEST_BELOW_BLANK = 150  # letters of the value of a header below a blank line
_SHORTEST_WRAPPED = 55  # letters of a line that can be wrapped


class Header(NamedTuple):
    """A header line: its name as a `name_key`, and the span of its value in the line.

    `key` is the field that the name means, otherwise the name in lower case. `form` is the index of
    its form in _FORMS.
    """

    name: str
    key: str
    start: int
    end: int
    form: int = 0


@dataclass(frozen=True, slots=True)
class HeadedText:
    """A text with the headers above it.

    `headers` is a dict from the keys of the headers to the spans of their values in the saved text,
    and `names` from these keys to the names. `others` are the names, keys and spans of further
    headers with the same keys. `lines` are the lines of the text. `headline` are the lines of a
    headline that is not a header.
    """

    headers: dict[str, Span] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    lines: Sequence[TextLine] = ()
    headline: Sequence[TextLine] = ()
    others: Sequence[tuple[str, str, Span]] = ()

    @property
    def has_title_or_text(self) -> bool:
        return len(self.headers) > 1 and ("title" in self.headers or "text" in self.headers)


def header_of(line: TextLine) -> Header | None:
    """Return the header in a line: a name that means a field, or one capitalised word."""
    for form, pattern in enumerate(_FORMS):
        match = pattern.fullmatch(line.text)
        if not match:
            continue
        name = match["name"]
        meant = field_of(name)
        if meant or (not form and _is_unknown_name(name)):
            start, end = match.span("value")
            if form and len(match["value"]) > 2 and match["value"][0] == match["value"][-1] == '"':
                start, end = start + 1, end - 1  # Title = "Mill Wheel Oiled"
            if match["value"] in _BELOW:
                start = end
            return Header(name_key(name), meant or name.casefold(), start, end, form)
    return None


def _is_unknown_name(name: str) -> bool:
    return bool(_UNKNOWN_NAME.fullmatch(name) or _PROPERTY.fullmatch(name))


def read_headers(lines: Sequence[TextLine]) -> HeadedText:
    """Return the headers at the beginning of these lines, and the text below them.

    There are no headers if the first line is not one with a known name.
    """
    block = lines[: _length_of_block(lines)]
    has_text = len(block) < len(lines)
    latest, end = _end_of_headers(block)
    headers: dict[str, Span] = {}
    names: dict[str, str] = {}
    others: list[tuple[str, str, Span]] = []
    last = value = ""
    for index, line in enumerate(block):
        header = header_of(line)
        if not header and 0 < index < latest:
            header = _unknown_header(line, block[index - 1])
        following = block[index : index + _MOST_WRAPPED + 1]
        if header and index < end:
            last, value = header.key, line.text[header.start : header.end]
            span = (line.start + header.start, line.start + header.end)
            if last in headers:
                others.append((header.name, last, span))
            headers.setdefault(last, span)
            names.setdefault(last, header.name)
            if last == "text":
                first = line.part(header.start, header.end)
                text = [*([first] if first else []), *lines[index + 1 :]]
                return HeadedText(headers, names, text, others=others)
        elif not last:
            return HeadedText(lines=lines)
        elif SEPARATOR.fullmatch(line.text):
            if index < latest:
                continue
            return HeadedText(headers, names, lines[index + 1 :], others=others)
        elif (
            header
            or match_dateline(line)
            or not _goes_on(last, value, following, index < latest, has_text)
        ):
            return HeadedText(headers, names, lines[index:], others=others)
        else:
            headers[last] = (headers[last][0] if value else line.start, line.end)
            value = f"{value} {line.text}".strip()
    rest = lines[len(block) :]
    if rest and SEPARATOR.fullmatch(rest[0].text):
        rest = rest[1:]
    return HeadedText(headers, names, rest, others=others)


def _length_of_block(lines: Sequence[TextLine]) -> int:
    """Return the number of lines above the first blank line that ends the headers."""
    keys: set[str] = set()
    form = 0
    for index, line in enumerate(lines):
        header = header_of(line)
        if index and line.is_after_blank:
            is_header = header and header.form == form and _is_below_blank(line, header, keys)
            if not is_header:
                return index
        if header:
            form = header.form
            keys.add(header.key)
    return len(lines)


def _is_below_blank(line: TextLine, header: Header, keys: set[str]) -> bool:
    """Return True if a header below a blank line belongs to the headers above it.

    `keys` are the keys of these headers. A paragraph can begin like a header ("Reporter: How did it
    begin?"), so a value that ends a sentence is none.
    """
    value = line.text[header.start : header.end]
    if header.key not in FIELDS or header.key in keys or not keys & FIELDS.keys():
        return False
    if header.key == "text":
        return True
    if header.key in ("date", "saved"):
        return not value or is_value(header.key, value)
    return len(value) <= _LONGEST_BELOW_BLANK and (
        header.key == "title" or not ends_sentence(value)
    )


def _unknown_header(line: TextLine, above: TextLine) -> Header | None:
    """Return a header with any name; the caller knows that it is between two headers.

    A long line above it can be a wrapped title, whose rest has a colon.
    """
    match = _WITH_COLON.fullmatch(line.text) if len(above.text) < _SHORTEST_WRAPPED else None
    if not match:
        return None
    return Header(name_key(match["name"]), match["name"].casefold(), *match.span("value"))


def _end_of_headers(block: Sequence[TextLine]) -> tuple[int, int]:
    """Return two indexes of `block`: of the last known header, and of the first line of text.

    `block` contains the lines above the blank line that ends the headers. A header is known if its
    name means a field.

    Lines that look like unknown headers can follow the last known header, such as "Note: the oven
    is hot." The text begins at the first of these lines if this or a later line of the block is not
    a header or ends a sentence. Otherwise no header begins the text, and the second index is the
    length of the block. The result is (0, 0) if the block does not begin with a known header.
    """
    names = [header.key if header else "" for header in map(header_of, block)]
    first = next((name for name in names if name not in _STATES), "")
    if first not in FIELDS:
        return 0, 0
    latest = max(names.index(name) for name in FIELDS.keys() & set(names))
    end = next((index for index in range(latest + 1, len(block)) if names[index]), len(block))
    is_text = not all(names[end:]) or any(_ends_sentence(line) for line in block[end:])
    return latest, end if is_text else len(block)


def _ends_sentence(line: TextLine) -> bool:
    """Return True if a line ends a sentence. A line that ends in a colon does not."""
    return not line.text.endswith(":") and ends_sentence(line.text)


def _goes_on(
    header: str, value: str, lines: Sequence[TextLine], is_between: bool, has_text: bool
) -> bool:
    """Return True if the value of a header continues in the next line, the first of `lines`.

    This line is not a header. `header` is the key of the header, and `value` is its value in the
    lines above. `is_between` is true if another known header follows. `has_text` is true if there
    is text below the headers.
    """
    line = lines[0]
    if header not in _ONE_LINE or (header == "url" and _REST_OF_ADDRESS.fullmatch(line.text)):
        return True
    if header != "source" and not value and is_value(header, line.text):
        return True
    run = list(takewhile(lambda line: not header_of(line), lines))
    if len(run) > _MOST_WRAPPED or any(ends_sentence(line.text) for line in run):
        return False
    if is_between or header != "source":
        return is_between
    rest = words([line.text for line in run])
    is_tagged = not language_of_tag(value) and bool(language_of_tag(f"{value} {rest}"))
    return has_text and (is_tagged or (not value and len(run) == 1))


def is_value(header: str, text: str) -> bool:
    """Return True if `text` can be the value of a header with this key."""
    if header in _VALUES:
        return _VALUES[header].fullmatch(text) is not None
    try:
        return bool(apply_rule("url" if header == "url" else "header", text, [(0, len(text))]))
    except UnreadableValue:
        return False
