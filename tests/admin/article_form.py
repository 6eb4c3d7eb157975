"""Functions that return the address and the form data of the page for correcting an article."""

from django.urls import reverse

from archive.corrections import fingerprints, shown_values
from archive.models import Article


def page_of(article: Article) -> str:
    return reverse("admin:archive_article_change", args=[article.pk])


def form_of(article: Article, **changes: str) -> dict[str, str]:
    """Return the data that the form sends if a person changes only the fields in `changes`."""
    article = Article.objects.get(pk=article.pk)
    values = shown_values(article) | changes
    sent = {f"correct-{name}": value for name, value in values.items()}
    sent |= {f"correct-seen_{name}": digest for name, digest in fingerprints(article).items()}
    return sent | {"correct-reason": "because", "do": "correct"}
