"""The rules by which fields are read: each a small pure function from words at spans to a value.

Layouts make an Evidence with `read`: its value is what the rule gives for the saved words, so a
field can always be read again from its evidence. Three kinds of rule read no words: they say where
the value comes from.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from ingest.clean import squeeze, words
from ingest.dates import date_near, read_date, read_partial_date
from ingest.sources import read_source_name
from ingest.values import Evidence, Span

STAND_IN = "first-words"
"""The rule of a title for which there is no headline.

An article with a headline is preferred to this one, and this title is not used in a key.
"""

_FIRST_WORDS = 12
_WEB_ADDRESS = re.compile(r"https?://[^\s/<>\"]+", re.IGNORECASE)
_SCRIPTS = tuple(
    map(re.compile, ("[가-힣]", "[ぁ-ヿ]", "[一-鿿]", "[Ѐ-ԯ]"))
)  # Hangul, kana, Han, Cyrillic
_NOT_RUSSIAN = re.compile(r"[ЀЂ-Џѐђ-ԯ]|ъ(?![еёюя])", re.IGNORECASE)  # ъ is a vowel in Bulgarian
_MOST_FOREIGN = 0.01  # share of such letters in a Russian text, which can name a Ukrainian town


class Basis(Enum):
    """The kind of evidence for the value of a rule. Only `TEXT` has spans."""

    TEXT = "read from the saved text"
    LAYOUT = "implied by the layout"
    SAID = "set by the archivist"
    DERIVED = "derived from other fields"


@dataclass(frozen=True, slots=True)
class Rule:
    """A named way to read a field.

    `apply` takes the pieces of text at the spans, in order; it returns None where it cannot read
    them. `about` says what is read, in words for people.
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
    first = words(pieces).split(" ")
    return " ".join(first[:_FIRST_WORDS]) + ("…" if len(first) > _FIRST_WORDS else "")


def _day(pieces: Sequence[str]) -> str | None:
    day = read_date(squeeze(pieces[0]))
    return day.isoformat() if day else None


def _partial_day(pieces: Sequence[str]) -> str | None:
    return read_partial_date(pieces[0]).iso or None


def _day_near(pieces: Sequence[str]) -> str | None:
    return date_near(squeeze(pieces[0]), squeeze(pieces[1])).iso or None


def language_of_tag(name: str) -> str:
    """Return the BCP 47 code of the tag in the name of a source; "" without a tag."""
    return read_source_name(squeeze(name))[1]


def _language_of_tag(pieces: Sequence[str]) -> str | None:
    return language_of_tag(words(pieces)) or None


def language_of_script(text: str) -> str:
    """Return the BCP 47 code of a text by its letters: ko, ja, zh, ru, else en.

    The sites are not known to have texts in other languages. The code is "" for Cyrillic letters
    that are not Russian.
    """
    hangul, kana, han, cyrillic = (len(letters.findall(text)) for letters in _SCRIPTS)
    if hangul + kana + han + cyrillic < len(text) / 5:
        return "en"
    if cyrillic > hangul + kana + han:
        return "ru" if len(_NOT_RUSSIAN.findall(text)) <= cyrillic * _MOST_FOREIGN else ""
    if hangul >= kana + han:
        return "ko"
    return "ja" if kana else "zh"


def _language_of_pieces(pieces: Sequence[str]) -> str | None:
    return language_of_script(words(pieces)) or None


def _lower(pieces: Sequence[str]) -> str:
    return words(pieces).casefold()


def _url(pieces: Sequence[str]) -> str | None:
    address = "".join(pieces[0].split())
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
        Rule(STAND_IN, "the first words of the text, because there is no headline", _first_words),
        Rule("date-line", "the “Date:” line of the aggregator, which begins with the day", _day),
        Rule("header", "a header of a data set", _partial_day),
        Rule("sign-off", "the date in the sign-off of the agency", _day),
        Rule("title-stamp", "the date stamped after the headline", _day),
        Rule("page-date", "the date of the page", _day),
        Rule(
            "dateline",
            "day and month of the dateline, with the year of the nearest other date",
            _day_near,
        ),
        Rule("top-date", "the top line of the page, which shows the day of saving", _day),
        Rule(
            "neighbour-date",
            "the date of a listed article, which had appeared by the day of saving",
            _day,
        ),
        Rule("viewing-date", "the date line of the site, which shows the day of viewing", _day),
        Rule("saved-header", "the “Saved:” header of a data set", _partial_day),
        Rule("url", "a web address (http or https)", _url),
        Rule("language-tag", "the language tag in the name of the source", _language_of_tag),
        Rule("language-header", "the “Language:” header of a data set", _lower),
        Rule("language-script", "the letters of the text", _language_of_pieces),
        Rule("source-of-layout", "the only source that has this layout", None, Basis.LAYOUT),
        Rule("source-said", "set by the archivist", None, Basis.SAID),
    )
}


BODY_RULE = "paragraphs"
"""The rule of the body, whose evidence is the spans of its paragraphs."""

ABOUT = {rule.name: rule.about for rule in RULES.values()} | {
    BODY_RULE: "the paragraphs of the text, without dateline, end mark, credit and menus"
}
"""For each name of a rule, a description of the values that the rule reads."""


class UnreadableValue(ValueError):
    """A rule could not read its words (31/02/2025). The article then lacks one field."""


def apply_rule(name: str, text: str, spans: Sequence[Span]) -> Any:
    """Return the value that a rule reads at these spans of the text. Raises UnreadableValue."""
    apply = RULES[name].apply
    value = apply([text[start:end] for start, end in spans]) if apply else None
    if value is None:
        raise UnreadableValue(f"{name} cannot read {[text[start:end] for start, end in spans]}")
    return value


def read(name: str, text: str, *spans: Span, confidence: float = 1.0) -> Evidence:
    """Return the Evidence for what a rule reads at these spans. Raises UnreadableValue."""
    return Evidence(apply_rule(name, text, spans), name, spans, confidence)


def imply(name: str, value: str) -> Evidence:
    """Return the Evidence for a value that no rule reads from the text ("source-said")."""
    assert RULES[name].basis is not Basis.TEXT, name
    return Evidence(value, name)
