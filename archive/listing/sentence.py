"""Makes the sentence that describes a list of articles.

For example: "Articles from Voice of Korea mentioning Kujang County, March 2025".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from archive.search import FACETS
from archive.search.facets import Phrases, Values


@dataclass(frozen=True, slots=True)
class FacetChoice:
    """One selected or excluded value of a facet.

    `value` is the text of the value in addresses ("2025-04", or "-2025-04" if it is excluded).
    `meaning` is the value as a SearchQuery stores it: a Period, an id or the `code_number` of a
    code; for the unknown value, `ValueKind.unknown`. `label` is the name of the value on the page,
    and `words` is the name of the value in the sentence.
    """

    value: str
    meaning: Any
    label: str
    words: str
    is_excluded: bool


Choices = Mapping[str, Sequence[FacetChoice]]


def describe(typed: str, choices: Choices, noun: str = "articles", added: str = "") -> str:
    """Return the sentence that describes a list.

    `typed` is the search text. `choices` maps the name of each facet to its selected and excluded
    values. `noun` says what is listed: "articles" or "stories". `added` is the day since which the
    articles were added, in words, or "".
    """
    sentence = _of_kind(Values.CODE, choices) + _of_kind(Values.SOURCE, choices)
    sentence += f" matching “{typed}”" if typed else ""
    mentioned = [choices[name] for name, facet in FACETS.items() if facet.is_of_entities]
    sentence += _mentioning([row for row in mentioned if row], is_continued=bool(sentence))
    dates = _of_kind(Values.PERIOD, choices)
    # "Articles, 2025 or of unknown date" needs the comma; "Articles of unknown date" has none.
    sentence += dates if sentence or not dates.startswith(", of ") else dates[1:]
    if added:
        sentence += f"{',' * bool(sentence)} added since {added}"
    return f"{noun.capitalize()}{sentence}" if sentence else f"All {noun}"


def _of_kind(values: Values, choices: Choices) -> str:
    return "".join(
        _phrase(choices[name], facet.phrases)
        for name, facet in FACETS.items()
        if facet.values is values
    )


def _mentioning(rows: Sequence[Sequence[FacetChoice]], *, is_continued: bool) -> str:
    """Return the words about entities: " mentioning Kujang County and Kim Tok Hun".

    Each row has the selected and excluded values of one facet of entities; facets without such
    values have no row. `is_continued` is true if the sentence has other words before the returned
    words. If each facet has only one value, the values are joined by "and". Otherwise each facet
    gets its own "mentioning", because "A or B and C" would be ambiguous.
    """
    if len(rows) > 1 and (joined := _joined_row(rows)):
        return joined
    words = ""
    for choices in rows:
        and_before = " and" if " mentioning " in words else ""
        not_before = " and not" if words or is_continued else " not"
        phrases = Phrases(
            including=f"{and_before} mentioning {{}}",
            excluding=f"{not_before} mentioning {{}}",
            excepting=" but not {}",
            unknown="",
            known="",
        )
        words += _phrase(choices, phrases)
    return words


def _joined_row(rows: Sequence[Sequence[FacetChoice]]) -> str:
    """Return " mentioning A and B" if each facet has exactly one selected value; otherwise "".

    Each row has the selected and excluded values of one facet. The result is also "" if a selected
    value is "unknown", or if a facet before the last has excluded values. Excluded values of the
    last facet are added at the end: " mentioning A and B but not C".
    """
    included = [choice for choice in rows[-1] if not choice.is_excluded]
    excluded = [choice for choice in rows[-1] if choice.is_excluded]
    chosen = [*rows[:-1], included]
    if not all(len(row) == 1 and row[0].meaning and not row[0].is_excluded for row in chosen):
        return ""
    *others, last = [row[0].words for row in chosen]
    exceptions = Phrases("", " but not {}", "", "", "")
    return f" mentioning {', '.join(others)} and {last}" + _phrase(excluded, exceptions)


def _phrase(choices: Sequence[FacetChoice], phrases: Phrases) -> str:
    """Return the part of the sentence about one facet, whose values are `choices`.

    If "unknown" is excluded, the words come from `Phrases.known`, because "not unknown" would be
    a double negative.
    """
    included = [choice.words for choice in choices if not choice.is_excluded]
    excluded = [choice.words for choice in choices if choice.is_excluded and choice.meaning]
    known = [choice.words for choice in choices if choice.is_excluded and not choice.meaning]
    leaving_out = phrases.excepting if included else phrases.excluding
    return "".join(
        [
            phrases.including.format(" or ".join(included)) if included else "",
            leaving_out.format(" or ".join(excluded)) if excluded else "",
            *known,
        ]
    )
