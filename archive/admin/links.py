"""Links between pages of the admin."""

from django.db.models import Model
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from archive.models import Article


def page_link(record: Model, words: str) -> SafeString:
    """A link to a record's page in the admin."""
    address = reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk])
    return format_html('<a href="{}">{}</a>', address, words)


def article_link(article: Article) -> SafeString:
    """A link to an article's page in the admin, with its title."""
    return page_link(article, article.title or f"Article {article.pk}")


def problem_list(problems: list[dict[str, object]]) -> SafeString | str:
    """Problems in plain words, one a line, with their codes."""
    if not problems:
        return "none"
    items = ((problem.get("message", ""), problem.get("code", "")) for problem in problems)
    return format_html(
        '<ul class="problems">{}</ul>',
        format_html_join("", '<li>{} <span class="problem-code">{}</span></li>', items),
    )
