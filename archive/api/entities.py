"""Places, organisations, people and sources as JSON: lists of them, and each of them."""

from archive.api.articles import ListedArticle
from archive.api.values import Address, Count, DateText, Entity, Id, Number, Value


class ListedName(Value):
    """An entity of a list, with its number of articles.

    `where` is the province of a place, or the place of an organisation. `is_listed` is true if it
    is in the gazetteer, or if staff accepted it.
    """

    kind: str
    slug: str
    name: str
    url: Address
    json_url: Address
    count: Number
    where: str
    is_listed: bool


class NameList(Value):
    """Places, organisations or people."""

    title: str
    kind: str
    url: Address
    json_url: Address
    total: Number
    names: list[ListedName]
    next: Address


class Province(Value):
    """A province, or another first-level division, with its places."""

    slug: str
    name: str
    url: Address
    json_url: Address
    count: Number
    places: list[Count]


class Places(Value):
    """All places by province, with the number of articles that mention each or a place in it."""

    url: Address
    json_url: Address
    provinces: list[Province]
    abroad: list[Count]


class Identifier(Value):
    """The identifier of an entity at an authority such as Wikidata."""

    authority: str
    value: str
    url: str


class Alias(Value):
    """A spelling recorded for an entity, and its kind in words."""

    name: str
    kind: str


class SeenSpelling(Value):
    """A spelling that articles use, and the number of articles that were read with it."""

    spelling: str
    count: Number


class Bar(Value):
    """The number of articles of a day, month or year, and of all that the archive has of it.

    `held` counts the articles from the same sources; `count` / `held` is the share.
    """

    label: str
    count: Number
    held: Number
    url: Address


class Chart(Value):
    """Articles over time; articles whose dates are not precise enough are left out."""

    unit: str
    bars: list[Bar]


class CooccurringEntities(Value):
    """The entities of one kind that are most often in the same articles."""

    kind: str
    counts: list[Count]
    all_url: Address


class EntityPage(Value):
    """A place, organisation or person.

    `type` says what it is. `inside` are the places that contain it, the largest first. `record`
    says where the entity comes from, and if staff reviewed it. `not_drawn` articles are in no
    bar of the chart. `newest` are its newest articles; `list_url` lists all.
    """

    id: Id
    kind: str
    slug: str
    name: str
    url: Address
    json_url: Address
    type: str
    description: str
    record: str
    inside: list[Entity]
    latitude: float | None
    longitude: float | None
    identifiers: list[Identifier]
    aliases: list[Alias]
    spellings: list[SeenSpelling]
    total: Number
    list_url: Address
    feed_url: Address
    first_date: DateText
    latest_date: DateText
    chart: Chart | None
    not_drawn: Number
    sources: list[Count]
    cooccurring: list[CooccurringEntities]
    places_inside: list[Count]
    organisations_here: list[Count]
    newest: list[ListedArticle]


class Sources(Value):
    """The sources, with their numbers of articles."""

    url: Address
    json_url: Address
    sources: list[Count]


class SourcePage(Value):
    """A source, its articles over time, and its newest articles.

    `not_drawn` are the articles that are in no bar of the chart.
    """

    slug: str
    name: str
    url: Address
    json_url: Address
    aliases: list[str]
    total: Number
    list_url: Address
    first_date: DateText
    latest_date: DateText
    chart: Chart | None
    not_drawn: Number
    newest: list[ListedArticle]
