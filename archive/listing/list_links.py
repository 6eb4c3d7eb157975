"""The links of a list to the same list in another order or view, and its filters as chips."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from archive.listing.address import Address
from archive.listing.parameters import CONCORDANCE, LINE_SORTS, STORIES
from archive.listing.sentence import FacetChoice
from archive.models.addresses import address_of
from archive.search import FACETS, OtherSearch, Sort
from archive.search.facets import Values

# The order of the facets in `chips`: dates last, as in the sentence that describes the list.
_CHIP_ORDER = sorted(FACETS, key=lambda name: FACETS[name].values is Values.PERIOD)

_ORDER_LABELS = {Sort.ADDED: "Last added"}
MEASURES: Mapping[str, str] = {
    "over-time": "Over time",
    "trends": "Compare in trends",
    "grid": "Places by month",
    "together": "Named together",
    "network": "Network",
    "keywords": "Keywords",
    "collocates": "Collocates",
    "formulae": "Formulae",
}
"""The pages that measure the articles of a list: the name of the URL pattern, and the label."""

_OF_WORDS = {"collocates"}  # only for a list with a search text
_OF_PARTS = {"keywords"}  # only for a list that has not all articles


@dataclass(frozen=True, slots=True)
class ListLink:
    """A link to the list in one order or view, which `value` names.

    `is_current` is true if the list is shown in this order or view now.
    """

    value: str
    label: str
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter of the list in words, with a link to the list without this filter.

    The filter is a facet value, or the search text if `is_words` is true. `remove_url` is the
    address of the list without the filter.
    """

    label: str
    remove_url: str
    is_words: bool = False


@dataclass(frozen=True, slots=True)
class OtherLink:
    """A sentence about how the search was understood, and a link to another way to understand it.

    `label` is the text of the link.
    """

    sentence: str
    label: str
    url: str


def other_links(address: Address, others: Sequence[OtherSearch]) -> list[OtherLink]:
    """Return the links to these other searches, with the filters of the list."""
    first = replace(address, page=1)
    return [
        OtherLink(other.sentence, other.label, replace(first, q=other.typed).url())
        for other in others
    ]


def default_sort(q: str) -> Sort:
    """Return the order that a list with this search text has without the parameter `sort`."""
    return Sort.RELEVANCE if q else Sort.NEWEST


def chips(
    address: Address, choices: Mapping[str, Sequence[FacetChoice]], added: str = ""
) -> list[Chip]:
    """Return the filters as Chips: the search text, then each selected or excluded value.

    `choices` has the values of each facet, and `added` the day since which the articles were added,
    in words.
    """
    without_words = replace(address, q="", view="", sort="", page=1)
    found = [Chip(f"“{address.q}”", without_words.url(), True)] if address.q else []
    if address.added:
        found.append(Chip(f"Added since {added}", replace(address, added="", page=1).url()))
    if address.versions:
        found.append(Chip("Only the texts shown", replace(address, versions="", page=1).url()))
    if address.count:
        found.append(Chip("Each story once", replace(address, count="", page=1).url()))
    for name in _CHIP_ORDER:
        for choice in choices[name]:
            label = f"Not: {choice.label}" if choice.is_excluded else choice.label
            url = address.links(name).without(choice.value.removeprefix("-"))
            found.append(Chip(label, url))
    return found


def view_links(address: Address) -> list[ListLink]:
    """Return the links to list and concordance; no links for a list without a search text.

    An order that only a concordance can have is removed from the address of the list.
    """
    if not address.q and not address.view:
        return []
    sort = "" if address.sort in LINE_SORTS else address.sort
    as_list = replace(address, view="", sort=sort, page=1)
    concordance = address if address.view else replace(address, view=CONCORDANCE, page=1)
    return [
        ListLink("", "List", as_list.url(), is_current=not address.view),
        ListLink(CONCORDANCE, "Concordance", concordance.url(), is_current=bool(address.view)),
    ]


def measure_links(address: Address) -> list[tuple[str, str]]:
    """Return (label, address) of each page that measures the articles of a list."""
    plain = replace(address, view="", sort="", page=1)
    unsuited = set() if address.q else _OF_WORDS
    if not address.q and not any(map(address.values, FACETS)):
        unsuited = _OF_WORDS | _OF_PARTS
    return [
        (label, _measure_url(plain, name))
        for name, label in MEASURES.items()
        if name not in unsuited
    ]


def _measure_url(address: Address, name: str) -> str:
    """Return the address of a page for a list; trends have the list in one parameter."""
    if name != "trends":
        return replace(address, path=address_of(name)).url()
    query = replace(address, path="").url().removeprefix("?")
    return f"{address_of(name)}?{urlencode({'line': query})}" if query else address_of(name)


def count_links(address: Address) -> list[ListLink]:
    """Return the links to the list of articles and of stories; none in a concordance."""
    if address.view:
        return []
    return [
        ListLink(value, label, replace(address, count=value, page=1).url(), value == address.count)
        for value, label in (("", "Articles"), (STORIES, "Stories"))
    ]


def sort_links(address: Address, *, is_ranked: bool) -> list[ListLink]:
    """Return a link for each order in which the list can be shown.

    Relevance is included if some articles can be more relevant than others (`is_ranked`). A
    concordance can also be sorted by the words after or before the matches.
    """
    sorts = [Sort.RELEVANCE] * is_ranked + [Sort.NEWEST, Sort.OLDEST, Sort.ADDED]
    offered = {sort.value: _ORDER_LABELS.get(sort, sort.value.capitalize()) for sort in sorts}
    if address.view:
        offered |= {sort: f"Word {sort}" for sort in LINE_SORTS}
    default = default_sort(address.q)
    chosen = address.sort or default
    current = Sort.NEWEST if chosen == Sort.RELEVANCE and not is_ranked else chosen
    return [
        ListLink(
            sort,
            label,
            replace(address, sort="" if sort == default else sort, page=1).url(),
            is_current=sort == current,
        )
        for sort, label in offered.items()
    ]
