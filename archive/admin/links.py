"""Links between pages of the admin, and problems in words."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from archive.models import Article

Problem = dict[str, Any]

PROBLEMS = {
    "damaged": "Bytes of the file damaged",
    "date-unknown": "Date unknown",
    "dates-disagree": "Dates disagree",
    "furniture-left": "Part of the page left in the text",
    "key-changed": "Read as another article now",
    "link-common": "Link of very many articles",
    "link-shared": "Link shared with another article",
    "link-unusable": "Link that cannot be used",
    "mojibake": "Garbled characters",
    "part-vanished": "Not found in its file any more",
    "place-ambiguous": "A name can mean several places",
    "place-province-clash": "Place in another province than listed",
    "place-unknown": "Place in no list",
    "possible-duplicate": "Possible duplicate",
    "several-matches": "Several articles fit",
    "source-long": "Name of the source too long",
    "source-said-differs": "Source other than was said",
    "source-unknown": "Source unknown",
    "title-long": "Title very long",
    "title-missing": "Title missing",
    "unreadable-field": "Field that cannot be read",
}
"""Each kind of problem in words, by its code; what exactly is doubtful, the problem itself says."""


def page_link(record: Model, words: str) -> SafeString:
    """A link to a record's page in the admin."""
    address = reverse(
        f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk]
    )
    return format_html('<a href="{}">{}</a>', address, words)


def article_link(article: Article) -> SafeString:
    """A link to an article's page in the admin, with its title."""
    return page_link(article, article.title or f"Article {article.pk}")


def problem_list(problems: Iterable[Problem]) -> SafeString | str:
    """Problems in plain words, one a line, with their codes."""
    items = [(problem_in_words(problem),) for problem in problems]
    return (
        format_html('<ul class="problems">{}</ul>', format_html_join("", "<li>{}</li>", items))
        if items
        else "none"
    )


def problem_in_words(problem: Problem) -> SafeString:
    """A problem's sentence, its code, and what it could be."""
    candidates = ", ".join(map(str, problem.get("candidates", ())))
    return format_html(
        '{} <span class="problem-code">{}</span>{}',
        problem.get("message", ""),
        problem.get("code", ""),
        f" Could be: {candidates}." if candidates else "",
    )
