"""The keys by which the article of a text is found, and how many texts are compared at most."""

from dataclasses import dataclass

from archive.matching.source_resolver import SourceRef, SourceResolver
from archive.models import Extract
from ingest.rules import STAND_IN
from ingest.same_article import article_key, neighbouring_days, opening_of

MOST_CANDIDATES = 100
"""The largest number of extracts with one key, or one link, with which a new extract is compared.

Without a limit, the time to import copies of an article would grow with the square of their number.
If there are more extracts, only the latest of them are compared."""

MOST_OF_DAY = 1_000
"""The largest number of extracts of a day with which a new extract without a title is compared."""


@dataclass(frozen=True, slots=True)
class LookupKeys:
    """The values of a newly parsed article that are used to search the archive for the article.

    `published` is a partial date ("2025-04-17", "2025-04" or "2025"; "" if the page has no date).
    `key` is the `article_key` of the article, and `link_key` a hash of its original link, "" if it
    has none. `opening` has the first letters of the body (`opening_of`). They are compared with the
    lead of a known item: the beginning of the article's text, as the list on a saved page shows it.
    `dateline_day` is the day of a dateline without a year ("--05-06"), or "".
    """

    source: SourceRef | None
    published: str
    title: str
    key: str
    link_key: str
    opening: str
    dateline_day: str = ""

    @classmethod
    def of_extract(cls, extract: Extract, sources: SourceResolver) -> "LookupKeys":
        """Return the keys of a stored extract."""
        values = {
            name: extract.fields.get(name, {}).get("value") or ""
            for name in ("source", "published", "title", "dateline_day")
        }
        is_titled = extract.fields.get("title", {}).get("rule") != STAND_IN
        return cls(
            sources.find(values["source"]),
            values["published"],
            values["title"] if is_titled else "",
            extract.key,
            extract.link_key,
            opening_of(extract.body),
            values["dateline_day"],
        )

    @property
    def is_dated(self) -> bool:
        """Return True if the date has a day, and not only a month or a year."""
        return len(self.published) == 10

    @property
    def untitled_key(self) -> str:
        """Return the `article_key` without the title.

        If another saved file has the same article without a title, the extract from that file has
        this key.
        """
        return article_key(self.slug, self.published, "")

    @property
    def slug(self) -> str:
        return self.source.slug if self.source else ""

    @property
    def day_keys(self) -> list[str]:
        """Return the day keys by which the extracts of an article without a title are found.

        A day key is made of the source and a day: the day of the article, the day before, or the
        day after. Only an extract with one of these day keys can belong to the same article. The
        list is empty if the article has a title, or if its date has no day.
        """
        return [] if self.title else neighbouring_days(self.untitled_key)
