"""The numbered paragraphs of an article or version, with permanent addresses of passages."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from archive.display.safe_text import linked_paragraphs
from archive.models import Article, Extract
from archive.models.addresses import address_of
from archive.records.cited import paragraph_id


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph: its number from 1, its HTML id, its HTML, and its permanent address."""

    number: int
    anchor: str
    text: SafeString
    url: str


def passages(paragraphs: Sequence[SafeString], path: str) -> list[Passage]:
    """Return the paragraphs with their numbers; `path` is the address of the page they are on."""
    return [
        Passage(number, paragraph_id(number), text, f"{path}#{paragraph_id(number)}")
        for number, text in enumerate(paragraphs, start=1)
    ]


def count_paragraphs(body: str) -> int:
    """Return the number of paragraphs of a text, counted as on its page."""
    return len(linked_paragraphs(body, ()))


def shown_version_id(article: Article, sha256: str) -> str:
    """Return the short id of the version whose text the article shows, letter by letter.

    `sha256` is that of the saved file that the article shows. Returns "" if there is none, or if
    staff changed the text, because no version has this text then. Takes a query only for an
    article that staff corrected.
    """
    if not sha256:
        return ""
    if article.is_corrected:
        extract = Extract.objects.filter(pk=article.shown_extract_id or 0, body=article.body)
        return sha256[:12] if extract.exists() else ""
    return sha256[:12]


def passages_path(article: Article, sha256: str) -> str:
    """Return the address to which links to passages of an article lead.

    It is the page of the version that the article shows, so that a link leads to the same words
    after the article shows another version. If staff changed the text, it is "", the page itself.
    """
    short_id = shown_version_id(article, sha256)
    return address_of("version", article.pk, short_id) if short_id else ""
