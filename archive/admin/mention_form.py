"""The form for decisions about the names in an article."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from archive.admin.article_forms import EvidentForm
from archive.admin.entity_field import LIST_ID, EntityField
from archive.admin.entity_lookup import find_entity
from archive.admin.row_ids import read_id
from archive.corrections import NameToAdd
from archive.models import Article, Entity, Mention

MENTIONS_PREFIX = "names"
"""The prefix of the names of all inputs of a MentionsForm."""


class MentionsForm(EvidentForm):
    """The form for decisions about the mentions in an article, and for a name to add."""

    name = EntityField(required=False, label="Place, organisation or person to add")
    quotation = forms.CharField(
        required=False,
        max_length=300,
        label="Quotation",
        help_text=(
            "The words that name the place, organisation or person, copied from the text or title."
            " They must be there exactly once. Empty if the article does not have such words."
        ),
    )

    def __init__(
        self,
        article: Article,
        mentions: list[Mention],
        data: Mapping[str, Any] | None = None,
        count: int | None = None,
    ) -> None:
        """Make a form for `mentions`, which are all mentions in the article or only some of them.

        `count` is the number of all mentions in the article; None if `mentions` has all of them.
        """
        super().__init__(data, prefix=MENTIONS_PREFIX)
        self.article = article
        self.mentions = mentions
        self.is_part = count is not None and count > len(mentions)
        for mention in mentions:
            title = mention.entity.meant.title
            self.fields[f"decide_{mention.pk}"] = forms.ChoiceField(
                required=False,
                label=f"Decision about {title}",
                choices=decisions_on(mention),
                error_messages={"invalid_choice": "This is no longer possible. Choose again."},
            )
            self.fields[f"other_{mention.pk}"] = forms.CharField(
                required=False,
                max_length=300,
                label=f"What it means instead of {title}",
                widget=forms.TextInput(attrs={"list": LIST_ID, "placeholder": "what it means"}),
            )
            self.fields[f"state_{mention.pk}"] = forms.CharField(
                required=False, initial=mention.state, widget=forms.HiddenInput
            )

    def clean(self) -> dict[str, Any]:
        """Return the typed values; add errors if there is no decision or an incomplete decision."""
        values = super().clean() or {}
        if values.get("quotation") and not values.get("name") and "name" not in self.errors:
            self.add_error("name", "Type what the quotation names.")
        self.relinked = dict(self._relinked())
        chosen = any(map(self.chosen, ["confirm", "reject", "drop"])) or self.relinked
        if not self.errors and not values.get("name") and not chosen:
            self.add_error(None, "Nothing was decided.")
        return values

    def _relinked(self) -> list[tuple[int, Entity]]:
        relinked = []
        for mention in self.mentions:
            field = f"other_{mention.pk}"
            words, decision = (
                self.cleaned_data.get(field, ""),
                self.cleaned_data.get(f"decide_{mention.pk}"),
            )
            if decision != "relink":
                if words:
                    self.add_error(field, "Choose “means something else”, or leave this empty.")
                continue
            try:
                entity = find_entity(words)
            except ValidationError as error:
                self.add_error(field, error)
                continue
            if entity is None:
                self.add_error(field, "Type what it means.")
            else:
                relinked.append((mention.pk, entity))
        return relinked

    def chosen(self, decision: str) -> list[int]:
        """Return the ids of the mentions for which the person chose this decision."""
        return [
            mention.pk
            for mention in self.mentions
            if self.cleaned_data.get(f"decide_{mention.pk}") == decision
        ]

    def rebased(self, article: Article) -> QueryDict:
        """Return new data for this form, after somebody else changed the mentions.

        The new data has the values that the person entered, and the present states of the mentions.
        So the person can send the form again.
        """
        data = QueryDict(mutable=True)
        data.update(self.data)
        mentions = article.mentions.all()
        if self.is_part:
            mentions = mentions.filter(pk__in=[mention.pk for mention in self.mentions])
        for pk, state in mentions.values_list("pk", "state"):
            data[self.add_prefix(f"state_{pk}")] = state
        return data

    @property
    def decided(self) -> list[int]:
        """Return the ids of all mentions for which the person chose a decision in the form.

        Some of these mentions may not exist any more.
        """
        start = self.add_prefix("decide_")
        ids = (
            read_id(name.removeprefix(start))
            for name, value in self.data.items()
            if value and name.startswith(start)
        )
        return [pk for pk in ids if pk is not None]

    @property
    def added(self) -> list[NameToAdd]:
        """Return a list with the name that the person adds to the article, or an empty list."""
        entity = self.cleaned_data["name"]
        return [NameToAdd(entity, self.cleaned_data["quotation"])] if entity else []

    @property
    def seen(self) -> dict[int, str]:
        """Return a dict from mention id to the state of the mention when the form was opened."""
        states = {
            mention.pk: self.cleaned_data.get(f"state_{mention.pk}") for mention in self.mentions
        }
        return {pk: state for pk, state in states.items() if state}


def decisions_on(mention: Mention) -> list[tuple[str, str]]:
    """Return (value, label) of each decision that is possible about a mention.

    The choices depend on the earlier decision about the mention.
    """
    if mention.is_detached:
        return [("", "no change"), ("drop", "drop it")]
    choices = [
        ("", "no change"),
        ("confirm", "right"),
        ("reject", "wrong"),
        ("relink", "means something else"),
    ]
    if mention.state != Mention.State.PARSED:
        decided = "reject" if mention.state == Mention.State.REJECTED else "confirm"
        choices = [choice for choice in choices if choice[0] != decided]
        choices.append(("drop", "take back the decision"))
    return choices
