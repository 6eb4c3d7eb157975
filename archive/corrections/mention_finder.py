"""The finder of names, run over an article whose title or text a person may have corrected."""

from functools import lru_cache
from typing import Any

from archive.models import Article, Entity
from ingest.mentions import Gazetteer, find_mentions
from ingest.values import FoundMentions


def find_in(article: Article, gazetteer: Gazetteer) -> FoundMentions:
    """The mentions in the title and body that the article has now, saved or not."""
    return find_mentions(article.title, article.body, gazetteer)


def current_gazetteer() -> Gazetteer:
    """The gazetteer of the database as it is now. Four queries."""
    return _gazetteer(tuple(Entity.objects.as_rows()), tuple(Entity.objects.as_name_rows()))


@lru_cache(maxsize=2)
def _gazetteer(rows: tuple[Any, ...], names: tuple[Any, ...]) -> Gazetteer:
    """Built once for the same rows: building is slow, reading the rows is not."""
    return Gazetteer.from_rows(rows, names)
