"""A small archive for tests of search: sources, a tree of places, and articles.

These articles have no saved file. `tests/factories.py` makes the rows that an import would make.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from archive.models import ArchiveVersion, Article, Entity, Mention
from archive.search import SearchQuery, rebuild, search
from archive.search.index.generations import Generation
from ingest.partial_date import PartialDate
from tests.factories import make_place, make_source

# slug: (name, type, parent)
PLACES = {
    "north-phyongan": ("North Phyongan", "province", None),
    "south-phyongan": ("South Phyongan", "province", None),
    "pyongyang": ("Pyongyang", "municipality", None),
    "kujang": ("Kujang", "county", "north-phyongan"),
    "kusong": ("Kusong", "city", "north-phyongan"),
    "unsan-north-phyongan": ("Unsan", "county", "north-phyongan"),
    "unsan-south-phyongan": ("Unsan", "county", "south-phyongan"),
    "ryongdung": ("Ryongdung-ri", "ri", "kujang"),
    "foreign": ("Foreign countries", "", None),
    "russia": ("Russia", "country", "foreign"),
}
SOURCES = {
    "kcna-kp": "KCNA.kp",
    "voice-of-korea": "Voice of Korea",
    "pyongyang-times": "Pyongyang Times",
}
# slug: (kind, name)
NAMES = {
    "kim-tok-hun": ("person", "Kim Tok Hun"),
    "ri-su-yong": ("person", "Ri Su Yong"),
    "jo-yong-won": ("person", "Jo Yong Won"),
    "kim-chaek-complex": ("organisation", "Kim Chaek Iron and Steel Complex"),
    "academy-of-sciences": ("organisation", "Academy of Sciences"),
}


class Library:
    """Sources and entities by slug, and methods that make articles and mentions."""

    def __init__(self) -> None:
        self.sources = {slug: make_source(name, slug) for slug, name in SOURCES.items()}
        self.places: dict[str, Entity] = {}
        for slug, (name, kind, parent) in PLACES.items():
            self.places[slug] = make_place(
                name, kind, self.places[parent] if parent else None, slug
            )
        self.entities = dict(self.places)
        for slug, (kind, name) in NAMES.items():
            self.entities[slug] = Entity.objects.create(kind=kind, name=name, slug=slug)

    def article(
        self,
        title: str = "Factory Built",
        body: str = "A factory was built.",
        *,
        source: str | None = "kcna-kp",
        on: str | None = "2025-04-17",
        places: Iterable[str] = (),
        names: Iterable[str] = (),
        language: str = "en",
        withdrawn: bool = False,
        stamp: bool = True,
    ) -> Article:
        """Create an article; `on` is a day, a month ("2025-04"), a year ("2025") or None."""
        with transaction.atomic():
            article = Article.objects.create(
                title=title,
                body=body,
                source=self.sources[source] if source else None,
                language=language,
                **published(on),
            )
            for entity in (*places, *names):
                self.mention(article, entity)
            if withdrawn:
                withdraw(article)
            if stamp:
                ArchiveVersion.stamp([article.pk])
        return article

    def mention(self, article: Article, entity: str, **fields: Any) -> Mention:
        return Mention.objects.create(
            article=article, entity=self.entities[entity], **{"rule": "test", **fields}
        )


def published(on: str | None) -> dict[str, Any]:
    """Return a dict with the two fields of an article in which a partial date is stored."""
    return dict(
        zip(
            ("published_on", "published_precision"),
            PartialDate.parse(on or "").columns,
            strict=True,
        )
    )


def withdraw(article: Article) -> None:
    article.withdrawn_at = datetime.fromisoformat("2026-01-01T00:00:00+00:00")
    article.withdrawn_reason = "A test withdrew it."
    article.save()


def change(*articles: Article) -> None:
    """Save articles, and store a new archive version in them, as every writer must do."""
    with transaction.atomic():
        for article in articles:
            article.save()
        ArchiveVersion.stamp([article.pk for article in articles])


def five_factories() -> Library:
    """Return an indexed library with five articles of five different days."""
    library = Library()
    for number in range(5):
        library.article(f"Factory {number}", on=f"2025-04-{number + 1:02}")
    rebuild()
    return library


def current() -> Generation:
    """Return the index generation that is in use."""
    generation = Generation.current()
    assert generation is not None
    return generation


def total(words: str = "") -> int:
    """Return how many articles match a search."""
    return search(SearchQuery(words=words)).total
