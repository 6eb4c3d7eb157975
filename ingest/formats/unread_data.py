"""Rejects data sets in formats that are not read, by the name of the format and with advice.

Without this, the whole data set would look like the text of one unknown page.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

from ingest.errors import Rejection

_LOOKED_AT = 20_000  # characters at the beginning of a file
_LEAST_ROWS = 3  # rows of a table in Markdown, below its head
_MOST_BESIDE = 0.2  # of the characters of a file with such a table

_CSV = "Save its articles as CSV, with the columns title, date, source and text."
_FROM_SHEET = "Open it in a program for spreadsheets, and save it as CSV."
_FROM_NOTES = "Export each article as a page (HTML) or as text, or save all as CSV."


def _form(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE | re.MULTILINE)


_SQL_BEGIN = _form(r"\A\s*(?:--|/\*|#|(?:set|use|begin|pragma|create|drop|insert|replace|lock)\b)")
_SQL = _form(
    r"^\s*(?:insert (?:ignore )?into \S+\s*(?:\(|values\b|select\b)"
    r"|create table (?:if not exists )?[\w.`\"\[\]]+ ?\("
    r"|copy \S+ \(.*\) from stdin;)"
)
_MARKDOWN_RULE = re.compile(r"\|?(?:\s*:?-{2,}:?\s*\|)+(?:\s*:?-{2,}:?\s*)?")


def _is_sql(text: str) -> bool:
    return _SQL_BEGIN.match(text) is not None and _SQL.search(text) is not None


def _is_markdown_table(text: str) -> bool:
    """Return True if nearly all of a text is a table in Markdown."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    rule = next((i for i, line in enumerate(lines) if _MARKDOWN_RULE.fullmatch(line)), 0)
    if not rule or "|" not in lines[rule - 1]:
        return False
    rows = [line for line in lines[rule + 1 :] if line.count("|") >= 2]
    beside = sum(map(len, lines)) - sum(map(len, rows)) - len(lines[rule]) - len(lines[rule - 1])
    return len(rows) >= _LEAST_ROWS and beside <= _MOST_BESIDE * sum(map(len, lines))


def _both(begin: str, further: str) -> Callable[[str], bool]:
    first, second = _form(rf"\A\s*{begin}"), _form(further)
    return lambda text: first.match(text) is not None and second.search(text) is not None


class _Format(NamedTuple):
    name: str
    is_this: Callable[[str], bool]
    advice: str


_FORMATS = (
    _Format("a dump of a database (SQL)", _is_sql, _CSV),
    _Format(
        "a list of references (RIS)", _both(r"TY {1,2}- ?[A-Z]{3,6}\s*$", r"^T[I1] {1,2}- "), _CSV
    ),
    _Format("a list of references (EndNote)", _both(r"%0 \w", r"^%T "), _CSV),
    _Format(
        "a list of references (BibTeX)", _both(r"@\w{3,20}\s?\{", r"^\s*title\s*=\s*[{\"]"), _CSV
    ),
    _Format("an export of Evernote (ENEX)", _both("<", r"<en-export\b"), _FROM_NOTES),
    _Format("a feed (RSS or Atom)", _both("<", r"\A(?s:.{0,2000}?)<(?:rss|feed|rdf:RDF)\b"), _CSV),
    _Format("a data set in XML", _both(r"<\?xml\b", r"\A(?!(?s:.{0,4000}?)<html\b)"), _CSV),
    _Format(
        "JSON inside a call of a function",
        _both(r"(?:/\*[^*]{0,40}\*/)?\s*[a-z_$][\w$.]{0,80}\(\s*[\[{]\s*[\"{\[]", r"\"\s*:"),
        "Save the JSON between the brackets, or save it as CSV.",
    ),
    _Format("a table in Markdown", _is_markdown_table, _CSV),
)


def reject_unread_data(name: str, text: str, *, is_html: bool) -> None:
    """Raise Rejection (layout-known-unsupported) for a data set in a format that is not read.

    `name` is the name of the file, `text` its decoded text.
    """
    if is_html:
        if name.casefold().endswith((".xls", ".xlsx")) and "<table" in text.casefold():
            raise _rejection("a table in HTML, though its name is that of Excel", _FROM_SHEET)
        return
    start = text[:_LOOKED_AT].lstrip("\ufeff")
    for item in _FORMATS:
        if item.is_this(start):
            raise _rejection(item.name, item.advice)


def _rejection(what: str, advice: str) -> Rejection:
    return Rejection("layout-known-unsupported", f"This is {what}, which cannot be read. {advice}")
