"""Runs the name finder (`ingest.mentions`) on an article with the corrections of staff."""

from functools import lru_cache
from typing import Any

from archive.models import Article, Entity
from ingest.mentions import Gazetteer, find_mentions
from ingest.values import FoundMentions


def find_in(article: Article, gazetteer: Gazetteer) -> FoundMentions:
    """Return the mentions in the title and body of an article; the article may be unsaved."""
    return find_mentions(article.title, article.body, gazetteer)


def current_gazetteer() -> Gazetteer:
    """Return a gazetteer with the listed entities that are in the database now.

    Takes ten database queries.
    """
    return _gazetteer(tuple(Entity.objects.as_rows()), tuple(Entity.objects.as_name_rows()))


@lru_cache(maxsize=2)
def _gazetteer(rows: tuple[Any, ...], names: tuple[Any, ...]) -> Gazetteer:
    """Return a gazetteer of the places in `rows` and the organisations and people in `names`.

    The gazetteer is cached, because building it is slow.
    """
    return Gazetteer.from_rows(rows, names)
