"""The dates "from" and "to" of a list, which a form above the list sends.

They select the days between them instead of the dates that the address selects. The list is then
shown at the address with this period: `?from=May+2024&to=` is `?date=2024-05..`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from archive.listing.address import UNKNOWN_VALUE, Address
from archive.listing.list_links import OtherLink
from archive.listing.sentence import FacetChoice
from archive.search.written_periods import WrittenPeriod, read_between, read_period

PARAMETERS = ("from", "to")


@dataclass(frozen=True, slots=True)
class DateForm:
    """The form with the dates: what its fields contain, and the hidden fields of the list.

    `added` is the day since which the articles were added. `problem` is a sentence if the dates in
    the fields could not be read, otherwise "".
    """

    first: str
    last: str
    kept: tuple[tuple[str, str], ...]
    added: str = ""
    problem: str = ""


def chosen_between(first: str, last: str, dates: Sequence[FacetChoice]) -> tuple[FacetChoice, ...]:
    """Return the choices of the facet of dates: the days from one typed date to another.

    One of the dates can be "". `dates` has the choices of the address; dates that it excludes stay
    excluded. Raises ValueError with a sentence if the dates cannot be read (`read_between`).
    """
    period = read_between(first, last)
    chosen = FacetChoice(period.text, period, period.label, period.label, is_excluded=False)
    return (chosen, *(choice for choice in dates if choice.is_excluded))


def date_form(address: Address) -> DateForm:
    """Return the form for a list; its fields show the period that the list selects."""
    dates = address.values("date")
    selected = [value for value in dates if not value.startswith("-")]
    kept = replace(
        address.having("date", (value for value in dates if value not in selected)), added=""
    )
    first = last = ""
    if len(selected) == 1 and selected[0] != UNKNOWN_VALUE and "*" not in selected[0]:
        first, dots, last = selected[0].partition("..")
        last = last if dots else first
    return DateForm(first, last, tuple(kept.pairs()), address.added)


def other_orders(address: Address, written: Iterable[tuple[str, str]]) -> list[OtherLink]:
    """Return a link for each date that can be read in two ways, such as 4/5/2024.

    `written` has the parameters with dates as the address has them, as (name, value).
    """
    links = []
    for name, value in written:
        text = value.removeprefix("-") if name not in PARAMETERS else value
        try:
            read = read_period(text)
        except ValueError:
            continue
        if read.other:
            sentence = f"In “{text}” the day was read before the month: {read.period.label}."
            links.append(
                OtherLink(
                    sentence,
                    f"Read it as {read.other.label}",
                    _with_other(address, name, read, is_excluded=text != value),
                )
            )
    return links


def _with_other(address: Address, name: str, read: WrittenPeriod, *, is_excluded: bool) -> str:
    """Return the address in which the other meaning of a date replaces the one that was chosen."""
    assert read.other
    sign, one, other = "-" if is_excluded else "", read.period.text, read.other.text
    values = list(address.values("date"))
    if name not in PARAMETERS:
        return address.having(
            "date", [v if v != sign + one else sign + other for v in values]
        ).url()
    selected = next(value for value in values if not value.startswith("-"))
    first, dots, last = selected.partition("..")
    last = last if dots else first
    edges = (other, last) if name == PARAMETERS[0] else (first, other)
    excluded = [value for value in values if value.startswith("-")]
    kept = address.having("date", excluded)
    return kept.url_with(dict(zip(PARAMETERS, edges, strict=True)))
