"""The page that compares two texts, so that staff see whether they are one article.

The comparison is that of the public pages (`archive/views/parts/comparison.py`).
"""

from dataclasses import dataclass
from functools import cached_property

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from archive.admin.html_parts import page_link
from archive.admin.joined_texts import compare_url, how_in_words, place_in_file, texts_of_articles
from archive.corrections import FIELDS
from archive.corrections.choose_extract import parsed_value
from archive.database.seen_paths import first_paths
from archive.models import Article, Extract, JoinedExtract
from archive.views.parts.article_versions import saved_of
from archive.views.parts.comparison import Comparison, Side, comparison_of
from ingest.same_article import containment

COMPARED = ("title", "published", "source", "original_url", "language", "dateline_place")


@dataclass(frozen=True)
class ComparePage:
    """Everything that the page shows.

    `extract` is the text, and `article` the article with which it is compared. `side` is the text
    with its file, and `comparison` compares it with the text of the article; it is None if the
    article has no other text. `share` is the part of the shorter text that the longer text has,
    too, in per cent. `how` says how an import recognised the article. If `can_separate` is True,
    the text belongs to the article, and staff can take it away.
    """

    extract: Extract
    article: Article
    side: Side
    comparison: Comparison | None
    share: str
    how: str
    can_separate: bool

    @property
    def same_fields(self) -> str:
        """Return the names of the fields with the same value in both files."""
        if not self.comparison:
            return ""
        one, other = self.comparison.left.fields, self.comparison.right.fields
        return ", ".join(label for label in one if one[label] and one[label] == other[label])

    @cached_property
    def summary(self) -> SafeString:
        return self._part("_comparison_summary.html")

    @cached_property
    def texts(self) -> SafeString:
        return self._part("_comparison.html")

    def _part(self, template: str) -> SafeString:
        """Return a part of the public page of comparisons, which is a Jinja2 template."""
        context = {"comparison": self.comparison}
        return SafeString(render_to_string(template, context, using="jinja2"))


def compare_page(request: HttpRequest, extract: Extract, article: Article) -> ComparePage:
    """Return the comparison of an extract with the text that an article shows.

    If the article shows the extract itself, the extract is compared with the latest other text of
    the article.
    """
    other = _other_text(extract, article)
    joined = JoinedExtract.objects.filter(extract=extract).first()
    counts = texts_of_articles([extract.article_id])
    paths = first_paths([row.capture_id for row in (extract, other) if row])
    side = _side(
        extract, paths, "This text", reverse("admin:archive_extract_change", args=[extract.pk])
    )
    comparison = None
    if other:
        url = reverse("admin:archive_article_change", args=[article.pk])
        shown = _side(other, paths, f"Article {article.pk}", url)
        address = compare_url(extract.pk, article.pk)
        comparison = comparison_of(request, shown, side, address, article.language)
    return ComparePage(
        extract,
        article,
        side,
        comparison,
        f"{containment(extract.body, other.body):.0%}" if other else "",
        how_in_words(joined),
        extract.article_id == article.pk and counts.get(article.pk, 0) > 1,
    )


def _other_text(extract: Extract, article: Article) -> Extract | None:
    texts = Extract.objects.filter(article=article).exclude(pk=extract.pk)
    texts = texts.select_related("capture").defer("capture__text")
    shown = texts.filter(pk=article.shown_extract_id or 0).first()
    return shown or texts.order_by("-pk").first()


def _side(extract: Extract, paths: dict[int, str], heading: str, url: str) -> Side:
    link = page_link(extract.capture, paths.get(extract.capture_id, extract.capture.short_id))
    place = place_in_file(extract.position)
    return Side(
        heading,
        url,
        saved_of(extract),
        extract.body,
        {FIELDS[name].label: parsed_value(extract, name) for name in COMPARED},
        format_html("{}, {}", link, place) if place else link,
    )
