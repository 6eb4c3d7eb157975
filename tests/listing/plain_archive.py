"""A generated archive, and a plain model of it that finds and counts articles without the index."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from archive.models import Article
from tests.search_library import NAMES, PLACES, SOURCES, Library, change, published, withdraw

DATES = [
    None,
    *("2024", "2025", "2025-04", "2025-05", "2024-12"),
    *(f"2025-04-{day:02}" for day in range(15, 19)),
    *("2024-04-17", "2024-12-31", "2025-01-01", "2025-03-31", "2025-05-09", "2026-02-28"),
]
WORDS = ["iron", "steel", "coal", "rice", "potato"]
SOURCE_VALUES = [*SOURCES, "unknown"]
PLACE_VALUES = [*PLACES, "unknown"]
NAME_VALUES = {
    kind: [*(slug for slug, (of, _name) in NAMES.items() if of == kind), "unknown"]
    for kind in ("organisation", "person")
}
LANGUAGE_VALUES = ["en", "ko", "zh-hans", "unknown"]
DATE_VALUES = [date for date in DATES if date] + [
    "unknown",
    "2026",
    "2025-04..2025-06",
    "2024-12-15..2025",
    "..2024",
    "*-04-17",
    "*-12-31",
]


@dataclass
class Plain:
    """The values of one article by which lists are filtered and sorted."""

    words: set[str]
    source: str
    date: str | None
    language: str
    places: set[str]
    names: set[str] = field(default_factory=set)
    withdrawn: bool = False


class Archive:
    """A generated archive, with the values of its articles by id."""

    def __init__(self, size: int) -> None:
        self.random = random.Random(1)
        self.library = Library()
        self.plain: dict[int, Plain] = {}
        for _number in range(size):
            plain = self.invented()
            article = self.library.article(
                body=" ".join(plain.words),
                source=None if plain.source == "unknown" else plain.source,
                on=plain.date,
                language="" if plain.language == "unknown" else plain.language,
                places=plain.places,
                names=plain.names,
                withdrawn=plain.withdrawn,
            )
            self.plain[article.pk] = plain

    def invented(self) -> Plain:
        return Plain(
            words=set(self.random.sample(WORDS, self.random.randint(0, 3))),
            source=self.random.choice([*SOURCE_VALUES, "kcna-kp"]),
            date=self.random.choice(DATES),
            language=self.random.choice(LANGUAGE_VALUES),
            places=set(self.random.sample(list(PLACES), self.random.choice([0, 1, 1, 2, 4]))),
            names=set(self.random.sample(list(NAMES), self.random.choice([0, 1, 2]))),
            withdrawn=self.random.random() < 0.1,
        )

    def correct_some(self) -> None:
        """Change, withdraw and restore some articles, as corrections do."""
        for pk in self.random.sample(list(self.plain), 20):
            plain = self.plain[pk] = self.invented()
            article = Article.objects.get(pk=pk)
            article.body = " ".join(plain.words)
            article.source = self.library.sources.get(plain.source)
            article.language = "" if plain.language == "unknown" else plain.language
            for name, value in published(plain.date).items():
                setattr(article, name, value)
            article.withdrawn_at, article.withdrawn_reason = None, ""
            article.mentions.all().delete()
            for entity in (*plain.places, *plain.names):
                self.library.mention(article, entity)
            if plain.withdrawn:
                withdraw(article)
            change(article)

    def matching(self, query: dict[str, list[str]]) -> list[int]:
        """Return the ids of the articles that an address selects."""
        return [
            pk for pk, plain in self.plain.items() if not plain.withdrawn and matches(plain, query)
        ]


def matches(plain: Plain, query: dict[str, list[str]]) -> bool:
    """Return True if an article matches the parameters of an address."""
    words = query.get("q", [""])[0].split()
    if not all((word.lstrip("-") in plain.words) != word.startswith("-") for word in words):
        return False
    places = {above for place in plain.places for above in with_above(place)} or {"unknown"}
    return (
        is_chosen(query.get("source", []), lambda value: value == plain.source)
        and is_chosen(query.get("language", []), lambda value: value == plain.language)
        and is_chosen(query.get("place", []), lambda value: value in places)
        and all(
            is_chosen(query.get(kind, []), names_of(plain, kind).__contains__)
            for kind in NAME_VALUES
        )
        and is_chosen(query.get("date", []), lambda value: is_inside(plain.date, value))
    )


def is_chosen(values: list[str], has_value: Callable[[str], bool]) -> bool:
    """Return True if an article has one of the selected values and none of the excluded values.

    `values` are the values of one parameter of an address; excluded values begin with "-". If there
    are only excluded values, the article needs no selected value. `has_value` returns True if the
    article has a value.
    """
    included = [has_value(value) for value in values if not value.startswith("-")]
    excluded = [has_value(value[1:]) for value in values if value.startswith("-")]
    return (not included or any(included)) and not any(excluded)


def names_of(plain: Plain, kind: str) -> set[str]:
    return {slug for slug in plain.names if NAMES[slug][0] == kind} or {"unknown"}


def with_above(place: str) -> Iterator[str]:
    """Yield the slug of a place and of all places that contain this place."""
    current: str | None = place
    while current:
        yield current
        current = PLACES[current][2]


def is_inside(date: str | None, value: str) -> bool:
    """Return True if all days of `date` are inside the period `value`; both are ISO texts."""
    if date is None or value == "unknown":
        return date is None and value == "unknown"
    if value.startswith("*"):
        return len(date) == 10 and date.endswith(value[1:])
    start, dots, end = value.partition("..")
    first, last = (start, end) if dots else (value, value)
    return first <= date and (
        not last or (date[: len(last)] <= last and len(date) >= min(len(last), 10))
    )
