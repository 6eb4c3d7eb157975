"""The form about the names in an article."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from archive.admin.article_forms import EvidentForm
from archive.admin.lookup import the_entity
from archive.corrections import NameToAdd
from archive.models import Article, Entity, Mention


class MentionsForm(EvidentForm):
    """A decision on each mention of a place, organisation or person, and perhaps one to add."""

    name = forms.CharField(
        required=False,
        max_length=300,
        label="Place, organisation or person to add",
        widget=forms.TextInput(attrs={"list": "names"}),
    )
    quotation = forms.CharField(
        required=False,
        max_length=300,
        label="Its words in the text",
        help_text=(
            "Copied from the text or title, where they must stand once. Empty when it is not named."
        ),
    )

    def __init__(
        self, article: Article, mentions: list[Mention], data: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(data, prefix="names")
        self.article = article
        self.mentions = mentions
        for mention in mentions:
            title = mention.entity.meant.title
            self.fields[f"decide_{mention.pk}"] = forms.ChoiceField(
                required=False,
                label=f"Decision on {title}",
                choices=decisions_on(mention),
                error_messages={"invalid_choice": "This can no longer be said of it: choose anew."},
            )
            self.fields[f"other_{mention.pk}"] = forms.CharField(
                required=False,
                max_length=300,
                label=f"What is meant instead of {title}",
                widget=forms.TextInput(attrs={"list": "names", "placeholder": "what it means"}),
            )
            self.fields[f"state_{mention.pk}"] = forms.CharField(
                required=False, initial=mention.state, widget=forms.HiddenInput
            )

    def clean_name(self) -> Entity | None:
        return the_entity(self.cleaned_data["name"])

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("quotation") and not values.get("name") and "name" not in self.errors:
            self.add_error("name", "Say whom or what these words name.")
        self.relinked = dict(self._relinked())
        chosen = any(map(self.chosen, ["confirm", "reject", "drop"])) or self.relinked
        if not self.errors and not values.get("name") and not chosen:
            self.add_error(None, "Nothing was chosen.")
        return values

    def _relinked(self) -> list[tuple[int, Entity]]:
        found = []
        for mention in self.mentions:
            field = f"other_{mention.pk}"
            words, decision = (
                self.cleaned_data.get(field, ""),
                self.cleaned_data.get(f"decide_{mention.pk}"),
            )
            if decision != "relink":
                if words:
                    self.add_error(field, "Choose “it means another” for this, or leave it empty.")
                continue
            try:
                entity = the_entity(words)
            except ValidationError as error:
                self.add_error(field, error)
                continue
            if entity is None:
                self.add_error(field, "Say what it means.")
            else:
                found.append((mention.pk, entity))
        return found

    def chosen(self, decision: str) -> list[int]:
        """The ids of the mentions about which this was decided."""
        return [
            each.pk
            for each in self.mentions
            if self.cleaned_data.get(f"decide_{each.pk}") == decision
        ]

    def rebased(self, article: Article) -> QueryDict:
        """The data of this form laid on the mentions of the article as they are now: what was typed
        stays, and the states are fresh, so that sending it once more is a deliberate act."""
        data = QueryDict(mutable=True)
        data.update(self.data)
        for pk, state in article.mentions.values_list("pk", "state"):
            data[self.add_prefix(f"state_{pk}")] = state
        return data

    @property
    def decided(self) -> list[int]:
        """The ids of the mentions on which something was decided, those that are gone by now
        too."""
        start = self.add_prefix("decide_")
        ids = [
            name.removeprefix(start)
            for name, value in self.data.items()
            if value and name.startswith(start)
        ]
        return [int(each) for each in ids if each.isdecimal() and len(each) < 19]

    @property
    def added(self) -> list[NameToAdd]:
        entity = self.cleaned_data["name"]
        return [NameToAdd(entity, self.cleaned_data["quotation"])] if entity else []

    @property
    def seen(self) -> dict[int, str]:
        """The state of each mention when the form was opened."""
        states = {each.pk: self.cleaned_data.get(f"state_{each.pk}") for each in self.mentions}
        return {pk: state for pk, state in states.items() if state}


def decisions_on(mention: Mention) -> list[tuple[str, str]]:
    """What can be decided about a mention, given what was said of it before."""
    choices = [
        ("", "leave it"),
        ("confirm", "it is right"),
        ("reject", "it is wrong"),
        ("relink", "it means another"),
    ]
    if mention.is_detached:
        return [("", "leave it"), ("drop", "drop it")]
    if mention.state != Mention.State.PARSED:
        said = {Mention.State.REJECTED: "reject"}.get(Mention.State(mention.state), "confirm")
        choices = [choice for choice in choices if choice[0] != said]
        choices.append(("drop", "take back what was said"))
    return choices
