"""Links to the pages of entities whose names a reader typed as search words.

A search for the words "Kim Jae Ryong" finds articles that have these three words anywhere. The
reader may want the articles that mention this person, in any spelling.
"""

from dataclasses import dataclass, replace

from archive.display.safe_text import count_of
from archive.listing.article_filter import ArticleFilter
from archive.models import entity_url
from archive.search.query import And, Node, Phrase, Words, entities_named, parse_query
from archive.views.public_page import Answers

SHOWN = 3


@dataclass(frozen=True, slots=True)
class SeeAlso:
    """An entity with the typed name: its page, and its articles in the filtered list.

    The page shows one of these lines:

    - for a person or organisation: "mentioned in 3 articles"
    - for a place: "counted in 3 articles"
    - for the country that contains the provinces: "counted in 3 articles for the places in it"

    For the third of these lines, `counted` is "counted in", `articles` is "3 articles" with a link
    to `list_url`, and `what` is "for the places in it".
    """

    kind: str
    name: str
    url: str
    counted: str
    articles: str
    list_url: str
    what: str


def see_also(article_filter: ArticleFilter, answers: Answers) -> list[SeeAlso]:
    """Return the entities that have the typed name, most articles first.

    Entities without articles in the filtered list are left out. Takes at most two database queries,
    and a short search for each entity. Raises IndexUnavailable.
    """
    address = replace(article_filter.address, q="", view="", sort="", page=1)
    entities = (
        entities_named(name_typed(article_filter.address.q))
        if article_filter.address.q and not article_filter.address.view
        else []
    )
    rows = []
    for pk, kind, slug, name in entities:
        if address.values(kind):
            continue  # the reader already uses this facet
        query = article_filter.search_query.choosing(kind, pk)
        query = replace(
            query, words="", page=1, page_size=1, with_counts=False, with_snippets=False
        )
        if total := answers.ask(query).total:
            place = article_filter.labels.places.get(pk)
            name = article_filter.labels.full_place_name(place) if place else name
            url = address.having(kind, [slug]).url()
            counted = "counted in" if place else "mentioned in"
            what = "for the places in it" if pk in article_filter.labels.homes else ""
            articles = count_of(total, address.unit)
            rows.append(
                (-total, SeeAlso(kind, name, entity_url(kind, slug), counted, articles, url, what))
            )
    rows.sort(key=lambda row: (row[0], row[1].name))
    return [row for _, row in rows[:SHOWN]]


def name_typed(typed: str) -> str:
    """Return a search text as a name if it has only words or only one phrase, otherwise "".

    The name has no quotation marks.
    """
    node = parse_query(typed).node
    nodes: tuple[Node | None, ...] = node.nodes if isinstance(node, And) else (node,)
    words = [word.text for word in nodes if isinstance(word, Words)]
    if len(words) == len(nodes):
        return " ".join(words)
    return node.text if isinstance(node, Phrase) else ""
