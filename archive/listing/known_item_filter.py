"""The URL parameters of the lists of known items: source, month, words of the title, and state."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.http import QueryDict

from archive.display.labels import moved_source
from archive.listing.address import UNKNOWN_VALUE, is_slug, plain_value
from archive.listing.read_parameters import FilterError
from archive.models import KnownItem, Source
from archive.models.addresses import address_of
from archive.models.known_item import KnownItemQuerySet, State, searched_words
from archive.search import UNKNOWN
from archive.search.query import clean_query
from ingest.partial_date import PartialDate

WANTED, IN_ARCHIVE, AMBIGUOUS, ALL = "", "in-archive", "ambiguous", "all"
SHOWN = {
    WANTED: "not in the archive",
    IN_ARCHIVE: "in the archive",
    AMBIGUOUS: "matching several articles",
    ALL: "all listed articles",
}
"""The values of the parameter `show`, with the words for them on pages."""
STATES = {
    WANTED: (State.WANTED,),
    IN_ARCHIVE: (State.IN_ARCHIVE,),
    AMBIGUOUS: (State.AMBIGUOUS,),
    ALL: tuple(State),
}
"""The states of the items that each value of `show` means."""

# The same states by other columns. If SQLite saw a condition on `state`, it would read all items of
# the state with the index that counts them, and sort them, to find the fifty of a page.
_CONDITIONS: dict[str, Callable[[KnownItemQuerySet], KnownItemQuerySet]] = {
    WANTED: lambda items: items.filter(article__isnull=True, is_ambiguous=False),
    IN_ARCHIVE: lambda items: items.filter(article__isnull=False),
    AMBIGUOUS: lambda items: items.filter(article__isnull=True, is_ambiguous=True),
    ALL: lambda items: items,
}

_LONGEST = 100  # characters of a search
_MOST_WORDS = 8
# In other scripts, words are written together, so a word can begin anywhere.
_ALPHABETIC = re.compile(r"[0-9a-zª-ʯͰ-ۿ]")


class InvalidFilter(Exception):
    """Raised if parameters have values that are not valid; `errors` has a sentence for each."""

    def __init__(self, errors: list[FilterError]) -> None:
        super().__init__(errors[0].sentence)
        self.errors = errors


class MovedSource(Exception):
    """Raised if an address has the old slug of a source; `url` is the address with the new one."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.url = url


@dataclass(frozen=True, slots=True)
class KnownItemFilter:
    """The filter of a list of known items.

    `source` is the slug of a source, "unknown", or "" for all. `source_id` is the id of the source:
    UNKNOWN (0) for the unknown one, None for all. `date` is a year ("2013"), a month ("2013-04"),
    "unknown", or "" for all. `q` is the search text as it was typed, and `show` a key of SHOWN.
    """

    source: str = ""
    source_id: int | None = None
    source_name: str = ""
    date: str = ""
    q: str = ""
    show: str = WANTED

    @property
    def words(self) -> tuple[str, ...]:
        """The words that are searched, in the form of `KnownItem.title_words`."""
        return tuple(sorted(set(searched_words(self.q).split()[:_MOST_WORDS])))

    @property
    def date_label(self) -> str:
        """The month or year in words; "" if there is no filter of the date."""
        if self.date in ("", UNKNOWN_VALUE):
            return "date unknown" if self.date else ""
        return PartialDate.parse(self.date).label

    def has(self, source: int, month: int) -> bool:
        """Return True if items of this source (id) and month (`month_number`) are in the list.

        Both are 0 if they are not known.
        """
        if self.source_id not in (None, source):
            return False
        return not self.date or self.date in (date_of_month(month), date_of_month(month)[:4])

    def url(self, name: str = "wanted", **others: Any) -> str:
        """Return the address of the list; `others` are further parameters, if not empty."""
        values = {
            "q": self.q,
            "source": self.source,
            "date": self.date,
            "show": self.show,
            **others,
        }
        query = urlencode({key: value for key, value in values.items() if value})
        return address_of(name) + (f"?{query}" if query else "")

    def items(self) -> KnownItemQuerySet:
        """Return the items of the list, in no order."""
        items = with_words(_CONDITIONS[self.show](KnownItem.objects.order_by()), self.words)
        if self.source_id is not None:
            items = items.filter(source=self.source_id or None)
        if self.date == UNKNOWN_VALUE:
            return items.filter(published_on__isnull=True)
        if self.date:
            period = PartialDate.parse(self.date)
            return items.filter(published_on__range=(period.first_day, period.last_day))
        return items


def date_of_month(month: int) -> str:
    """Return a month number (201304) as a value of the parameter `date`; "unknown" for 0."""
    return f"{month // 100:04}-{month % 100:02}" if month else UNKNOWN_VALUE


def with_words(items: KnownItemQuerySet, words: tuple[str, ...]) -> KnownItemQuerySet:
    """Return those items whose titles have words that begin with each of these words."""
    for word in words:
        is_alphabetic = _ALPHABETIC.match(word)
        items = items.filter(Q(title_words__contains=f" {word}" if is_alphabetic else word))
    return items


def read_filter(parameters: QueryDict, name: str = "wanted") -> KnownItemFilter:
    """Return the filter in the parameters of an address; `name` is the name of its URL pattern.

    Raises InvalidFilter, or MovedSource for the old slug of a source.
    """
    names = ("source", "date", "show")
    source, on, show = (plain_value(parameters.get(name, "")) for name in names)
    q = clean_query(parameters.get("q", ""))[:_LONGEST].strip()
    typed = KnownItemFilter(source=source, date=on, q=q, show=show)
    checked = replace(typed, source_id=_source_id(typed, name))
    errors = []
    if checked.source and checked.source_id is None:
        sentence = f"There is no source “{checked.source[:60]}” in this archive."
        errors.append(FilterError(sentence, replace(checked, source="").url(name)))
    if not _is_month(checked.date):
        sentence = f"“{checked.date[:60]}” is not a month or year. Use 2013-04, 2013 or unknown."
        errors.append(FilterError(sentence, replace(checked, date="").url(name)))
    if checked.show not in SHOWN:
        sentence = f"“show” cannot be “{checked.show[:60]}”. Use {', '.join(filter(None, SHOWN))}."
        errors.append(FilterError(sentence, replace(checked, show="").url(name)))
    if errors:
        raise InvalidFilter(errors)
    return replace(checked, source_name=_name_of(checked.source_id))


def _source_id(typed: KnownItemFilter, name: str) -> int | None:
    if typed.source == UNKNOWN_VALUE:
        return UNKNOWN
    if not is_slug(typed.source):
        return None
    pk = Source.objects.filter(slug=typed.source).values_list("pk", flat=True).first()
    if pk is None and (moved := moved_source(typed.source)):
        raise MovedSource(replace(typed, source=moved).url(name))
    return pk


def _name_of(source_id: int | None) -> str:
    if source_id == UNKNOWN:
        return "an unknown source"
    return Source.objects.get(pk=source_id).name if source_id else ""


def _is_month(text: str) -> bool:
    if text in ("", UNKNOWN_VALUE):
        return True
    try:
        return not PartialDate.parse(text).day
    except ValueError:
        return False
