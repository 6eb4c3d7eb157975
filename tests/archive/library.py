"""A small library for the tests of search: sources, a tree of places, and articles made in one line."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction

from archive.models import ArchiveVersion, Article, Entity, Mention, Source

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
SOURCES = {"kcna-kp": "KCNA.kp", "voice-of-korea": "Voice of Korea", "pyongyang-times": "Pyongyang Times"}


class Library:
    """What was made, by slug; and how to make more."""

    def __init__(self) -> None:
        self.sources = {slug: Source.objects.create(slug=slug, name=name) for slug, name in SOURCES.items()}
        self.places: dict[str, Entity] = {}
        for slug, (name, kind, parent) in PLACES.items():
            above = self.places[parent] if parent else None
            place = Entity.objects.create(kind="place", slug=slug, name=name, place_type=kind, parent=above)
            if kind in {"province", "municipality"}:
                place.division = place
            elif above is not None:
                place.division = above.division
            place.save()
            self.places[slug] = place

    def article(
        self,
        title: str = "Factory Built",
        body: str = "A factory was built.",
        *,
        source: str | None = "kcna-kp",
        on: str | None = "2025-04-17",
        places: Iterable[str] = (),
        withdrawn: bool = False,
        stamp: bool = True,
    ) -> Article:
        """An article published `on` a day, in a month ("2025-04"), in a year ("2025") or at an unknown time."""
        with transaction.atomic():
            article = Article.objects.create(
                title=title, body=body, source=self.sources[source] if source else None, **published(on)
            )
            for place in places:
                self.mention(article, place)
            if withdrawn:
                withdraw(article)
            if stamp:
                ArchiveVersion.stamp([article.pk])
        return article

    def mention(self, article: Article, place: str, **fields: Any) -> Mention:
        return Mention.objects.create(article=article, entity=self.places[place], rule="test", **fields)


def published(on: str | None) -> dict[str, Any]:
    """The two fields of a partial date."""
    if on is None:
        return {"published_on": None, "published_precision": ""}
    precision = {4: "year", 7: "month", 10: "day"}[len(on)]
    return {"published_on": date.fromisoformat(f"{on}-01-01"[:10]), "published_precision": precision}


def withdraw(article: Article) -> None:
    article.withdrawn_at = datetime.fromisoformat("2026-01-01T00:00:00+00:00")
    article.withdrawn_reason = "A test withdrew it."
    article.save()


def change(*articles: Article) -> None:
    """What every writer does: save, and stamp last in the transaction."""
    with transaction.atomic():
        for article in articles:
            article.save()
        ArchiveVersion.stamp([article.pk for article in articles])
