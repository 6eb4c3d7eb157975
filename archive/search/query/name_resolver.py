"""What the parser needs to know about names and addresses of the archive."""

from collections.abc import Sequence
from typing import Protocol


class NameResolver(Protocol):
    """An object that finds sources, places and others by name, and articles by address."""

    def find(self, field: str, text: str) -> Sequence[int]:
        """Return the ids of the values that `text` can mean in a field such as "place".

        For a field whose values are codes, such as "language", the results are numbers from
        `code_number`.
        """

    def sources_called(self, name: str) -> Sequence[int]:
        """Return the ids of the sources that have this name; a short name is not enough."""

    def with_address(self, address: str) -> Sequence[int]:
        """Return the ids of the articles whose original address is this."""


class NoNames:
    """A NameResolver that finds nothing."""

    def find(self, field: str, text: str) -> Sequence[int]:
        return ()

    def sources_called(self, name: str) -> Sequence[int]:
        return ()

    def with_address(self, address: str) -> Sequence[int]:
        return ()
