"""Makes small pieces of HTML for several pages of the admin: links and preformatted text."""

import json
from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from archive.models import Article


def page_link(record: Model, words: str) -> SafeString:
    """Return an HTML link to the admin page of a record; `words` are the text of the link."""
    address = reverse(
        f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk]
    )
    return format_html('<a href="{}">{}</a>', address, words)


def article_link(article: Article) -> SafeString:
    """Return an HTML link to the admin page of an article; the text is the article's title."""
    return page_link(article, article.title or f"Article {article.pk}")


def preformatted(text: str) -> SafeString:
    """Return a text as preformatted HTML, in a box that people can scroll with the keyboard."""
    return format_html('<pre class="saved-text" tabindex="0">{}</pre>', text)


def readable_json(value: Any) -> SafeString:
    """Return a JSON value as preformatted HTML, indented."""
    return preformatted(json.dumps(value, ensure_ascii=False, indent=2))
