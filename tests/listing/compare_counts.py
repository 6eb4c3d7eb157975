"""Compare the articles page with plain SQL over the same archive, for random addresses."""

from collections.abc import Mapping, Sequence
from random import Random

from django.http import QueryDict

from archive import search
from archive.search.code_numbers import code_of
from tests.listing.lists import list_at
from tests.listing.plain_sql import SLUGS, PlainTables, as_typed, rows

Address = dict[str, list[str]]
MOST_TRIED = 4  # times as many random addresses as were asked for


class Combinations:
    """Makes random addresses of lists, with values that the archive has."""

    def __init__(self, chance: Random, plain: PlainTables) -> None:
        self.chance = chance
        self.values = {
            name: [*plain.slugs(name), *self.some(list(plain.ids[name]), 5), "unknown"]
            for name in SLUGS
        }
        self.dates = plain.known_dates()
        self.days = plain.days_of_adding()
        self.texts = [
            words.split()
            for pair in rows("SELECT title_words, body_words FROM plain_article")
            for words in pair
        ]

    def some(self, values: Sequence[str], most: int) -> list[str]:
        return self.chance.sample(values, self.chance.randint(0, min(most, len(values))))

    def signed(self, values: list[str]) -> list[str]:
        return [self.chance.choice(["", "", "-"]) + value for value in dict.fromkeys(values)]

    def address(self) -> Address:
        chosen = {
            name: self.signed(self.some(values[:12], 2)) for name, values in self.values.items()
        }
        chosen = {
            name: values if self.chance.random() < 0.6 else [] for name, values in chosen.items()
        }
        dates = [self.date() for _ in range(self.chance.choice([0, 0, 1, 1, 2, 3]))]
        terms = [self.term() for _ in range(self.chance.choice([0, 0, 0, 1, 2]))]
        added = [self.chance.choice(self.days)] if self.chance.random() < 0.2 else []
        return {"q": terms, "date": self.signed(dates), "added": added, **chosen}

    def date(self) -> str:
        if self.chance.random() < 0.1:
            return "unknown"
        if self.chance.random() < 0.1:
            known = self.chance.choice([date for date in self.dates if len(date) == 10])
            return f"*{known[4:]}"
        first, last = sorted(self.cut(self.chance.choice(self.dates)) for _ in range(2))
        if self.chance.random() < 0.6 or first > last:
            return first
        return self.chance.choice([f"{first}..{last}", f"{first}..", f"..{last}"])

    def cut(self, known: str) -> str:
        return known[: self.chance.choice([4, 7, 7, 10])]

    def term(self) -> str:
        """Return a phrase of some article, an excluded phrase, or two phrases joined by OR."""
        phrases = [self.phrase() for _ in range(self.chance.choice([1, 1, 1, 2]))]
        return " OR ".join(phrases) if len(phrases) > 1 else self.signed(phrases)[0]

    def phrase(self) -> str:
        words = self.chance.choice([text for text in self.texts if text])
        start = self.chance.randrange(len(words))
        return " ".join(words[start : start + self.chance.randint(1, 3)])


def typed(term: str) -> str:
    """Return a term as a reader types it, with its phrases in quotation marks."""
    minus = "-" if term.startswith("-") else ""
    return " OR ".join(
        f'{minus}"{as_typed(phrase)}"' for phrase in term.removeprefix("-").split(" OR ")
    )


def as_query(address: Address, **more: str) -> str:
    data = QueryDict(mutable=True)
    for name, values in address.items():
        data.setlist(name, [" ".join(map(typed, values))] if name == "q" and values else values)
    for name, value in more.items():
        data[name] = value
    return data.urlencode()


def check(plain: PlainTables, address: Address, chance: Random) -> int:
    """Compare the total, one page and every count of a list with plain SQL; return the total.

    `chance` chooses the page and the order of the list.
    """
    order = chance.choice(["newest", "oldest", "added"])
    ids = plain.ids_of(address, order)
    last = max(1, -(-len(ids) // search.PAGE_SIZE))
    page = chance.choice([1, last, chance.randint(1, last)])
    query = as_query(address, sort=order, page=str(page))
    results = list_at(query).results
    assert results.total == len(ids), (
        f"{query}: {results.total} in the index, {len(ids)} in the database"
    )
    assert list(results.ids) == ids[(page - 1) * search.PAGE_SIZE :][: search.PAGE_SIZE], query
    assert results.page_count == last, query
    exported = search.every_id(list_at(query).search_query)
    assert (exported.total, list(exported.ids)) == (len(ids), ids), query
    years, months = opened(address)
    for facet, counts in plain.counts(address).items():
        if facet == "month":
            counts = {month: count for month, count in counts.items() if month // 100 in years}
        elif facet == "day":
            counts = {day: count for day, count in counts.items() if day // 100 in months}
        indexed = results.counts.get(facet, {})
        if facet == "language":
            indexed = {plain.ids[facet][code_of(n) or "unknown"]: indexed[n] for n in indexed}
        assert without_zeros(indexed) == without_zeros(counts), (query, facet)
    return len(ids)


def opened(address: Address) -> tuple[set[int], set[int]]:
    """Return the years whose months are counted, and the months whose days are counted.

    These years and months contain a date of the address, or the beginning or end of one of its
    ranges of dates.
    """
    values = [value.removeprefix("-") for value in address["date"]]
    values = [value for value in values if value[:1].isdigit() or value[:1] == "."]
    chosen = [value for value in values if ".." not in value]
    edges = [edge for value in values if ".." in value for edge in value.split("..")]
    years = {int(date[:4]) for date in [*chosen, *(edge for edge in edges if len(edge) > 4)]}
    months = [
        *(date for date in chosen if len(date) > 4),
        *(edge for edge in edges if len(edge) > 7),
    ]
    return years, {int(date[:7].replace("-", "")) for date in months}


def without_zeros(counts: Mapping[int, int]) -> dict[int, int]:
    return {value: count for value, count in counts.items() if count}


def check_many(chance: Random, combinations: int) -> PlainTables:
    """Compare lists with plain SQL, for random addresses and the address without parameters.

    `combinations` is the least number of random addresses; in an archive in which too few of them
    have results, more are tried. Returns the tables of the plain SQL. Raises
    AssertionError if a number differs.
    """
    plain = PlainTables()
    everything: Address = {"q": [], "date": [], **{name: [] for name in SLUGS}}
    check(plain, everything, chance)
    random = Combinations(chance, plain)
    hits = 0
    for number in range(MOST_TRIED * combinations):
        if number >= combinations and hits > combinations / 5:
            break
        hits += check(plain, random.address(), chance) > 0
    assert hits > combinations / 5, "too many addresses without results to test anything"
    return plain


def say_sound(combinations: int) -> None:
    """Compare lists at random addresses with plain SQL; print "sound" if all numbers are equal.

    This function runs in a separate process.
    """
    status = search.status()
    assert status.state == search.IndexState.READY, status
    check_many(Random(3), combinations)
    print("sound")
