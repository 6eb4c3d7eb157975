"""The spans of names of places, each with the places that the name can mean."""

from dataclasses import dataclass

from ingest.mentions.field_text import FieldText
from ingest.mentions.gazetteer import PlaceCandidate


@dataclass(slots=True, eq=False)  # not frozen, because that is three times as slow to make
class PlaceSpan:
    """Words that may name a place.

    `field` is the title or body that contains the words. `start` and `end` are the span of the name
    ("Kusong"). `outer_start` and `outer_end` are the span of the name with its type word ("Kusong
    City"). For a name in a list, they are the span of the whole list with its type word ("Kujang
    and Unsan counties").

    `place_type` is the type of place that the words say, such as "city". `rule` is the name of the
    rule that found the name. `candidates` are the places that the name can mean; it is empty if the
    name is not in the gazetteer. `listing` is the position of the type word, so all names in one
    list have the same value. It is -1 for a name without a type word. `is_list` is true for a name
    in a list of several names.
    """

    field: FieldText
    start: int
    end: int
    outer_start: int
    outer_end: int
    place_type: str
    rule: str
    candidates: tuple[PlaceCandidate, ...]
    listing: int
    is_list: bool = False

    @property
    def text(self) -> str:
        """The name, with straight quotes and plain spaces."""
        return self.field.text[self.start : self.end]

    @property
    def quoted(self) -> str:
        """The name, exactly as it is in the title or body."""
        return self.field.original[self.start : self.end]

    @property
    def outer_text(self) -> str:
        """The name with its type word. For a name in a list, the type word is in the singular."""
        if self.rule.startswith(("bare", "country", "capital", "landmark")):
            return self.text
        if self.is_list or self.end > self.outer_end:
            return f"{self.text} {self.place_type}"
        return self.field.text[self.outer_start : self.outer_end]

    @property
    def is_division(self) -> bool:
        """Return True if these words name exactly one first-level division."""
        return (
            len(self.candidates) == 1
            and self.candidates[0].place.division == self.candidates[0].place.slug
        )

    @property
    def divisions(self) -> set[str]:
        """The slugs of the first-level divisions of all places that the name can mean."""
        return {
            candidate.place.division for candidate in self.candidates if candidate.place.division
        }
