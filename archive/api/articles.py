"""Articles in lists as JSON: lists, facets, concordances, stories, the front page."""

from archive.api.records import Record
from archive.api.values import (
    Address,
    Count,
    DateText,
    Id,
    Link,
    MarkedText,
    Number,
    Saved,
    SentenceLink,
    Span,
    Value,
)


class Telling(Value):
    """Another article of the same story; `how` says in words how it differs, if it does."""

    id: Id
    url: Address
    json_url: Address
    title: str
    source_name: str
    date: DateText
    language: str
    word_count: Number
    how: str
    likeness: float | None


class Snippet(MarkedText, kw_only=True):
    """A part of the text of an article with matches of the search."""

    is_cut_before: bool
    is_cut_after: bool


class MatchingVersion(Value):
    """A version with words of the search that the text shown does not have.

    `has_all` is true if the text shown has none of the words.
    """

    url: Address
    json_url: Address
    saved: Saved
    has_all: bool


class ListedArticle(Record, kw_only=True):  # type: ignore[call-arg]
    """An article of a list: the values of the data dictionary, and what the list shows of it.

    `title_marks` has the matches of the search in the title. `lead` has the first words of the
    text, and is empty if there are snippets. `also_told` has the other articles of its story if the
    list has each story once. `missing_words` has the words that an offered article does not have.
    """

    page_url: Address
    json_url: Address
    title_marks: list[Span]
    lead: str
    snippets: list[Snippet]
    matching_version: MatchingVersion | None = None
    also_told: list[Telling] = []
    missing_words: list[str] = []


class FacetValue(Value):
    """A value of a facet; its `url` lists exactly `count` articles.

    `value` is the text of the value in addresses. `below` has values inside this one: the months of
    a year, or the counties of a province.
    """

    value: str
    label: str
    count: Number
    url: Address
    is_selected: bool
    is_excluded: bool
    below: list["FacetValue"] = []


class Facet(Value):
    """The first values of a facet; if `is_complete` is false, `values_url` has all of them."""

    name: str
    title: str
    values: list[FacetValue]
    is_complete: bool
    values_url: Address


class OtherForms(Value):
    """A word of the search, and its other forms that the search also finds."""

    word: str
    forms: list[Link]


class Suggestion(Value):
    """Another search that finds articles; what differs from the typed search is marked."""

    search: MarkedText
    articles: str
    url: Address
    reasons: list[str]


class WiderList(Value):
    """A list without one filter or one part of the search (`left_out`)."""

    left_out: list[str]
    count: Number
    url: Address


class Offered(Value):
    """Articles with most of the words of the search; they are not part of the list."""

    heading: str
    sentence: str
    articles: list[ListedArticle]


class Advice(Value):
    """Help with a search that finds nothing or little."""

    suggestions: list[Suggestion] = []
    unknown_words: list[str] = []
    wider_lists: list[WiderList] = []
    offered: Offered | None = None


class ListedEntity(Value):
    """An entity whose name was typed, and the list of its articles with the same filters."""

    kind: str
    name: str
    url: Address
    json_url: Address
    articles: str
    list_url: Address


class ArticleList(Value):
    """Articles that match a filter, in order, with the counts of the facets.

    `total` is the number of articles, or of stories if `counted` says so. `next` is the address of
    the next articles, or empty. `facets` is null in an answer to a cursor, because they would be
    the same. `filters` has each filter, with the list without it. `notes` says how the address was
    understood. `reachable` is the number of articles that pages in order of relevance can reach.
    """

    sentence: str
    url: Address
    json_url: Address
    feed_url: Address
    counted: str
    total: Number
    reachable: Number
    page_size: Number
    articles: list[ListedArticle]
    next: Address
    facets: list[Facet] | None
    filters: list[Link]
    notes: list[str]
    forms: list[OtherForms] = []
    others: list[SentenceLink] = []
    see_also: list[ListedEntity] = []
    advice: Advice | None = None


class Line(Value):
    """A match of the search with the words around it, and its article.

    `url` leads to the match in the article.
    """

    before: str
    match: str
    after: str
    is_in_title: bool
    url: Address
    json_url: Address
    title: str
    source_name: str
    date: DateText
    language: str


class ConcordanceList(Value):
    """The matches of a search, each with the words around it; `view=concordance`.

    `extent` says how many matches there are, and in which articles they were searched.
    """

    sentence: str
    url: Address
    json_url: Address
    total: Number
    extent: str
    lines: list[Line]
    line_count: Number
    next: Address
    facets: list[Facet]
    filters: list[Link]
    notes: list[str]


class FacetValues(Value):
    """All values of a facet for the articles of a filter.

    `unknown` counts the articles without a value of the facet; only the last page has it.
    """

    name: str
    title: str
    sentence: str
    url: Address
    json_url: Address
    list_url: Address
    counted: str
    total: Number
    value_count: Number
    values: list[FacetValue]
    unknown: FacetValue | None
    next: Address


class SimilarArticles(Value):
    """The articles whose words are most similar to those of an article, the most similar first."""

    article: Link
    url: Address
    json_url: Address
    articles: list[ListedArticle]


class StoryArticle(Telling, kw_only=True):
    """An article of a story, and the comparison with the earliest one."""

    compare_url: Address


class Story(Value):
    """The articles that tell the same news, the earliest first."""

    id: Id
    url: Address
    json_url: Address
    title: str
    sources: list[str]
    articles: list[StoryArticle]


class Change(Value):
    """A version that differs from the text that its article shows."""

    title: str
    url: Address
    json_url: Address
    language: str
    source_name: str
    date: DateText
    difference: str
    saved: str
    shown_saved: str
    compare_url: Address


class Changes(Value):
    """The versions that differ from the texts shown, the latest saved first."""

    url: Address
    json_url: Address
    feed_url: Address
    total: Number
    changes: list[Change]
    next: Address


class FrontPage(Value):
    """The newest articles, and how many articles there are by source, province and name."""

    url: Address
    json_url: Address
    total: Number
    file_count: Number
    wanted_count: Number
    first_date: str
    latest_date: str
    articles: list[ListedArticle]
    sources: list[Count]
    places: list[Count]
    organisations: list[Count]
    people: list[Count]
    unknown_source: Number
    description_url: Address
