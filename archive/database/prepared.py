"""Queries whose SQL text is built once and reused.

For the rows of a page, Django needs more time to build the SQL than the database needs to run it.
The callers write their queries with Django's models. This module only caches the SQL.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.models import QuerySet

Row = tuple[Any, ...]

# While the SQL of a query is built, this number and smaller numbers are used as placeholders for
# ids. No id and no other parameter of a query is that small.
_FIRST_PLACEHOLDER = -(2**62)


class Prepared:
    """A query for the rows with given ids; its SQL is built once and then reused.

    `make` is a function that returns the query (a `values_list`) for some ids. To build the SQL,
    `make` is called only once, with placeholders instead of ids. `size` is the number of ids in one
    SQL statement.

    In the SQL, each id must be exactly one parameter, with its value unchanged. The rest of the SQL
    must not depend on the ids.
    """

    def __init__(self, make: Callable[[Sequence[int]], QuerySet[Any, Row]], size: int) -> None:
        self.make = make
        self.size = size

    def rows(self, ids: Sequence[int]) -> Iterator[Row]:
        """Yield the rows of these ids. Takes one database query for every `size` ids."""
        for start in range(0, len(ids), self.size):
            part = ids[start : start + self.size]
            # If there are fewer than `size` ids, the last id is repeated. This does not change the
            # result.
            filled = [*part, *[part[-1]] * (self.size - len(part))]
            with connection.cursor() as cursor:
                cursor.execute(
                    self._sql[0],
                    [filled[value] if is_id else value for is_id, value in self._parameters],
                )
                yield from self._converted(cursor.fetchall())

    @cached_property
    def _compiler(self) -> Any:
        placeholders = [_FIRST_PLACEHOLDER - index for index in range(self.size)]
        return self.make(placeholders).query.get_compiler(connection=connection)

    @cached_property
    def _sql(self) -> tuple[str, Sequence[Any]]:
        return self._compiler.as_sql()

    @cached_property
    def _parameters(self) -> list[tuple[bool, Any]]:
        """Return a pair for each parameter of the SQL.

        The pair is (True, index of the id) if the parameter is an id, otherwise (False, value).
        Raises ValueError unless each id is exactly one parameter.
        """
        parameters = [
            (True, _FIRST_PLACEHOLDER - value)
            if isinstance(value, int) and value <= _FIRST_PLACEHOLDER
            else (False, value)
            for value in self._sql[1]
        ]
        if sorted(value for is_id, value in parameters if is_id) != list(range(self.size)):
            raise ValueError("Each id must be a parameter of the query exactly once.")
        return parameters

    @cached_property
    def _converters(self) -> Any:
        columns = [column for column, _sql, _alias in self._compiler.select]
        return self._compiler.get_converters(columns)

    def _converted(self, rows: list[Row]) -> Any:
        return self._compiler.apply_converters(rows, self._converters) if self._converters else rows
