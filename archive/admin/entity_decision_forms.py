"""The forms of decisions about an entity: one class for each decision, with its preview."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.contrib.auth.models import User
from django.utils.text import slugify

from archive.admin.article_forms import ReasonForm
from archive.admin.entity_field import EntityField
from archive.admin.entity_lookup import label_of
from archive.admin.entity_previews import (
    Preview,
    preview_ban,
    preview_merger,
    preview_split,
    preview_words,
)
from archive.admin.row_ids import read_id
from archive.corrections import CorrectionError, entity_decisions
from archive.models import Decision, Entity, EntityName
from archive.models.entity import entity_url


class DecisionForm(forms.Form):
    """The form for the values that a decision about an entity needs.

    The values are parameters in the address of the page that shows the preview. `name` is the name
    of the decision in this address, and `title` is the text of links to the page. `button` is the
    text of the button, and `done` the message after the decision was carried out.
    """

    name: ClassVar[str]
    title: ClassVar[str]
    button: ClassVar[str]
    done: ClassVar[str]

    def __init__(self, entity: Entity, data: Mapping[str, Any] | None = None) -> None:
        self.entity = entity
        super().__init__(data if data and any(name in data for name in self.base_fields) else None)
        for name, value in self.values_now().items():
            self.initial.setdefault(name, value)
        for field in self.entity_fields:
            field.kind = field.kind or entity.kind

    @property
    def entity_fields(self) -> list[EntityField]:
        """Return the fields in which a person types the name of an entity."""
        return [field for field in self.fields.values() if isinstance(field, EntityField)]

    def values_now(self) -> dict[str, str]:
        """Return a dict from field name to the value that the field has before a person types."""
        return {}

    def preview(self) -> Preview:
        """Return the preview: what the decision would change.

        The form must be valid. Raises CorrectionError if the decision is not possible.
        """
        raise NotImplementedError

    def carry_out(self, reason: str, user: User, seen: Mapping[int, str]) -> Decision:
        """Carry out the decision; the form must be valid.

        `seen` maps the ids of entities to their digests in the preview. Raises StaleForm if an
        entity has another digest now, and CorrectionError if the decision is not possible.
        """
        raise NotImplementedError


class Merge(DecisionForm):
    """The form to merge this entity into another entity of the same kind."""

    name, title, button = "merge", "Merge into another", "Merge"
    done = "Merged."
    target = EntityField(label="Merge into")

    def preview(self) -> Preview:
        entity_decisions.refuse_merger(self.entity, self.cleaned_data["target"])
        return preview_merger(self.entity, self.cleaned_data["target"])

    def carry_out(self, reason: str, user: User, seen: Mapping[int, str]) -> Decision:
        return entity_decisions.merge(
            self.entity, self.cleaned_data["target"], reason, user, seen=seen
        )


class Split(DecisionForm):
    """The form to split off a spelling, which then means a new entity or a chosen other entity."""

    name, title, button = "split", "Split off a spelling", "Split off the spelling"
    done = "The spelling is split off."
    spelling = forms.CharField(max_length=200)
    target = EntityField(
        required=False,
        label="What it means",
        help_text="Empty: it becomes a new entry.",
    )

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
    """The form to ban a spelling, so that it never means this entity."""

    name, title, button = "ban", "Ban a spelling", "Ban the spelling"
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
    """The form to add a spelling, by which the name finder then finds this entity."""

    name, title, button = "spell", "Add an alias", "Add the alias"
    done = "The alias is added."
    spelling = forms.CharField(label="Alias", max_length=200)
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
                f"“{self.cleaned_data['spelling']}” means {label_of(self.entity)} in everything"
                " that is imported from now on."
            ),
            (
                "Articles that are in the archive follow at the next import_articles --reparse."
                " Mentions that a ban had hidden are shown again at once."
            ),
        )
        return preview_words(self.entity, sentences, [self.cleaned_data["spelling"]])

    def carry_out(self, reason: str, user: User, seen: Mapping[int, str]) -> Decision:
        values = self.cleaned_data
        return entity_decisions.add_spelling(
            self.entity, values["spelling"], values["kind"], reason, user, seen=seen
        )


class Rename(DecisionForm):
    """The form to change the name or the address of this entity."""

    name, title, button = "rename", "Rename", "Rename"
    done = "Renamed."
    new_name = forms.CharField(label="Name", max_length=200)
    slug = forms.CharField(
        required=False,
        label="Last part of the address of the page",
        max_length=120,
        help_text="Empty: made from the name. The old address redirects.",
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
            f"Its name on every page is {name}. “{self.entity.name}” stays one of its aliases."
        ]
        if self.cleaned_data["slug"] != self.entity.slug:
            new = address.replace(self.entity.slug, self.cleaned_data["slug"])
            sentences.append(f"Its page moves from {address} to {new}; the old address redirects.")
        return preview_words(self.entity, sentences, [name])

    def carry_out(self, reason: str, user: User, seen: Mapping[int, str]) -> Decision:
        values = self.cleaned_data
        return entity_decisions.rename(
            self.entity, values["new_name"], values["slug"], reason, user, seen=seen
        )


class Describe(DecisionForm):
    """The form to correct the Korean name, the description or the place of an entity.

    The place (`site`) is the place where an organisation is. The form has this field only for
    organisations.
    """

    name, title, button = "describe", "Correct the details", "Save the details"
    done = "Corrected."
    korean_name = forms.CharField(required=False, max_length=100)
    description = forms.CharField(
        required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
    site = EntityField(
        kind=Entity.Kind.PLACE,
        required=False,
        label="Located in",
        help_text=(
            "The place where it is. Articles that name it also count for that place after the next"
            " import_articles --reparse."
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

    def preview(self) -> Preview:
        changed = [
            field
            for field, value in self.cleaned_data.items()
            if value != getattr(self.entity, field)
        ]
        if not changed:
            raise CorrectionError({"": "Nothing was changed."})
        sentences = (
            f"{self[field].label} becomes: {self.cleaned_data[field] or 'nothing'}"
            for field in changed
        )
        return preview_words(self.entity, sentences)

    def carry_out(self, reason: str, user: User, seen: Mapping[int, str]) -> Decision:
        return entity_decisions.describe(self.entity, self.cleaned_data, reason, user, seen=seen)


class Accept(DecisionForm):
    """The form to accept this automatically detected entity, so that it is listed."""

    name, title, button = "accept", "Accept", "Accept the name"
    done = "Accepted."

    def preview(self) -> Preview:
        if self.entity.is_listed:
            raise CorrectionError({"": "This name is listed already."})
        sentence = (
            f"{self.entity.name} is listed as a reviewed name. From now on it is found by its"
            " aliases in every text."
        )
        return preview_words(self.entity, [sentence])

    def carry_out(self, reason: str, user: User, seen: Mapping[int, str]) -> Decision:
        return entity_decisions.accept([self.entity], reason, user)


class Apart(DecisionForm):
    """The form to keep this entity apart from another entity with a similar name."""

    name, title, button = "apart", "Keep apart from another", "Keep them apart"
    done = "They are kept apart."
    other = EntityField(label="It is not the same as")

    def preview(self) -> Preview:
        other = self.cleaned_data["other"]
        if other.pk == self.entity.pk:
            raise CorrectionError({"other": "Choose another one: this is the same."})
        return preview_words(
            self.entity,
            [f"{label_of(other)} is not offered again as a name that perhaps means the same."],
        )

    def carry_out(self, reason: str, user: User, seen: Mapping[int, str]) -> Decision:
        return entity_decisions.keep_apart(self.entity, self.cleaned_data["other"], reason, user)


DECISION_FORMS: dict[str, type[DecisionForm]] = {
    form.name: form for form in (Merge, Split, Ban, Spell, Rename, Describe, Accept, Apart)
}
"""The form of each decision, by the decision's name in the address."""


class ConfirmForm(ReasonForm):
    """The form with the reason for a decision; `seen` has the digests of the entities as text."""

    seen = forms.CharField(required=False, max_length=2000, widget=forms.HiddenInput)

    def clean_seen(self) -> dict[int, str]:
        """Return a dict from entity id to the digest of the entity when the form was opened."""
        pairs = [part.split(":") for part in self.cleaned_data["seen"].split() if ":" in part]
        return {
            pk: pair[1] for pair in pairs if len(pair) == 2 and (pk := read_id(pair[0])) is not None
        }

    @staticmethod
    def packed(seen: Mapping[int, str]) -> str:
        """Return the digests as text for the hidden field: "17:4f2a… 18:9c01…"."""
        return " ".join(f"{pk}:{digest}" for pk, digest in seen.items())
