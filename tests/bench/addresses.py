"""The mix of addresses that is asked: chosen by chance from what the archive holds, the same for
the same archive."""

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
    """A path to ask, the kind of page, and, of a list, the sort of filter (`sort`)."""

    path: str
    kind: str
    sort: str = ""


class Holdings:
    """What an archive holds, read straight from its database: the values that addresses are made
    of."""

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


def list_addresses(held: Holdings, seed: int, each: int) -> list[Address]:
    """Lists of articles, `each` of every sort of filter, no filter twice. Another seed gives other
    filters."""
    chance = Random(seed)
    makers: dict[str, Callable[[Holdings, Random], Query]] = {
        "no filter": _unfiltered,
        "one facet": _one_facet,
        "several facets": _several_facets,
        "excluding": _excluding,
        "span of dates": _span,
        "common word": lambda held, chance: {"q": f"{_one(chance, COMMON)} {_one(chance, COMMON)}"},
        "usual word": lambda held, chance: {
            "q": _one(chance, USUAL),
            "sort": _one(chance, ("newest", "relevance")),
        },
        "rare word": lambda held, chance: {
            "q": f"{_one(chance, rare_words())} OR {_one(chance, rare_words())}"
        },
        "phrase": lambda held, chance: {
            "q": f'"{_one(chance, PHRASES)}"',
            "date": _year(held, chance),
        },
        "beginning of a word": lambda held, chance: {
            "q": _one(chance, PREFIXES),
            "source": _source(held, chance),
        },
        "words near": lambda held, chance: {
            "q": f"{_one(chance, USUAL)} NEAR/{chance.randint(2, 30)} people"
        },
        "field": _field,
        "words and facets": _words_and_facets,
        "by relevance": _by_relevance,
        "oldest first": lambda held, chance: {"sort": "oldest", "place": _place(held, chance)},
    }
    made: dict[str, Address] = {}
    for sort, make in makers.items():
        wanted = 1 if sort == "no filter" else each
        for _attempt in range(20 * wanted):
            if wanted == 0:
                break
            query = {name: value for name, value in make(held, chance).items() if value}
            path = f"/articles/?{urlencode(query, doseq=True)}".removesuffix("?")
            if path not in made:
                made[path] = Address(path, "list", sort)
                wanted -= 1
    return list(made.values())


def deep_addresses(counts: list[tuple[str, int]], chance: Random) -> list[Address]:
    """The middle and the last page of lists whose length is known (of a list by relevance only what
    can be reached)."""
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
    """The pages of all values of a facet, under the filters of some lists."""
    made = []
    for one in lists[::8]:
        path, _, query = one.path.partition("?")
        name, by = chance.choice(("place", "source", "date")), chance.choice(("", "by=name"))
        given = "&".join(filter(None, (query, by)))
        made.append(Address(f"{path}{name}/" + (f"?{given}" if given else ""), "values of a facet"))
    return made


def concordance_addresses(lists: list[Address]) -> list[Address]:
    """Lists that are searched for words, as concordances."""
    return [
        Address(f"{one.path}&view=concordance", "concordance")
        for one in lists[::3]
        if "q=" in one.path.partition("?")[2]
    ]


def travelling_addresses(firsts: list[tuple[str, int]]) -> list[Address]:
    """The first article of lists, read from the list: with its place in it, and marks."""
    return [
        Address(f"/articles/{pk}/?{path.partition('?')[2]}", "article of a list")
        for path, pk in firsts
    ]


def other_addresses(held: Holdings, seed: int) -> list[Address]:
    """Pages that are no lists."""
    chance = Random(seed)
    highest = held.articles[0]
    articles = sorted({chance.randint(1, highest) for _ in range(60)})
    return [
        *(Address(f"/articles/{pk}/", "article") for pk in articles),
        *(Address(f"/articles/{pk}/evidence/", "evidence") for pk in articles[:10]),
        *(Address(f"/articles/{pk}/similar/", "similar articles") for pk in articles[:10]),
        *(Address(f"/captures/{short}/", "capture") for short in held.captures[:10]),
        *(Address(f"/places/{slug}/", "place") for slug in held.places[:20]),
        *(Address(f"/sources/{slug}/", "source") for slug in held.sources),
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


def _one(chance: Random, among: tuple[str, ...] | list[str]) -> str:
    return among[int(chance.random() * len(among))]


def _source(held: Holdings, chance: Random) -> str:
    return _one(chance, held.sources)


def _place(held: Holdings, chance: Random) -> str:
    """Any place, frequent ones more often."""
    return held.places[int(chance.random() ** 2 * len(held.places))]


def _day(held: Holdings, chance: Random) -> str:
    return _one(chance, held.days)


def _year(held: Holdings, chance: Random) -> str:
    return _day(held, chance)[:4]


def _unfiltered(held: Holdings, chance: Random) -> Query:
    return {}


def _one_facet(held: Holdings, chance: Random) -> Query:
    name = _one(chance, ("source", "place", "date", "date"))
    return {
        "source": {"source": _source(held, chance)},
        "place": {"place": _place(held, chance)},
    }.get(name, {"date": _day(held, chance)[: chance.choice((4, 7, 10))]})


def _several_facets(held: Holdings, chance: Random) -> Query:
    return {
        "source": [_source(held, chance) for _ in range(chance.randint(0, 2))],
        "place": [_place(held, chance) for _ in range(chance.randint(1, 3))],
        "date": [_year(held, chance) for _ in range(chance.randint(1, 3))],
    }


def _excluding(held: Holdings, chance: Random) -> Query:
    place, source = "-" + _place(held, chance), "-" + _source(held, chance)
    return {"place": place, "source": source if chance.random() < 0.6 else ""}


def _span(held: Holdings, chance: Random) -> Query:
    start, end = sorted((_day(held, chance), _day(held, chance)))
    length = chance.choice((7, 10))
    return {"date": f"{start[:length]}..{end[:length]}"}


def _field(held: Holdings, chance: Random) -> Query:
    return {
        "q": _one(
            chance,
            [
                f"title:{_one(chance, USUAL)}",
                f"source:{_source(held, chance)} {_one(chance, COMMON)}",
                f"place:{_place(held, chance)}",
                f"date:{_year(held, chance)} {_one(chance, USUAL)}",
            ],
        )
    }


def _words_and_facets(held: Holdings, chance: Random) -> Query:
    return {
        "q": f"{_one(chance, COMMON)} -{_one(chance, USUAL)}",
        "source": _source(held, chance),
        "date": _year(held, chance) if chance.random() < 0.5 else "",
    }


def _by_relevance(held: Holdings, chance: Random) -> Query:
    return {"q": f"{_one(chance, COMMON)} OR {_one(chance, USUAL)}", "sort": "relevance"}
