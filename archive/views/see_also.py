"""Names that were typed as words: who types "Kim Jae Ryong" may want the articles that name this
person, in whatever spelling, and not those in which these three words stand somewhere. As in a
library's catalogue, one leads to the other."""

from dataclasses import dataclass, replace

from archive.display.safe_text import count_of
from archive.listing.filters import ArticleFilter
from archive.models import entity_url
from archive.search.query import And, Node, Phrase, Words, entities_named, parse_query
from archive.views.public_page import Answers

SHOWN = 3


@dataclass(frozen=True, slots=True)
class SeeAlso:
    """A place, organisation or person of the name that was typed: its page, and its articles within
    the filter. `counted` says how they are about it, `what` why, where that is not its name."""

    kind: str
    name: str
    url: str
    counted: str
    articles: str
    list_url: str
    what: str


def see_also(found: ArticleFilter, answers: Answers) -> list[SeeAlso]:
    """What is called like the words that were typed, most articles first; what no article of the
    filter names is left out. One query, where there is any another, and a short search for each
    name. Raises IndexUnavailable."""
    address = replace(found.address, q="", view="", sort="", page=1)
    called = (
        entities_named(name_typed(found.address.q))
        if found.address.q and not found.address.view
        else []
    )
    rows = []
    for pk, kind, slug, name in called:
        if address.values(kind):
            continue  # this facet is in use: the reader knows it
        query = found.search_query.choosing(kind, pk)
        query = replace(
            query, words="", page=1, page_size=1, with_counts=False, with_snippets=False
        )
        if total := answers.ask(query).total:
            place = found.labels.places.get(pk)
            name = found.labels.full_place_name(place) if place else name
            url = address.having(kind, [slug]).url()
            counted = "counted in" if place else "mentioned in"
            what = "for the places in it" if pk in found.labels.homes else ""
            articles = count_of(total, "article")
            rows.append(
                (-total, SeeAlso(kind, name, entity_url(kind, slug), counted, articles, url, what))
            )
    rows.sort(key=lambda row: (row[0], row[1].name))
    return [row for _, row in rows[:SHOWN]]


def name_typed(typed: str) -> str:
    """The words that were typed, or the one phrase; empty where anything else was asked for."""
    node = parse_query(typed).node
    nodes: tuple[Node | None, ...] = node.nodes if isinstance(node, And) else (node,)
    words = [each.text for each in nodes if isinstance(each, Words)]
    if len(words) == len(nodes):
        return " ".join(words)
    return node.text if isinstance(node, Phrase) else ""
