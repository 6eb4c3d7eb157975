"""The facets by which lists of articles are filtered and counted; each is declared once, in FACETS.

All code that needs the facets loops over FACETS. For example, the fields of the index, the search
fields (`place:kujang`), the URL parameters (`?place=kujang`) and the blocks of values beside a list
are made from FACETS. docs/design.md explains how to add a facet, and docs/counts.md explains the
counts.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from archive.search.code_numbers import code_number
from archive.search.language_codes import language_name, read_language
from archive.search.values import UNKNOWN


class Values(Enum):
    """The kinds of values that a facet can have.

    The kind decides how a value is written in addresses and in the index, and how values are
    listed.
    """

    SOURCE = auto()  # an address has the slug of the source, the index has its database id
    PLACE = auto()  # slug and id, as for a source; a place can be inside another place
    ENTITY = auto()  # slug and id, as for a source; the facet's name is the kind of the entities
    PERIOD = auto()  # "2025", "2025-04", "2025-04-17" or "2025-04..2025-06"
    CODE = auto()  # an address has a code such as "ko", the index has its `code_number`


class Shown(Enum):
    """The conditions for showing a facet beside a list.

    A facet in which a value is selected or excluded is always shown.
    """

    ALWAYS = auto()
    WITH_VALUES = auto()  # at least one article of the list has a known value
    WITH_CHOICE = auto()  # the articles of the list have at least two values, counting "unknown"


@dataclass(frozen=True, slots=True)
class Phrases:
    """The words for a facet in the sentence that describes a list, such as " from {}".

    The names of values replace "{}". For example, the facet "source" has these phrases:

    - `including`, for selected values: " from {}"
    - `excluding`, for excluded values if no value is selected: " not from {}"
    - `excepting`, for excluded values if other values are selected: " but not {}"
    - `unknown`, the name of the unknown value: "an unknown source"
    - `known`, if the unknown value is excluded: " with a known source"
    """

    including: str
    excluding: str
    excepting: str
    unknown: str
    known: str


@dataclass(frozen=True, slots=True)
class Codes:
    """The two functions for the codes of a facet, such as language codes.

    `read` returns the code for a text that is a code or a name ("Korean" -> "ko"), or "" for any
    other text. `label` returns the name for a code ("ko" -> "Korean").
    """

    read: Callable[[str], str]
    label: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Facet:
    """The declaration of one facet.

    `name` is the name of the facet's URL parameter and search field, and the key of the facet in
    `SearchQuery.selections`. `aliases` are other names of the search field. `values` is the kind of
    the facet's values. `title`, `plural`, `unknown_label` and `phrases` are the words for the facet
    on pages. `shown` decides when the facet is shown beside a list. Beside a list, the facet has
    its first `shown_count` values, and the values that must not be omitted
    (`archive/listing/counted_list.py`). The facet's own page shows all values.

    `column` is the column of Article that contains the value. It is "" for dates, because a date
    has several columns, and for entities, because the entities of an article come from its
    mentions. `codes` is needed only if the values are codes.
    """

    name: str
    values: Values
    title: str
    plural: str
    unknown_label: str
    phrases: Phrases
    shown_count: int
    shown: Shown = Shown.ALWAYS
    column: str = ""
    aliases: tuple[str, ...] = ()
    codes: Codes | None = None

    @property
    def field(self) -> str:
        """Return the index field whose values are counted: "year" for dates, otherwise `name`."""
        return "year" if self.values is Values.PERIOD else self.name

    @property
    def is_of_entities(self) -> bool:
        """Return True if the values are entities; only then can an article have several values."""
        return self.values in {Values.PLACE, Values.ENTITY}

    def number_of(self, stored: Any) -> int:
        """Return the number that the index stores for a value of the article's column."""
        return code_number(self.codes.read(stored)) if self.codes else stored or UNKNOWN


def _mentioning(kind: str) -> Phrases:
    return Phrases(
        including=" mentioning {}",
        excluding=" not mentioning {}",
        excepting=" but not {}",
        unknown=f"no known {kind}",
        known=f" with a known {kind}",
    )


# The order of the facets in addresses and on pages.
FACETS: dict[str, Facet] = {
    facet.name: facet
    for facet in (
        Facet(
            name="source",
            values=Values.SOURCE,
            title="Source",
            plural="sources",
            unknown_label="Unknown source",
            phrases=Phrases(
                including=" from {}",
                excluding=" not from {}",
                excepting=" but not {}",
                unknown="an unknown source",
                known=" with a known source",
            ),
            shown_count=10,
            column="source_id",
        ),
        Facet(
            name="date",
            values=Values.PERIOD,
            title="Date",
            plural="years and months",
            unknown_label="Unknown date",
            phrases=Phrases(
                including=", {}",
                excluding=", not {}",
                excepting=", but not {}",
                unknown="of unknown date",
                known=", of known date",
            ),
            shown_count=12,
        ),
        Facet(
            name="place",
            values=Values.PLACE,
            title="Place",
            plural="places",
            unknown_label="No place found",
            phrases=_mentioning("place"),
            shown_count=14,  # every first-level division
        ),
        Facet(
            name="organisation",
            values=Values.ENTITY,
            title="Organisation",
            plural="organisations",
            unknown_label="No organisation found",
            phrases=_mentioning("organisation"),
            shown_count=10,
            shown=Shown.WITH_VALUES,
            aliases=("organization", "org"),
        ),
        Facet(
            name="person",
            values=Values.ENTITY,
            title="Person",
            plural="people",
            unknown_label="No person found",
            phrases=_mentioning("person"),
            shown_count=10,
            shown=Shown.WITH_VALUES,
        ),
        Facet(
            name="language",
            values=Values.CODE,
            title="Language",
            plural="languages",
            unknown_label="Unknown language",
            phrases=Phrases(
                including=" in {}",
                excluding=" not in {}",
                excepting=" but not {}",
                unknown="an unknown language",
                known=" in a known language",
            ),
            shown_count=10,
            shown=Shown.WITH_CHOICE,
            column="language",
            codes=Codes(read_language, language_name),
        ),
    )
}

ENTITY_FACETS = tuple(name for name, facet in FACETS.items() if facet.is_of_entities)
"""The names of the facets whose values are entities; each name is also a kind of entity."""
