"""Chooses the addresses to request: at random, but always the same addresses for one archive."""

import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from random import Random
from urllib.parse import urlencode

from tests.bench.words import rare_words

COMMON = (
    "people",
    "country",
    "production",
    "construction",
    "work",
    "factory",
    "party",
    "officials",
    "percent",
)
USUAL = (
    "steel",
    "harvest",
    "reservoir",
    "football",
    "exhibition",
    "tractor",
    "hospital",
    "rice",
    "missile",
    "song",
)
PHRASES = (
    "took place in",
    "the people",
    "construction of the",
    "respected comrade kim jong un",
    "quality of",
    "a report",
)
PREFIXES = ("construct*", "prod*", "agri*", "sci*", "multi*")
PAGE_SIZE = 20
DEEP = "deep page"

Query = Mapping[str, str | list[str]]


@dataclass(frozen=True, slots=True)
class Address:
    """A path to request, with the kind of the page and, for a list, the kind of the filter."""

    path: str
    kind: str
    filter_kind: str = ""


class ArchiveValues:
    """Values for the filters in addresses, read directly from the database of an archive."""

    def __init__(self, database: Path) -> None:
        with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as opened:
            self.articles = opened.execute(
                "SELECT max(id), count(*) FROM archive_article"
            ).fetchone()
            self.sources = self._column(
                opened,
                "SELECT s.slug FROM archive_source s JOIN archive_article a ON a.source_id = s.id"
                " GROUP BY s.id ORDER BY count(*) DESC, s.slug",
            )
            self.places = self._column(
                opened,
                "SELECT e.slug FROM archive_entity e JOIN archive_mention m ON m.entity_id = e.id"
                " WHERE e.kind = 'place' GROUP BY e.id ORDER BY count(DISTINCT m.article_id) DESC,"
                " e.slug",
            )
            self.days = self._column(
                opened,
                "SELECT published_on FROM archive_article WHERE published_precision = 'day'"
                " GROUP BY published_on ORDER BY count(*) DESC, published_on LIMIT 400",
            )
            self.captures = self._column(
                opened, "SELECT substr(sha256, 1, 12) FROM archive_capture LIMIT 40"
            )

    @staticmethod
    def _column(database: sqlite3.Connection, query: str) -> list[str]:
        return [row[0] for row in database.execute(query)]


def list_addresses(values: ArchiveValues, seed: int, count: int) -> list[Address]:
    """Return different addresses of lists: `count` addresses for every kind of filter.

    The seed decides which values the filters have.
    """
    chance = Random(seed)
    makers: dict[str, Callable[[ArchiveValues, Random], Query]] = {
        "no filter": _no_filter,
        "one facet": _one_facet,
        "several facets": _several_facets,
        "excluding": _excluding,
        "span of dates": _span,
        "common word": lambda values, chance: {
            "q": f"{_draw(chance, COMMON)} {_draw(chance, COMMON)}"
        },
        "usual word": lambda values, chance: {
            "q": _draw(chance, USUAL),
            "sort": _draw(chance, ("newest", "relevance")),
        },
        "rare word": lambda values, chance: {
            "q": f"{_draw(chance, rare_words())} OR {_draw(chance, rare_words())}"
        },
        "phrase": lambda values, chance: {
            "q": f'"{_draw(chance, PHRASES)}"',
            "date": _year(values, chance),
        },
        "beginning of a word": lambda values, chance: {
            "q": _draw(chance, PREFIXES),
            "source": _source(values, chance),
        },
        "words near": lambda values, chance: {
            "q": f"{_draw(chance, USUAL)} NEAR/{chance.randint(2, 30)} people"
        },
        "field": _field,
        "words and facets": _words_and_facets,
        "by relevance": _by_relevance,
        "oldest first": lambda values, chance: {"sort": "oldest", "place": _place(values, chance)},
    }
    made: dict[str, Address] = {}
    for filter_kind, make in makers.items():
        wanted = 1 if filter_kind == "no filter" else count
        for _attempt in range(20 * wanted):
            if wanted == 0:
                break
            query = {name: value for name, value in make(values, chance).items() if value}
            path = f"/articles/?{urlencode(query, doseq=True)}".removesuffix("?")
            if path not in made:
                made[path] = Address(path, "list", filter_kind)
                wanted -= 1
    return list(made.values())


