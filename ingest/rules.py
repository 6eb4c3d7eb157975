"""The rules by which fields are read.

Most rules are pure functions: they get the words at some spans and return a value. Layouts call
these rules through `read`, which returns an Evidence. So each value can be read again from its
evidence. Other rules read no words: they only record where a value comes from (`Basis`).
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import Any

from ingest.dates import (
    date_near,
    excel_day,
    possible_dates,
    read_any_date,
    read_date,
    read_day_of_year,
    read_partial_date,
)
from ingest.dates_in_addresses import date_in_address, date_in_file_name
from ingest.languages import TextLanguage, text_language
from ingest.leftover_tags import plain_text
from ingest.moments import read_moment
from ingest.partial_date import UNKNOWN
from ingest.sources import language_code, read_source_name, source_of_address
from ingest.text_lines import squeeze, words
from ingest.values import Evidence, Span

STAND_IN = "first-words"
"""The name of the rule that uses the first words of the text as title, if a page has no headline.

Such a title is not part of the key of an article (`same_article.article_key`). When the archive
chooses which of several files an article shows, a file with such a title is treated as a file
without a title.
"""

LONGEST_TITLE = 1_000
"""The largest number of letters of a title, whether the parser reads it or staff correct it.

The longest headline that we know has 163 letters.
"""

_FIRST_WORDS = 12
_ABBREVIATIONS = re.compile(r"(?:kns ?- ?)?(?:kcna|kns|acnc|atcc|kzna)", re.IGNORECASE)
_WEB_ADDRESS = re.compile(r"https?://[^\s/<>\"]+", re.IGNORECASE)

_NEXT_ADDRESS = re.compile(r"(?<![\s,;|])[\s,;|]+(?=https?://|www\.)", re.IGNORECASE)
_LINK = re.compile(
    r"\[[^\]]*\]\(\s*<?(?P<address>[^\s()<>]+)(?=[\s)<>])[^()]*\)|a\s[^<>]*href=[\"'](?P<href>[^\"']+)[\"'].*",
    re.IGNORECASE | re.DOTALL,
)


class Basis(Enum):
    """Where the values of a rule come from. Only values read from a text have spans."""

    TEXT = "read from the saved text"
    PATH = "read from the name of the saved file"
    LAYOUT = "implied by the layout"
    SAID = "set by the archivist"
    DERIVED = "derived from other fields"


@dataclass(frozen=True, slots=True)
class Rule:
    """A named method by which a field is read.

    `about` describes for people what the rule reads. `apply` is a function: it gets the pieces of
    text at the spans, in the order of the spans, and returns the value, or None if it cannot read a
    value. For a rule that reads no words, `apply` is None.
    """

    name: str
    about: str
    apply: Callable[[Sequence[str]], Any] | None
    basis: Basis = Basis.TEXT


def _some_words(pieces: Sequence[str]) -> str | None:
    return words(pieces) or None


def _source_name(pieces: Sequence[str]) -> str:
    name = words(pieces)
    return name if read_source_name(name)[0] else ""


def _first_words(pieces: Sequence[str]) -> str:
    text = words(pieces)
    first = " ".join(text.split(" ", _FIRST_WORDS)[:_FIRST_WORDS])
    if len(first) > LONGEST_TITLE:  # a text without spaces, such as a Chinese one
        first = first[: LONGEST_TITLE - 1].rstrip()
    return first if first == text else f"{first}…"


def _day(pieces: Sequence[str]) -> str | None:
    days = possible_dates(squeeze(pieces[0]))
    return days[0].isoformat() if len(days) == 1 else None


def _day_first(pieces: Sequence[str]) -> str | None:
    day = read_date(squeeze(pieces[0]))
    return day.isoformat() if day else None


def _any_date(pieces: Sequence[str]) -> str | None:
    return read_any_date(squeeze(pieces[0])).iso or None


def _any_day_first(pieces: Sequence[str]) -> str | None:
    return read_any_date(squeeze(pieces[0]), "day").iso or None


def _any_month_first(pieces: Sequence[str]) -> str | None:
    return read_any_date(squeeze(pieces[0]), "month").iso or None


def _day_of_address(pieces: Sequence[str]) -> str | None:
    return date_in_address(pieces[0]).iso or None


def _date_of_name(pieces: Sequence[str]) -> str | None:
    return date_in_file_name(pieces[0]).iso or None


def _day_near(pieces: Sequence[str]) -> str | None:
    """Return the date of a dateline. The second piece is a date, an address or a file's name."""
    other = squeeze(pieces[1])
    readers = (read_any_date, read_partial_date, date_in_address, date_in_file_name)
    known = next((day for reader in readers if (day := reader(other))), UNKNOWN)
    return date_near(words(pieces[:1]), known.iso).iso or None


