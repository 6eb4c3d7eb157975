"""Words that name one place or, until the article decides, one of several."""

from dataclasses import dataclass

from ingest.mentions.field_text import FieldText
from ingest.mentions.gazetteer import PlaceCandidate


@dataclass(slots=True, eq=False)  # frozen it would be three times as slow to make
class PlaceSpan:
    """Words that may name a place.

    `start` and `end` are exactly the name ("Kusong"), `outer_start` and `outer_end` include its
    type word ("Kusong City"; for a member of a list the type word of the list). `listing` is shared
    by the members of one list. Without candidates the name is in no gazetteer.
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
        """Return the name, with straight quotes and plain spaces."""
        return self.field.text[self.start : self.end]

    @property
    def quoted(self) -> str:
        """Return the name exactly as the title or body has it."""
        return self.field.original[self.start : self.end]

    @property
    def outer_text(self) -> str:
        """Return the name with its type word, for a member of a list with the list's type word."""
        if self.rule.startswith(("bare", "country", "capital", "landmark")):
            return self.text
        if self.is_list or self.end > self.outer_end:
            return f"{self.text} {self.place_type}"
        return self.field.text[self.outer_start : self.outer_end]

    @property
    def is_division(self) -> bool:
        """Tell whether these words name exactly one first-level division."""
        return (
            len(self.candidates) == 1
            and self.candidates[0].place.division == self.candidates[0].place.slug
        )

    @property
    def divisions(self) -> set[str]:
        """Return the slugs of all first-level divisions to which the name can belong."""
        return {
            candidate.place.division for candidate in self.candidates if candidate.place.division
        }
