"""Queries whose SQL is written once: for a page's rows Django takes longer to write it than the
database to answer.

What a query means stays where it is, in the models' managers; nothing here knows a table or a
column."""

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.models import QuerySet

Row = tuple[Any, ...]

_STANDS_FOR_ID = -(
    2**62
)  # from here downwards: numbers that no row has, and no parameter but those of the ids


class Prepared:
    """A query of columns for up to `size` ids, as `make(ids)` gives it (a `values_list`).

    The ids must come into it as themselves, and nothing else that depends on the moment.
    """

    def __init__(self, make: Callable[[Sequence[int]], QuerySet[Any, Row]], size: int) -> None:
        self.make = make
        self.size = size

    def rows(self, ids: Sequence[int]) -> Iterator[Row]:
        """The rows of these ids. One query for each `size` of them, in their order."""
        for start in range(0, len(ids), self.size):
            some = ids[start : start + self.size]
            # The last is repeated to fill the places that are left: among the ids that changes
            # nothing.
            filled = [*some, *[some[-1]] * (self.size - len(some))]
            with connection.cursor() as cursor:
                cursor.execute(
                    self._written[0],
                    [filled[at] if is_id else at for is_id, at in self._parameters],
                )
                yield from self._converted(cursor.fetchall())

    @cached_property
    def _compiler(self) -> Any:
        return self.make(
            [_STANDS_FOR_ID - number for number in range(self.size)]
        ).query.get_compiler(connection=connection)

    @cached_property
    def _written(self) -> tuple[str, Sequence[Any]]:
        return self._compiler.as_sql()

    @cached_property
    def _parameters(self) -> list[tuple[bool, Any]]:
        """Each parameter: the number of the id that stands there, or what always does."""
        places = [
            (True, _STANDS_FOR_ID - value)
            if isinstance(value, int) and value <= _STANDS_FOR_ID
            else (False, value)
            for value in self._written[1]
        ]
        if sorted(place for is_id, place in places if is_id) != list(range(self.size)):
            raise ValueError("Each of the ids has to be a parameter of the query, once.")
        return places

    @cached_property
    def _converters(self) -> Any:
        return self._compiler.get_converters([each for each, _sql, _alias in self._compiler.select])

    def _converted(self, rows: list[Row]) -> Any:
        return self._compiler.apply_converters(rows, self._converters) if self._converters else rows