def deep_addresses(counts: list[tuple[str, int]], chance: Random) -> list[Address]:
    """Return a page near the middle and the last page of each list with more than three pages.

    `counts` are pairs of the path of a list and the number of articles that can be reached by
    paging. If a list is sorted by relevance, only its most relevant articles can be reached.
    """
    made = []
    for path, total in counts:
        last = -(-total // PAGE_SIZE)
        if last > 3:
            joint = "&" if "?" in path else "?"
            past_middle = last // 2 + 1 + chance.randrange(max(1, last // 8))
            made += [
                Address(f"{path}{joint}page={page}", "list", DEEP) for page in {past_middle, last}
            ]
    return made


def value_addresses(lists: list[Address], chance: Random) -> list[Address]:
    """Return, for every eighth list, the address of a page with all values of one facet."""
    made = []
    for one in lists[::8]:
        path, _, query = one.path.partition("?")
        name, by = chance.choice(("place", "source", "date")), chance.choice(("", "by=name"))
        given = "&".join(filter(None, (query, by)))
        made.append(Address(f"{path}{name}/" + (f"?{given}" if given else ""), "values of a facet"))
    return made


def concordance_addresses(lists: list[Address]) -> list[Address]:
    """Return the addresses of the concordances of every third list, if it is a search for words."""
    return [
        Address(f"{one.path}&view=concordance", "concordance")
        for one in lists[::3]
        if "q=" in one.path.partition("?")[2]
    ]


def list_context_addresses(firsts: list[tuple[str, int]]) -> list[Address]:
    """Return addresses of articles opened from a list, with the parameters of this list.

    `firsts` are pairs: the path of a list, and the id of the article at the top of this list.
    """
    return [
        Address(f"/articles/{pk}/?{path.partition('?')[2]}", "article of a list")
        for path, pk in firsts
    ]


def other_addresses(values: ArchiveValues, seed: int) -> list[Address]:
    """Return addresses of pages that are not lists."""
    chance = Random(seed)
    highest = values.articles[0]
    articles = sorted({chance.randint(1, highest) for _ in range(60)})
    return [
        *(Address(f"/articles/{pk}/", "article") for pk in articles),
        *(Address(f"/articles/{pk}/evidence/", "evidence") for pk in articles[:10]),
        *(Address(f"/articles/{pk}/similar/", "similar articles") for pk in articles[:10]),
        *(Address(f"/captures/{short}/", "capture") for short in values.captures[:10]),
        *(Address(f"/places/{slug}/", "place") for slug in values.places[:20]),
        *(Address(f"/sources/{slug}/", "source") for slug in values.sources),
        *(
            Address(path, name)
            for path, name in (("/", "home"), ("/places/", "places"), ("/sources/", "sources"))
        ),
        *(Address("/wanted/" + more, "wanted") for more in ("", "?page=2")),
        *(
            Address(path, name)
            for path, name in (("/about/", "about"), ("/search-help/", "search help"))
        ),
    ]


def _draw(chance: Random, among: tuple[str, ...] | list[str]) -> str:
    return among[int(chance.random() * len(among))]


def _source(values: ArchiveValues, chance: Random) -> str:
    return _draw(chance, values.sources)


def _place(values: ArchiveValues, chance: Random) -> str:
    """Return the slug of a random place; places with many articles are drawn more often."""
    return values.places[int(chance.random() ** 2 * len(values.places))]


def _day(values: ArchiveValues, chance: Random) -> str:
    return _draw(chance, values.days)


def _year(values: ArchiveValues, chance: Random) -> str:
    return _day(values, chance)[:4]


def _no_filter(values: ArchiveValues, chance: Random) -> Query:
    return {}


def _one_facet(values: ArchiveValues, chance: Random) -> Query:
    name = _draw(chance, ("source", "place", "date", "date"))
    return {
        "source": {"source": _source(values, chance)},
        "place": {"place": _place(values, chance)},
    }.get(name, {"date": _day(values, chance)[: chance.choice((4, 7, 10))]})


def _several_facets(values: ArchiveValues, chance: Random) -> Query:
    return {
        "source": [_source(values, chance) for _ in range(chance.randint(0, 2))],
        "place": [_place(values, chance) for _ in range(chance.randint(1, 3))],
        "date": [_year(values, chance) for _ in range(chance.randint(1, 3))],
    }


def _excluding(values: ArchiveValues, chance: Random) -> Query:
    place, source = "-" + _place(values, chance), "-" + _source(values, chance)
    return {"place": place, "source": source if chance.random() < 0.6 else ""}


def _span(values: ArchiveValues, chance: Random) -> Query:
    start, end = sorted((_day(values, chance), _day(values, chance)))
    length = chance.choice((7, 10))
    return {"date": f"{start[:length]}..{end[:length]}"}


def _field(values: ArchiveValues, chance: Random) -> Query:
    return {
        "q": _draw(
            chance,
            [
                f"title:{_draw(chance, USUAL)}",
                f"source:{_source(values, chance)} {_draw(chance, COMMON)}",
                f"place:{_place(values, chance)}",
                f"date:{_year(values, chance)} {_draw(chance, USUAL)}",
            ],
        )
    }


def _words_and_facets(values: ArchiveValues, chance: Random) -> Query:
    return {
        "q": f"{_draw(chance, COMMON)} -{_draw(chance, USUAL)}",
        "source": _source(values, chance),
        "date": _year(values, chance) if chance.random() < 0.5 else "",
    }


def _by_relevance(values: ArchiveValues, chance: Random) -> Query:
    return {"q": f"{_draw(chance, COMMON)} OR {_draw(chance, USUAL)}", "sort": "relevance"}