def _day_of_year(pieces: Sequence[str]) -> str | None:
    return read_day_of_year(words(pieces))


def _agency(pieces: Sequence[str]) -> str | None:
    """Return the name of an agency. KCNA's abbreviations become capitals: "kcna" -> "KCNA"."""
    name = words(pieces)
    return (name.upper() if _ABBREVIATIONS.fullmatch(name) else name) or None


def language_of_tag(name: str) -> str:
    """Return the BCP 47 code of the language tag in a source's name: "KCNA.kp (Kr)" -> "ko".

    The result is "" if the name has no language tag.
    """
    return read_source_name(squeeze(name))[1]


def _language_of_tag(pieces: Sequence[str]) -> str | None:
    return language_of_tag(words(pieces)) or None


@lru_cache(maxsize=8)  # The layout, the rule and the check of the evidence ask for each text.
def language_of_pieces(pieces: tuple[str, ...]) -> TextLanguage:
    """Return the language of pieces of saved text, without their tags."""
    return text_language(plain_text(" ".join(pieces)))


def _language_of_pieces(pieces: Sequence[str]) -> str | None:
    return language_of_pieces(tuple(pieces)).code or None


def _language_code(pieces: Sequence[str]) -> str | None:
    return language_code(words(pieces)) or None


def _serial_day(pieces: Sequence[str]) -> str | None:
    day = excel_day(words(pieces))
    return day.isoformat() if day else None


def _moment(pieces: Sequence[str]) -> str | None:
    day = read_moment(pieces[0])
    return day.isoformat() if day else None


def _source_of_address(pieces: Sequence[str]) -> str | None:
    return source_of_address(pieces[0])


def _url(pieces: Sequence[str]) -> str | None:
    """Return a web address. Of several addresses, the first is returned.

    The address can be in a link of Markdown or HTML, and have "&amp;" for "&".
    """
    text = pieces[0].replace("\\/", "/").replace("&amp;", "&").strip().strip("<>")
    if link := _LINK.match(text):
        text = link["address"] or link["href"]
    address = "".join(_NEXT_ADDRESS.split(text, maxsplit=1)[0].split())
    return address if _WEB_ADDRESS.match(address) else None


