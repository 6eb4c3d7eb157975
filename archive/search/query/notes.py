"""Sentences that tell readers how parts of their search were understood or changed."""

from collections.abc import Iterable

from archive.search.facets import FACETS, Values
from archive.search.periods import QUOTED_LENGTH

MAX_NOTES = 6

UNCLOSED_QUOTE = "Unclosed quotation mark: the phrase runs to the end of the search."
UNCLOSED_GROUP = "Unclosed parenthesis: the group runs to the end of the search."
UNOPENED_GROUP = "A closing parenthesis without an opening one was ignored."
LONE_OR = "OR needs a term on both sides; an OR without one was ignored."
LONE_NEAR = "NEAR needs a word or phrase on both sides; a NEAR without one was ignored."
ODD_NEAR = (
    "NEAR works between words and phrases only; the other terms were searched for anywhere in the"
    " article."
)
NOTHING = "There is nothing to search for"
STAR = "A * works only at the end of a word; elsewhere it was ignored."
TOO_FREQUENT_FOR_NEAR = (
    "These words are too frequent to be searched for near each other; they were searched for"
    " anywhere in the text."
)
TOO_FREQUENT_FOR_PHRASE = (
    "Some words next to each other are too frequent to be searched for as a phrase; they were"
    " searched for anywhere in the text."
)
MORE = "Other parts of the search were also understood differently than they were typed."


def too_long(limit: int) -> str:
    return f"The search was longer than {limit:,} characters; the rest was ignored."


def too_deep(limit: int) -> str:
    return f"Groups can be nested {limit} deep; deeper parentheses were ignored."


def wrong_distance(limit: int) -> str:
    return f"NEAR allows a distance of 1 to {limit} words; the closest allowed distance was used."


def too_many_nears(limit: int) -> str:
    return (
        f"A search can use NEAR {limit} times; the terms of all further ones were searched for"
        " anywhere in the article."
    )


def too_many_prefixes(limit: int) -> str:
    return (
        f"A search can have {limit} words with a *; all further ones were searched for as whole"
        " words."
    )


def too_many_terms(limit: int) -> str:
    return f"A search can have {limit} words and phrases; all further ones were ignored."


def too_many_values(limit: int) -> str:
    named = [facet.plural for facet in FACETS.values() if facet.values is not Values.PERIOD]
    return (
        f"A search can name {limit} {', '.join(named)} and dates; all further ones were searched"
        " for as words."
    )


def short_prefix(text: str, minimum: int) -> str:
    return (
        f"A * needs at least {minimum} letters before it; “{shortened(text)}” was searched for as a"
        " whole word."
    )


def nothing_to_search_for(text: str) -> str:
    return f"There is no word to search for in “{shortened(text)}”."


def nothing_after(field: str) -> str:
    return f"{NOTHING} after “{field}:”; it was ignored."


def invalid_date(problem: str) -> str:
    return f"{problem} It was searched for as words."


def no_year(label: str) -> str:
    return f"The date has no year, so articles of {label} were searched for."


def unknown_name(field: str, text: str) -> str:
    if field == "source" and text.replace(" ", "").casefold().startswith("kcnawatch"):
        return (
            "KCNA Watch collects articles of many sources and is not a source itself; its name was"
            " searched for in the text."
        )
    return (
        f"There is no {field} “{shortened(text)}” in this archive; it was searched for in the text."
    )


def articles_of_address(address: str) -> str:
    return f"These are the articles with the original address “{shortened(address)}”."


def unknown_address(address: str) -> str:
    return (
        f"No article in this archive has the original address “{shortened(address)}”; it was"
        " searched for in the text."
    )


def several_meanings(text: str, count: int, plural: str) -> str:
    return f"“{shortened(text)}” can mean {count:,} {plural}; all of them were searched for."


def unknown_field(name: str) -> str:
    return f"“{shortened(name)}:” is not a search field; it was searched for as a word."


def too_frequent_prefix(prefix: str) -> str:
    return f"Too many words start with “{prefix}”; it was searched for as a whole word."


def too_many_near_pairs(limit: int) -> str:
    return (
        f"The words near each other have more than {limit:,} combinations of forms; not all of them"
        " were searched for."
    )


def too_many_completions(prefix: str, limit: int) -> str:
    return (
        f"More than {limit:,} words start with “{prefix}”; in a phrase or near another word only"
        " the most frequent of them were searched for."
    )


def first_notes(sentences: Iterable[str]) -> tuple[str, ...]:
    """Return the first MAX_NOTES of these notes, each once, and MORE if there are more notes."""
    unique = tuple(dict.fromkeys(sentences))
    return unique if len(unique) <= MAX_NOTES else (*unique[:MAX_NOTES], MORE)


def shortened(text: str) -> str:
    """Return a text for a quotation: longer texts are cut to QUOTED_LENGTH characters and "…"."""
    return text if len(text) <= QUOTED_LENGTH else f"{text[:QUOTED_LENGTH]}…"


class NoteList:
    """The notes about one search, in the order in which they were added, each once."""

    def __init__(self) -> None:
        self._sentences: dict[str, None] = {}

    def add(self, sentence: str) -> None:
        """Add a note, unless the same sentence has been added before."""
        self._sentences[sentence] = None

    def add_if(self, condition: bool, sentence: str) -> None:
        """Add a note if the condition is true."""
        if condition:
            self.add(sentence)

    @property
    def first(self) -> tuple[str, ...]:
        """Return the first notes, and a note if there are more."""
        return first_notes(self._sentences)
