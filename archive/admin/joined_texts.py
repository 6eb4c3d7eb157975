"""The texts that imports joined to articles: rows for the pages of a run and of an article."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Count
from django.urls import reverse

from archive.corrections.choose_extract import parsed_value
from archive.database.seen_paths import first_paths
from archive.display.safe_text import thousands
from archive.models import Article, Extract, ImportRun, JoinedExtract

TEXTS_PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class TextRow:
    """A text (extract) in a list, with its file and its article.

    - `file` has the path of the saved file, and `place` the place of the text in this file in
      words. `file_url` is the admin page of the file.
    - `title` is the title in the file. `article` is the article that the import chose, and `now`
      the article that has the text now if it is another one, otherwise None.
    - `how` says in words how the import recognised the article; "" for the first text of an
      article, or if it is not known.
    - `compare_url` is the page that shows the text beside the text of the article.
    - `can_separate` is True if the article has other texts, so that this one can be taken away.
    - `is_shown` is True if the article shows this text.
    """

    pk: int
    file: str
    place: str
    file_url: str
    title: str
    article: Article
    now: Article | None
    how: str
    compare_url: str
    can_separate: bool
    is_shown: bool = False


def place_in_file(position: int) -> str:
    """Return the place of a text in its file in words; "" for the first text (`position` 0)."""
    return f"article {position + 1} of the file" if position else ""


def how_in_words(joined: JoinedExtract | None) -> str:
    """Return how an import recognised the article of a text: "same text, 96% in common"."""
    return f"{joined.get_how_display()}, {joined.share:.0%} in common" if joined else ""


def compare_url(extract: int, article: int) -> str:
    """Return the address of the page that compares a text with an article (ids)."""
    query = {"with": article}
    return reverse("admin:archive_extract_compare", args=[extract], query=query)


def joined_page(run: ImportRun, number: str) -> Page[JoinedExtract]:
    """Return a page of the texts that a run joined, the latest first; `number` is from the address.

    If `number` is not the number of a page, the first or the last page is returned.
    """
    joined = JoinedExtract.objects.filter(run=run).order_by("-pk")
    joined = joined.select_related("article", "extract__article", "extract__capture")
    joined = joined.defer("article__body", "extract__body", "extract__article__body", *_TEXTS)
    return Paginator(joined, TEXTS_PER_PAGE).get_page(number)


def joined_rows(page: Sequence[JoinedExtract]) -> list[TextRow]:
    """Return a row for each of these texts that a run joined to articles."""
    extracts = [joined.extract for joined in page]
    return _rows(extracts, {joined.extract_id: joined for joined in page})


def texts_page(article: Article, number: str) -> Page[Extract]:
    """Return a page of the texts of an article, in the order of their import."""
    texts = Extract.objects.filter(article=article).order_by("pk")
    texts = texts.select_related("article", "capture").defer("body", "article__body", *_CAPTURE)
    return Paginator(texts, TEXTS_PER_PAGE).get_page(number)


def text_rows(texts: Collection[Extract]) -> list[TextRow]:
    """Return a row for each of these texts."""
    joined = JoinedExtract.objects.filter(extract__in=[text.pk for text in texts])
    joined = joined.select_related("article").defer("article__body")
    return _rows(list(texts), {row.extract_id: row for row in joined})


def _rows(texts: Sequence[Extract], joined: Mapping[int, JoinedExtract]) -> list[TextRow]:
    """Return a row for each text; `joined` has the record of its join, by id of the text."""
    paths = first_paths([text.capture_id for text in texts])
    counts = texts_of_articles({text.article_id for text in texts})
    rows = []
    for text in texts:
        record = joined.get(text.pk)
        article = record.article if record else text.article
        rows.append(
            TextRow(
                pk=text.pk,
                file=paths.get(text.capture_id, text.capture.short_id),
                place=place_in_file(text.position),
                file_url=reverse("admin:archive_capture_change", args=[text.capture_id]),
                title=parsed_value(text, "title"),
                article=article,
                now=text.article if text.article_id != article.pk else None,
                how=how_in_words(record),
                compare_url=compare_url(text.pk, article.pk),
                can_separate=counts[text.article_id] > 1,
                is_shown=text.pk == text.article.shown_extract_id,
            )
        )
    return rows


def texts_of_articles(articles: Collection[int]) -> dict[int, int]:
    """Return a dict from the id of each of these articles to the number of its texts."""
    rows = Extract.objects.filter(article__in=articles).order_by().values_list("article")
    return dict(rows.annotate(Count("pk")))


def joined_label(run: ImportRun) -> str:
    """Return the number of texts that a run joined; old runs did not count them."""
    return "not counted" if run.joined_count is None else thousands(run.joined_count)


_CAPTURE = tuple(f"capture__{name}" for name in ("text", "evidence", "problems"))
_TEXTS = tuple(f"extract__{name}" for name in _CAPTURE)
