"""An article, a version or a passage as it is cited."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from archive.display.saved_dates import saved_between
from archive.models import Article
from archive.models.addresses import address_of
from archive.records.article_records import RECORDS_AT_ONCE
from ingest.partial_date import PartialDate

ARCHIVE = "Dateline"
_FIELDS = (
    *("title", "agency", "source__name", "published_on", "published_precision", "language"),
    *("is_date_doubtful", "is_corrected", "dateline_place", "dateline_on", "original_url"),
    *("withdrawn_at", "shown_extract__capture__sha256"),
    *(
        "shown_extract__capture__saved_not_before",
        "shown_extract__capture__saved_not_after",
    ),
)


@dataclass(frozen=True, slots=True)
class Cited:
    """What is cited, with the values that citations name.

    `path` is the permanent address without the host. `author` is the agency that the text credits,
    or "" if there is none or the source has the same name. `source` is "" if it is unknown.
    `written_at` has the place and day of the dateline: "Pyongyang, 14 September". `sha256` is the
    SHA-256 of the saved file whose text is cited, and `saved` says when the file was saved; both
    are "" if there is no file. `version` is the short id of the version, or "" if the article is
    cited as it is shown. `paragraph` is the number of the cited paragraph, or 0 for the whole text.
    """

    pk: int
    path: str
    title: str
    author: str
    source: str
    published: PartialDate
    is_date_doubtful: bool
    is_corrected: bool
    language: str
    written_at: str
    original_url: str
    sha256: str
    saved: str
    version: str = ""
    paragraph: int = 0

    @property
    def key(self) -> str:
        """Return a name for the citation that no other citation has: "dateline-17"."""
        paragraph = f"p{self.paragraph}" if self.paragraph else ""
        return "-".join(filter(None, ["dateline", str(self.pk), self.version, paragraph]))

    @property
    def saved_file(self) -> str:
        """Return how citations name the saved file: "saved file 3f2a9c01b2de", or ""."""
        return f"saved file {self.sha256[:12]}" if self.sha256 else ""

    @property
    def note(self) -> str:
        """Return the facts that have no field of their own in most formats, as sentences."""
        saved = f"Saved {self.saved}." if self.saved else ""
        return " ".join(
            filter(
                None,
                [
                    f"Written at {self.written_at}." if self.written_at else "",
                    "The date is doubtful." if self.is_date_doubtful else "",
                    "Corrected by the archive." if self.is_corrected else "",
                    saved,
                    f"SHA-256 of the saved file: {self.sha256}." if self.sha256 else "",
                    f"Original: {self.original_url}" if self.original_url else "",
                ],
            )
        )


def cited_articles(ids: Iterable[int]) -> Iterator[Cited]:
    """Yield what is cited for the public articles with these ids, in the order of `ids`.

    Takes one database query for RECORDS_AT_ONCE articles. The texts are not loaded.
    """
    rows = Article.objects.public().select_related("source", "shown_extract__capture")
    waiting = iter(ids)
    while group := list(islice(waiting, RECORDS_AT_ONCE)):
        found = rows.only(*_FIELDS).in_bulk(group)
        yield from (_as_shown(found[pk]) for pk in group if pk in found)


def _as_shown(article: Article) -> Cited:
    if not article.shown_extract:
        return of_article(article, "", "")
    capture = article.shown_extract.capture
    saved = saved_between(capture.saved_not_before, capture.saved_not_after)
    return of_article(article, capture.sha256, saved)


def cited_article(pk: int) -> Cited | None:
    """Return what is cited for a public article, or None. Takes one database query."""
    return next(cited_articles([pk]), None)


def of_article(article: Article, sha256: str, saved: str) -> Cited:
    """Return what is cited for an article whose row is loaded already. Takes no query.

    `sha256` is that of the saved file whose text the article shows, and `saved` says when the file
    was saved; both can be "".
    """
    source = article.source.name if article.source else ""
    return Cited(
        pk=article.pk,
        path=permanent_path(article.pk),
        title=article.title,
        author=article.agency if article.agency != source else "",
        source=source,
        published=PartialDate.of(article.published_on, article.published_precision),
        is_date_doubtful=article.is_date_doubtful,
        is_corrected=article.is_corrected,
        language=article.language,
        written_at=written_at(article.dateline_place, article.dateline_on),
        original_url=article.original_url,
        sha256=sha256,
        saved=saved,
    )


def of_version(
    cited: Cited, *, title: str, published: PartialDate, sha256: str, saved: str
) -> Cited:
    """Return `cited` with the values of one version of the article."""
    short_id = sha256[:12]
    return replace(
        cited,
        path=address_of("version", cited.pk, short_id),
        title=title or cited.title,
        published=published,
        is_corrected=False,
        sha256=sha256,
        saved=saved,
        version=short_id,
    )


def of_passage(cited: Cited, paragraph: int) -> Cited:
    """Return `cited`, but only one paragraph of it. Paragraphs are numbered from 1."""
    return replace(cited, path=f"{cited.path}#{paragraph_id(paragraph)}", paragraph=paragraph)


def paragraph_id(number: int) -> str:
    """Return the HTML id of a paragraph of an article or version: "p3"."""
    return f"p{number}"


def permanent_path(pk: int) -> str:
    """Return the permanent address of an article, without its title: "/articles/17/".

    A title can be corrected, so it is not part of the address that is cited.
    """
    return f"{address_of('articles')}{pk}/"


def written_at(place: str, day: date | None) -> str:
    """Return a dateline in words: "Pyongyang, 14 September"."""
    day_and_month = f"{day.day} {day:%B}" if day else ""
    return ", ".join(filter(None, [place, day_and_month]))