RULES = {
    rule.name: rule
    for rule in (
        Rule("words", "the words of the file", _some_words),
        Rule(
            "source-name",
            "the name of the source as the file spells it",
            _source_name,
        ),
        Rule(
            "source-address",
            "the site that has the address from which the page was saved",
            _source_of_address,
        ),
        Rule(STAND_IN, "the first words of the text, because there is no headline", _first_words),
        Rule(
            "date-line",
            "the “Date:” line of a KCNA Watch page; the day comes first (31/12/2025)",
            _day_first,
        ),
        Rule("header", "the date in a header or column of a data set", _any_date),
        Rule(
            "header-day-first",
            "the date in a column; the archivist said that the day comes before the month",
            _any_day_first,
        ),
        Rule(
            "header-month-first",
            "the date in a column; the archivist said that the month comes before the day",
            _any_month_first,
        ),
        Rule(
            "header-serial",
            "the number of a day in a spreadsheet; all rows of the table have such a number",
            _serial_day,
        ),
        Rule("sign-off", "the date in the sign-off of the agency", _day),
        Rule("title-stamp", "the date stamped after the headline", _day),
        Rule("page-date", "the date of the page", _day),
        Rule("own-line", "the date on a line of its own, beside headline or text", _day),
        Rule("metadata", "the time of publication in the head of the page", _any_date),
        Rule("address-date", "the date in the address of the page", _day_of_address),
        Rule("title-date", "the date at the beginning or end of the headline", _day),
        Rule("file-name", "the date in the name of the file", _date_of_name, Basis.PATH),
        Rule(
            "dateline-file-name",
            "day and month of the dateline, with the year of the date in the name of the file",
            _day_near,
            Basis.PATH,
        ),
        Rule(
            "dateline",
            "day and month of the dateline, with the year of the nearest other date",
            _day_near,
        ),
        Rule(
            "day-of-year",
            "day and month of the dateline; the file gives no year",
            _day_of_year,
        ),
        Rule("agency", "the name of the agency in the dateline", _agency),
        Rule("top-date", "the top line of the page, which shows the day of saving", _day),
        Rule(
            "neighbour-date",
            "the date of a listed article, which had appeared by the day of saving",
            _day,
        ),
        Rule("viewing-date", "the date line of the site, which shows the day of viewing", _day),
        Rule("saved-header", "the “Saved:” header of a data set", _any_date),
        Rule("saved-moment", "the moment that the program noted when it saved the page", _moment),
        Rule("url", "a web address (http or https)", _url),
        Rule("language-tag", "the language tag in the name of the source", _language_of_tag),
        Rule("language-header", "the “Language:” header of a data set", _language_code),
        Rule("language-text", "the words and letters of title and text", _language_of_pieces),
        Rule(
            "source-of-layout",
            "proved by the layout: no other site has such pages",
            None,
            Basis.LAYOUT,
        ),
        Rule(
            "source-implied",
            "the usual source of pages with this layout, which does not prove it",
            None,
            Basis.LAYOUT,
        ),
        Rule("source-said", "set by the archivist", None, Basis.SAID),
    )
}


_SHORT_WORDS = 200  # characters

BODY_RULE = "paragraphs"
"""The name of the rule that reads the body. Its evidence has the spans of all paragraphs."""

ABOUT = {rule.name: rule.about for rule in RULES.values()} | {
    BODY_RULE: "the paragraphs of the text, without dateline, end mark, credit and menus"
}
"""A dict from the names of rules to descriptions for people: what the rule reads."""


class UnreadableValue(ValueError):
    """The error that is raised if a rule cannot read the words at its spans: "31/02/2025".

    The article is then read without this field.
    """


def apply_rule(name: str, text: str, spans: Sequence[Span], file_name: str = "") -> Any:
    """Return the value that the rule `name` reads at `spans` of `text`. Raises UnreadableValue.

    A rule with the basis PATH reads `file_name`, the name of the saved file, after these words.
    """
    pieces = [text[start:end] for start, end in spans]
    if RULES[name].basis is Basis.PATH:
        pieces.append(file_name)
    is_short = sum(map(len, pieces)) <= _SHORT_WORDS
    value = (_value_of_short if is_short else _value)(name, tuple(pieces))
    if value is None:
        raise UnreadableValue(f"{name} cannot read {pieces}")
    return value


def _value(name: str, pieces: tuple[str, ...]) -> Any:
    """Return the value that a rule reads in these words; None if it cannot read a value."""
    apply = RULES[name].apply
    return apply(pieces) if apply else None


# The rows of a data set have many values in common, and the check of the evidence reads all again.
_value_of_short = lru_cache(maxsize=1_000)(_value)


def read(
    name: str, text: str, *spans: Span, confidence: float = 1.0, file_name: str = ""
) -> Evidence:
    """Return the value that the rule `name` reads at `spans` of `text`, as an Evidence.

    Raises UnreadableValue.
    """
    value = apply_rule(name, text, spans, file_name)
    is_of_name = RULES[name].basis is Basis.PATH
    return Evidence(value, name, spans, confidence, file_name if is_of_name else "")


def read_or_none(
    name: str, text: str, *spans: Span, confidence: float = 1.0, file_name: str = ""
) -> Evidence | None:
    """Return the same as `read`, but None if the rule cannot read a value."""
    try:
        return read(name, text, *spans, confidence=confidence, file_name=file_name)
    except UnreadableValue:
        return None


def imply(name: str, value: str) -> Evidence:
    """Return the Evidence for a value that is not read from the text.

    `name` must be a rule that reads no words, such as "source-said".
    """
    assert RULES[name].basis in (Basis.LAYOUT, Basis.SAID, Basis.DERIVED), name
    return Evidence(value, name)
