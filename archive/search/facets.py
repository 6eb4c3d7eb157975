"""The facets of an article, declared once.

Readers choose articles by facets, and lists count them: the source, the date, the places … All code
walks FACETS: the fields of the index and its documents, searches and their counts, search fields
(`place:kujang`), URL parameters (`?place=kujang`), the blocks beside a list, the page of all
values, chips, and the sentence that describes a list. docs/design.md explains how to add a facet,
docs/counts.md what the counts mean.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any

from archive.search.codes import code_number
from archive.search.languages import language_name, read_language
from archive.search.values import UNKNOWN


class Values(Enum):
    """The kinds of values that a facet can have, which decide how they are written and listed."""

    SOURCE = auto()  # a source: its slug in an address, its database id in the index
    PLACE = auto()  # places, which lie in one another: slug and id
    ENTITY = auto()  # entities of the kind that the facet is named after: slug and id
    PERIOD = auto()  # 2025, 2025-04, 2025-04-17, 2025-04..2025-06
    CODE = auto()  # a short code that stands on the article: "ko"; its number in the index


class Shown(Enum):
    """The condition under which a facet stands beside a list, unless one of its values is chosen:
    then it always does.
    """

    ALWAYS = auto()
    WITH_VALUES = auto()  # any article of the list has a known value
    WITH_CHOICE = auto()  # the articles of the list have more than one value, "unknown" included


@dataclass(frozen=True, slots=True)
class Phrases:
    """The words of a facet in the sentence that describes a list.

    `including` stands before what is chosen, `excluding` before what is left out, `excepting` in
    place of `excluding` after something chosen. `unknown` takes the place of a value; `known` is
    the whole phrase for the articles that have any value.
    """

    including: str
    excluding: str
    excepting: str
    unknown: str
    known: str


@dataclass(frozen=True, slots=True)
class Codes:
    """The codes that a facet can have.

    `read` returns the code that a text means, be it a code or a name, or "" if it means none.
    `label` returns the name of a code.
    """

    read: Callable[[str], str]
    label: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Facet:
    """The declaration of one facet.

    `name` is its URL parameter, its search field and its key in selections; `aliases` are other
    names of the search field. `column` is the column of Article that has its one value; the values
    of entities come from the article's mentions. `shown_count` values stand beside a list, the
    others on the facet's own page. `codes` is for values that are codes.
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
        """The field of the index in which the facet is counted, and its key in counts."""
        return "year" if self.values is Values.PERIOD else self.name

    @property
    def is_of_entities(self) -> bool:
        """Whether the values are entities, of which an article can have several."""
        return self.values in {Values.PLACE, Values.ENTITY}

    def number_of(self, stored: Any) -> int:
        """Return the number that the index has for what the article's column holds."""
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
"""The names of the facets of entities, which are also the kinds of entity."""
