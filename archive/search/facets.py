"""The facets of an article, declared once.

A facet is a property by which readers choose articles: the source, the date, the places … All code
that needs the facets loops over FACETS: the fields and documents of the index, searches and their
counts, search fields (`place:kujang`), URL parameters (`?place=kujang`), the blocks beside a list,
the page of all values, chips, and the sentence that describes a list. docs/design.md explains how
to add a facet, and docs/counts.md explains the counts.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from archive.search.code_numbers import code_number
from archive.search.language_codes import language_name, read_language
from archive.search.values import UNKNOWN


class Values(Enum):
    """The kinds of values of facets, which decide how values are written and listed."""

    SOURCE = auto()  # sources: the slug in an address, the database id in the index
    PLACE = auto()  # places, which can be inside one another: slug and id
    ENTITY = auto()  # entities of the kind that the facet is named after: slug and id
    PERIOD = auto()  # 2025, 2025-04, 2025-04-17, 2025-04..2025-06
    CODE = (
        auto()
    )  # a short code in a column of the article: "ko" in an address, its number in the index


class Shown(Enum):
    """The condition for showing a facet beside a list.

    A facet with a chosen value is always shown.
    """

    ALWAYS = auto()
    WITH_VALUES = auto()  # any article of the list has a known value
    WITH_CHOICE = auto()  # the articles of the list have at least two values; "unknown" is also one


@dataclass(frozen=True, slots=True)
class Phrases:
    """The words of a facet in the sentence that describes a list.

    `including` introduces the selected values and `excluding` the excluded ones. `excepting` is
    used instead of `excluding` if there are also selected values. `unknown` is the name of the
    unknown value. `known` is the whole phrase for articles with any known value.
    """

    including: str
    excluding: str
    excepting: str
    unknown: str
    known: str


@dataclass(frozen=True, slots=True)
class Codes:
    """The codes that a facet can have.

    `read` returns the code for a text, which is a code or a name; "" if there is no such code.
    `label` returns the name of a code.
    """

    read: Callable[[str], str]
    label: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Facet:
    """The declaration of one facet.

    `name` is its URL parameter, its search field and its key in selections; `aliases` are other
    names of the search field. `column` is the column of Article that contains its value. It is
    empty for entities, which come from the article's mentions. A list shows `shown_count` values;
    the facet's own page shows all of them. `codes` is needed only if the values are codes.
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
        """Return the field of the index that is counted, which is also the key in counts."""
        return "year" if self.values is Values.PERIOD else self.name

    @property
    def is_of_entities(self) -> bool:
        """Tell whether the values are entities: an article can have several of them."""
        return self.values in {Values.PLACE, Values.ENTITY}

    def number_of(self, stored: Any) -> int:
        """Return the number in the index for a value of the article's column."""
        return code_number(self.codes.read(stored)) if self.codes else stored or UNKNOWN


def _mentioning(kind: str) -> Phrases:
    return Phrases(
        including=" mentioning {}",
        excluding=" not mentioning {}",
        excepting=" but not {}",
        unknown=f"no known {kind}",
        known=f" with a known {kind}",
    )


# In the order of addresses and pages.
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
"""The names of the facets of entities; each name is also a kind of entity."""
