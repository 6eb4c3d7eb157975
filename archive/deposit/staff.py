"""The members of staff who made decisions, as a deposit names them.

A deposit has no logins: no passwords, addresses, permissions or sessions. Each person has a number,
so that one can see which decisions the same person made. The name is "staff-1", "staff-2" …, unless
the person who makes the deposit asks for the login names.
"""

from django.contrib.auth.models import User
from django.db import connection

from archive.corrections.transfer.targets import find_user
from archive.deposit.columns import tables

StaffName = tuple[int, str]
"""The number of a member of staff in the file, and the name."""


def staff_numbers() -> dict[int, int]:
    """Return a dict from the id of each user who made a decision to the number in the file."""
    ids: set[int] = set()
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        for table in tables():
            for column in table.columns:
                if column.is_staff:
                    name = quote(column.name)
                    cursor.execute(
                        f"SELECT DISTINCT {name} FROM {quote(table.name)} WHERE {name} IS NOT NULL"
                    )
                    ids |= {pk for (pk,) in cursor.fetchall()}
    return {pk: number for number, pk in enumerate(sorted(ids), start=1)}


def staff_names(numbers: dict[int, int], *, has_login_names: bool) -> list[StaffName]:
    """Return the rows of the table `staff`; `numbers` is the result of `staff_numbers`."""
    if not has_login_names:
        return [(number, f"staff-{number}") for number in sorted(numbers.values())]
    names = dict(User.objects.filter(pk__in=numbers).values_list("pk", "username"))
    return [(number, names[pk]) for pk, number in numbers.items()]


def make_staff(names: list[StaffName]) -> dict[int, int]:
    """Return a dict from each number in the file to the id of a user of this archive.

    A person who has no login here gets one with which nobody can log in.
    """
    return {number: find_user(name).pk for number, name in names}
