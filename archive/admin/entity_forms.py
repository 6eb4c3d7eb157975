"""What can be done with an entity: for each act its form, what it would change, and how it is
carried out."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.contrib.auth.models import User
from django.utils.text import slugify

from archive.admin.article_forms import ReasonForm
from archive.admin.entity_previews import (
    Preview,
    preview_ban,
    preview_merger,
    preview_split,
    preview_words,
)
from archive.admin.lookup import label_of, the_entity
from archive.corrections import CorrectionError, entity_decisions
from archive.models import Decision, Entity, EntityName
from archive.models.entity import entity_url

NAMES = {"list": "names"}


class DecisionForm(forms.Form):
    """What an act needs to know. Its values stand in the address of the page that shows what the
    act would change."""

    name: ClassVar[str]
    title: ClassVar[str]
    button: ClassVar[str]
    done: ClassVar[str]

    def __init__(self, entity: Entity, data: Mapping[str, Any] | None = None) -> None:
        self.entity = entity
        super().__init__(data if data and any(name in data for name in self.base_fields) else None)
        for name, value in self.values_now().items():
            self.initial.setdefault(name, value)

    def values_now(self) -> dict[str, str]:
        """What the fields hold before anything is typed."""
        return {}

    def preview(self) -> Preview:
        """What the act would change. Asked of a valid form only; raises CorrectionError when it
        cannot be."""
        raise NotImplementedError

    def carry_out(self, reason: str, user: User, seen: Mapping[int, str]) -> Decision:
        """Do it. Asked of a valid form only; raises CorrectionError."""
        raise NotImplementedError


class Merge(DecisionForm):
    name, title, button = "merge", "Merge into another", "Merge them"
    done = "Merged."
    target = forms.CharField(
        label="It is the same as", max_length=300, widget=forms.TextInput(attrs=NAMES)
    )

    def clean_target(self) -> Entity | None:
        return the_entity(self.cleaned_data["target"], self.entity.kind)

    def preview(self) -> Preview:
        entity_decisions.refuse_merger(self.entity, self.cleaned_data["target"])
        return preview_merger(self.entity, self.cleaned_data["target"])

    def carry_out(self, reason: str, user: User, seen: Mapping[int, str]) -> Decision:
        return entity_decisions.merge(
            self.entity, self.cleaned_data["target"], reason, user, seen=seen
        )


class Split(DecisionForm):
    name, title, button = "split", "A spelling means another", "Split it off"
    done = "The spelling is split off."
    spelling = forms.CharField(max_length=200)
    target = forms.CharField(
        required=False,
        max_length=300,
        label="It means",
        widget=forms.TextInput(attrs=NAMES),
        help_text="Empty: it becomes one of its own.",
    )

    def clean_target(self) -> Entity | None:
        return the_entity(self.cleaned_data["target"], self.entity.kind)

    def preview(self) -> Preview:
        entity_decisions.refuse_split(
            self.entity, self.cleaned_data["spelling"], self.cleaned_data["target"]
        )
        return preview_split(
            self.entity, self.cleaned_data["spelling"], self.cleaned_data["target"]
        )

    def carry_out(self, reason: str, user: User, seen: Mapping[int, str]) -> Decision:
        values = self.cleaned_data
        return entity_decisions.split_off(
            self.entity, values["spelling"], reason, user, target=values["target"], seen=seen
        )


class Ban(DecisionForm):
    name, title, button = "ban", "Ban a spelling", "Ban it"
    done = "The spelling is banned."
    spelling = forms.CharField(max_length=200)

    def preview(self) -> Preview:
        entity_decisions.refuse_ban(self.entity, self.cleaned_data["spelling"])
        return preview_ban(self.entity, self.cleaned_data["spelling"])

    def carry_out(self, reason: str, user: User, seen: Mapping[int, str]) -> Decision:
        return entity_decisions.ban(
            self.entity, self.cleaned_data["spelling"], reason, user, seen=seen
        )


class Spell(DecisionForm):
    name, title, button = "spell", "Add a spelling", "Add it"
    done = "The spelling is added."
    spelling = forms.CharField(max_length=200)
    kind = forms.ChoiceField(
        label="Kind",
        choices=[
            (kind.value, kind.label)
            for kind in EntityName.Kind
            if kind not in {"banned", "official"}
        ],
    )

    def preview(self) -> Preview:
        entity_decisions.refuse_spelling(self.entity, self.cleaned_data["spelling"])
        sentences = (
            (
                f"“{self.cleaned_data['spelling']}” means {label_of(self.entity)} in whatever is"
                " imported from now on."
            ),
            (
                "Articles that are held are read with it at the next import_articles --reparse."
                " What a ban had hidden is back at once."
            ),
        )
        return preview_words(self.entity, sentences, [self.cleaned_data["spelling"]])

    def carry_out(self, reason: str, user: User, seen: Mapping[int, str]) -> Decision:
        values = self.cleaned_data
        return entity_decisions.add_spelling(
            self.entity, values["spelling"], values["kind"], reason, user, seen=seen
        )


class Rename(DecisionForm):
    name, title, button = "rename", "Rename", "Rename it"
    done = "Renamed."
    new_name = forms.CharField(label="Name", max_length=200)
    slug = forms.CharField(
        required=False,
        label="Address",
        max_length=120,
        help_text="Empty: made of the name. The old address leads on.",
    )

    def values_now(self) -> dict[str, str]:
        return {"new_name": self.entity.name, "slug": self.entity.slug}

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not values.get("slug"):
            name = values.get("new_name", "")
            is_same = slugify(name) == self.entity.slug
            values["slug"] = self.entity.slug if is_same else entity_decisions.free_slug(name)
        return values

    def preview(self) -> Preview:
        if (self.cleaned_data["new_name"], self.cleaned_data["slug"]) == (
            self.entity.name,
            self.entity.slug,
        ):
            raise CorrectionError({"": "Nothing was changed."})
        entity_decisions.refuse_taken_slug(self.entity, self.cleaned_data["slug"])
        name, address = (
            self.cleaned_data["new_name"],
            entity_url(self.entity.kind, self.entity.slug),
        )
        sentences = [
            f"It is called {name} on every page. “{self.entity.name}” stays one of its spellings."
        ]
        if self.cleaned_data["slug"] != self.entity.slug:
            new = address.replace(self.entity.slug, self.cleaned_data["slug"])
            sentences.append(
                f"Its page moves from {address} to {new}; the old address leads there."
            )
        return preview_words(self.entity, sentences, [name])

    def carry_out(self, reason: str, user: User, seen: Mapping[int, str]) -> Decision:
        values = self.cleaned_data
        return entity_decisions.rename(
            self.entity, values["new_name"], values["slug"], reason, user, seen=seen
        )


class Describe(DecisionForm):
    name, title, button = "describe", "Correct the details", "Correct it"
    done = "Corrected."
    korean_name = forms.CharField(required=False, max_length=100)
    description = forms.CharField(
        required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
    site = forms.CharField(
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs=NAMES),
        help_text=(
            "The place where it stands. What naming it implies is found at the next import_articles"
            " --reparse."
        ),
    )

    def __init__(self, entity: Entity, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(entity, data)
        if entity.kind != Entity.Kind.ORGANISATION:
            del self.fields["site"]

    def values_now(self) -> dict[str, str]:
        site = self.entity.site
        values = {"korean_name": self.entity.korean_name, "description": self.entity.description}
        return values | {"site": site.slug if site else ""}

    def clean_site(self) -> Entity | None:
        return the_entity(self.cleaned_data["site"], Entity.Kind.PLACE)

    def preview(self) -> Preview:
        changed = [
            field
            for field, value in self.cleaned_data.items()
            if value != getattr(self.entity, field)
        ]
        if not changed:
            raise CorrectionError({"": "Nothing was changed."})
        lines = (
            f"{self.fields[each].label or each}: {self.cleaned_data[each] or 'nothing'}"
            for each in changed
        )
        labelled = (
            line.replace("_", " ").capitalize() if line.startswith("korean") else line
            for line in lines
        )
        return preview_words(self.entity, labelled)

    def carry_out(self, reason: str, user: User, seen: Mapping[int, str]) -> Decision:
        return entity_decisions.describe(self.entity, self.cleaned_data, reason, user, seen=seen)


class Accept(DecisionForm):
    name, title, button = "accept", "List it", "List it"
    done = "Listed."

    def preview(self) -> Preview:
        if self.entity.is_listed:
            raise CorrectionError({"": "It is listed already."})
        sentence = (
            f"{self.entity.name} is listed: looked at, good, and found by its spellings wherever"
            " they stand."
        )
        return preview_words(self.entity, [sentence])

    def carry_out(self, reason: str, user: User, seen: Mapping[int, str]) -> Decision:
        return entity_decisions.accept([self.entity], reason, user)


class Apart(DecisionForm):
    name, title, button = "apart", "Not the same as another", "Keep them apart"
    done = "They are kept apart."
    other = forms.CharField(label="It is not", max_length=300, widget=forms.TextInput(attrs=NAMES))

    def clean_other(self) -> Entity | None:
        return the_entity(self.cleaned_data["other"], self.entity.kind)

    def preview(self) -> Preview:
        other = self.cleaned_data["other"]
        if other.pk == self.entity.pk:
            raise CorrectionError({"other": "That is itself."})
        return preview_words(
            self.entity, [f"It is not asked again whether {label_of(other)} is the same."]
        )

    def carry_out(self, reason: str, user: User, seen: Mapping[int, str]) -> Decision:
        return entity_decisions.keep_apart(self.entity, self.cleaned_data["other"], reason, user)


DECISION_FORMS: dict[str, type[DecisionForm]] = {
    each.name: each for each in (Merge, Split, Ban, Spell, Rename, Describe, Accept, Apart)
}
"""The acts, by their name in the address."""


class ConfirmForm(ReasonForm):
    """The reason, and what the person saw when they decided."""

    seen = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)

    def clean_seen(self) -> dict[int, str]:
        pairs = [each.split(":") for each in self.cleaned_data["seen"].split() if ":" in each]
        return {
            int(pair[0]): pair[1]
            for pair in pairs
            if len(pair) == 2 and pair[0].isdecimal() and len(pair[0]) < 19
        }

    @staticmethod
    def packed(seen: Mapping[int, str]) -> str:
        """The digests as the hidden field carries them."""
        return " ".join(f"{pk}:{digest}" for pk, digest in seen.items())
