"""The page on which staff decide that texts are other articles than those that have them."""

from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from archive.admin.article_forms import EvidentForm
from archive.admin.joined_texts import texts_of_articles
from archive.admin.row_ids import read_id
from archive.models import Extract

MOST_TEXTS = 200
"""The largest number of texts for one decision."""

EACH, TOGETHER = "each", "together"


class SeparateForm(EvidentForm):
    """The form with the reason why texts are other articles.

    If several of the texts are in one article, the form also asks whether each of them is an
    article of its own, or whether they are one other article together.
    """

    together = forms.ChoiceField(
        label="The ticked texts of one article are",
        choices=[(EACH, "different articles"), (TOGETHER, "one other article")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one of the two."},
    )
    field_order = ["together", "reason"]

    def __init__(self, texts: Collection[Extract], data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, prefix="separate")
        self.texts = sorted(texts, key=lambda text: text.pk)
        articles = [text.article_id for text in texts]
        if len(set(articles)) == len(articles):
            del self.fields["together"]

    @property
    def groups(self) -> list[list[int]]:
        """Return the ids of the texts in groups; each group becomes one article."""
        if self.cleaned_data.get("together") != TOGETHER:
            return [[text.pk] for text in self.texts]
        groups: dict[int, list[int]] = {}
        for text in self.texts:
            groups.setdefault(text.article_id, []).append(text.pk)
        return list(groups.values())


def chosen_texts(request: HttpRequest) -> list[Extract]:
    """Return the texts that a person ticked; those that cannot be separated are left out.

    A text cannot be separated if it is the only text of its article.
    """
    ids = [pk for text in request.POST.getlist("texts") if (pk := read_id(text)) is not None]
    rows = Extract.objects.filter(pk__in=ids[: MOST_TEXTS + 1]).order_by("pk")
    texts = list(rows.select_related("article", "capture").defer("article__body", "capture__text"))
    counts = texts_of_articles({text.article_id for text in texts})
    return [text for text in texts if counts[text.article_id] > 1]


def page_before(request: HttpRequest, fallback: str) -> str:
    """Return the address of the page on which texts were ticked, `fallback` if it is not ours."""
    address = request.POST.get("back", "")
    is_ours = url_has_allowed_host_and_scheme(address, None) and address.startswith("/")
    return address if is_ours else fallback
