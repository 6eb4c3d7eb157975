"""Known items as JSON: wanted and other listed articles, and how complete the archive is."""

from archive.api.values import Address, Count, DateText, Id, Number, Value


class KnownItem(Value):
    """An article that saved files list.

    `state` says in words if the archive has it; if so, `article_url` is its address. `files` is the
    number of saved files that list it. The first of them was saved on `first_saved` or earlier.
    """

    id: Id
    url: Address
    json_url: Address
    title: str
    lead: str
    source_name: str
    date: DateText
    state: str
    is_wanted: bool
    article_url: Address
    note: str
    files: Number
    first_saved: DateText
    last_saved: DateText
    listing_url: Address


class KnownItems(Value):
    """Known items, newest first; without the parameter `show`, only the wanted ones."""

    heading: str
    url: Address
    json_url: Address
    total: Number
    items: list[KnownItem]
    sources: list[Count]
    dates: list[Count]
    next: Address


class ListingFile(Value):
    """A saved file that lists the item, and when it was saved."""

    name: str
    saved: str
    url: Address


class KnownItemPage(Value):
    """One known item, and the saved files that list it."""

    item: KnownItem
    files: list[ListingFile]
    next: Address


class Completeness(Value):
    """How many of the listed articles of a source and month the archive has."""

    source_name: str
    date: str
    listed: Count
    in_archive: Count
    wanted: Count
    ambiguous: Count
    share: Number


class CompletenessList(Value):
    """How many of the listed articles the archive has, by source and month; `share` in per cent."""

    url: Address
    json_url: Address
    total: Completeness
    row_count: Number
    rows: list[Completeness]
    sources: list[Count]
    dates: list[Count]
    next: Address
