"""Find the values of fields that a search names, such as the place in `place:kujang`."""

from collections.abc import Sequence

from archive.search.facets import FACETS
from archive.search.query import notes
from archive.search.query.name_resolver import NameResolver
from archive.search.query.query_tree import FieldIs
from archive.search.values import UNKNOWN

MAX_VALUES = 20  # different values, so that no search occupies a worker for long
ADDRESS = "original address"


class FieldValues:
    """Finds the values of all fields of one search, and limits their number."""

    def __init__(self, names: NameResolver, note_list: notes.NoteList) -> None:
        self._names = names
        self._notes = note_list
        self._so_far: set[tuple[str, str]] = set()  # pairs of a field and the text of a value
        self._ids: dict[tuple[str, str], Sequence[int]] = {}

    def can_add(self, field: str, text: str) -> bool:
        """Return True if the search may have this value of a field; if not, add a note."""
        key = field, text
        if key not in self._so_far and len(self._so_far) == MAX_VALUES:
            self._notes.add(notes.too_many_values(MAX_VALUES))
            return False
        self._so_far.add(key)
        return True

    def named(self, field: str, text: str) -> FieldIs | None:
        """Return a node for the values of a field that have this name; None if none has it."""
        if text.strip().casefold() == "unknown":
            return FieldIs(field, (UNKNOWN,))
        key = field, text
        if key not in self._ids:
            self._ids[key] = tuple(self._names.find(field, text))
        ids = self._ids[key]
        if not ids:
            self._notes.add(notes.unknown_name(field, text))
            return None
        if len(ids) > 1:
            self._notes.add(notes.several_meanings(text, len(ids), FACETS[field].plural))
        return FieldIs(field, tuple(ids))

    def with_address(self, address: str, text: str) -> FieldIs | None:
        """Return a node for the articles with this original address, which was typed as `text`."""
        if not self.can_add(ADDRESS, text):
            return None
        ids = tuple(self._names.with_address(address))
        if not ids:
            self._notes.add_if("://" in address, notes.unknown_address(address))
            return None
        return FieldIs("id", ids)
