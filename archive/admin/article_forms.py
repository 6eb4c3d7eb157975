"""The forms of an article's page and of the bulk actions."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict

from archive.admin.links import problem_in_words
from archive.corrections import (
    FIELDS,
    CorrectionError,
    PlaceToAdd,
    fingerprints,
    shown_values,
)
from archive.corrections.acts import clean
from archive.corrections.overlay import fingerprint
from archive.corrections.problems import problem_key
from archive.models import Article, Entity, EntityName, Mention, Source

HELP = {
    "published": "2025-04-17, or 2025-04 when only the month is known, 2025 for the year, empty when unknown.",
    "dateline_on": "2025-04-17, or empty.",
    "language": "en, ko, ja, zh, es, ru …",
    "body": "Paragraphs with an empty line between them. A corrected text is kept even if a fuller file is imported.",
}


class ReasonForm(forms.Form):
    """A decision with its reason."""

    reason = forms.CharField(
        label="Reason", max_length=1000, help_text="It stays with the decision, for whoever looks at it later."
    )


class CorrectionForm(ReasonForm):
    """The values of an article as they are shown, to be corrected. `seen` carries a digest of each, so that a change
    made by somebody else meanwhile is noticed."""

    field_order = [*FIELDS, "is_date_right", "reason"]

    title = forms.CharField(widget=forms.Textarea(attrs={"rows": 2}))
    published = forms.CharField(required=False)
    is_date_right = forms.BooleanField(required=False, label="The date is right as it stands")
    source = forms.ChoiceField(required=False)
    dateline_place = forms.CharField(required=False)
    dateline_on = forms.CharField(required=False)
    agency = forms.CharField(required=False)
    language = forms.CharField(required=False)
    original_url = forms.CharField(required=False)
    body = forms.CharField(widget=forms.Textarea, strip=False)

    def __init__(self, article: Article, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, initial=shown_values(article), prefix="correct")
        self.article = article
        sources = Source.objects.by_name().values_list("slug", "name")
        self.fields["source"].choices = [("", "unknown"), *sources]  # type: ignore[attr-defined]
        self.fields["body"].widget.attrs["rows"] = rows_for(article.body)
        if not article.is_date_doubtful:
            del self.fields["is_date_right"]
        for name, digest in fingerprints(article).items():
            self.fields[name].label = FIELDS[name].label
            self.fields[name].help_text = HELP.get(name, "")
            self.fields[f"seen_{name}"] = forms.CharField(
                required=False, initial=digest, widget=forms.HiddenInput, max_length=16
            )

    def clean(self) -> dict[str, Any]:
        """Check the values by the rules of the corrections, and that there is something to record."""
        values = super().clean() or {}
        try:
            self.changes = self._changes(clean({name: values[name] for name in FIELDS if name in values}))
        except CorrectionError as error:
            for name, message in error.messages.items():
                self.add_error(name, message)
        else:
            if not self.changes and not self.errors:
                self.add_error(None, "Nothing was changed.")
        return values

    def _changes(self, values: Mapping[str, str]) -> dict[str, str]:
        shown = shown_values(self.article)
        changes = {name: value for name, value in values.items() if value != shown[name]}
        if self.cleaned_data.get("is_date_right") and "published" in values:
            changes["published"] = values["published"]
        return changes

    def rebased(self) -> QueryDict:
        """The data of this form laid on the article as it is now: what the person left alone follows the article,
        what they typed stays, and the digests are fresh, so that sending it once more is a deliberate act."""
        data = QueryDict(mutable=True)
        data.update({self.add_prefix("reason"): self.cleaned_data.get("reason", "")})
        for name, value in shown_values(self.article).items():
            typed = self.cleaned_data.get(name, value)
            is_left_alone = fingerprint(FIELDS[name].clean(typed)) == self.seen.get(name)
            data[self.add_prefix(name)] = value if is_left_alone else typed
            data[self.add_prefix(f"seen_{name}")] = fingerprint(value)
        return data

    @property
    def seen(self) -> dict[str, str]:
        """The digest of each value when the form was opened."""
        return {name: self.cleaned_data[f"seen_{name}"] for name in FIELDS if self.cleaned_data.get(f"seen_{name}")}


class PlacesForm(ReasonForm):
    """A decision on each mention of a place, and perhaps a place to add."""

    place = forms.CharField(required=False, label="Place to add", widget=forms.TextInput(attrs={"list": "places"}))
    quotation = forms.CharField(
        required=False,
        max_length=300,
        label="Its words in the text",
        help_text="Copied from the text or title, where they must stand once. Empty when the place is not named.",
    )

    def __init__(self, article: Article, mentions: list[Mention], data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, prefix="places")
        self.article = article
        self.mentions = mentions
        for mention in mentions:
            self.fields[f"decide_{mention.pk}"] = forms.ChoiceField(
                required=False,
                label=f"Decision on {mention.entity.title}",
                choices=decisions_on(mention),
            )
            self.fields[f"state_{mention.pk}"] = forms.CharField(
                required=False, initial=mention.state, widget=forms.HiddenInput
            )

    def clean_place(self) -> Entity | None:
        """The place that was meant: by its label in the list, its slug, or a name that only one place has."""
        words = " ".join(self.cleaned_data["place"].split())
        if not words:
            return None
        candidates = find_places(words)
        if len(candidates) == 1:
            return candidates[0]
        if not candidates:
            raise forms.ValidationError(f"There is no place “{words}”: choose one of the list.")
        labels = "; ".join(place_label(each) for each in candidates)
        raise forms.ValidationError(f"“{words}” can be several: {labels}.")

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if values.get("quotation") and not values.get("place") and "place" not in self.errors:
            self.add_error("place", "Name the place of these words.")
        if not self.errors and not values.get("place") and not any(map(self.chosen, ["confirm", "reject", "drop"])):
            self.add_error(None, "Nothing was chosen.")
        return values

    def chosen(self, decision: str) -> list[int]:
        """The ids of the mentions about which this was decided."""
        return [each.pk for each in self.mentions if self.cleaned_data.get(f"decide_{each.pk}") == decision]

    @property
    def added(self) -> list[PlaceToAdd]:
        place = self.cleaned_data["place"]
        return [PlaceToAdd(place, self.cleaned_data["quotation"])] if place else []

    @property
    def seen(self) -> dict[int, str]:
        """The state of each mention when the form was opened."""
        states = {each.pk: self.cleaned_data.get(f"state_{each.pk}") for each in self.mentions}
        return {pk: state for pk, state in states.items() if state}


class ProblemsForm(ReasonForm):
    """The problems of an article that a person looked at and found to be none."""

    settled = forms.MultipleChoiceField(
        label="What was looked at, and is fine",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Choose what you looked at.",
            "invalid_choice": "The problems changed while you had the page open.",
        },
    )
    field_order = ["settled", "reason"]

    def __init__(self, article: Article, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, prefix="problems")
        choices = [(problem_key(problem), problem_in_words(problem)) for problem in article.problems]
        self.fields["settled"].choices = choices  # type: ignore[attr-defined]


class BulkSourceForm(ReasonForm):
    """One source for many articles."""

    source = forms.ModelChoiceField(Source.objects.by_name(), to_field_name="slug", empty_label="choose a source")
    field_order = ["source", "reason"]


def rows_for(text: str) -> int:
    """How many lines a text about fills in the form, within reason."""
    return min(30, 3 + sum(1 + len(line) // 90 for line in text.split("\n")))


def decisions_on(mention: Mention) -> list[tuple[str, str]]:
    """What can be decided about a mention, given what was said of it before."""
    choices = [("", "leave it"), ("confirm", "it is right"), ("reject", "it is wrong")]
    if mention.is_detached:
        return [("", "leave it"), ("drop", "drop it")]
    if mention.state != Mention.State.PARSED:
        said = {Mention.State.REJECTED: "reject"}.get(Mention.State(mention.state), "confirm")
        choices = [choice for choice in choices if choice[0] != said]
        choices.append(("drop", "take back what was said"))
    return choices


def place_label(place: Entity) -> str:
    """A place's name as the list of places to add offers it: "Unsan County (North Phyongan)"."""
    division = place.division
    return f"{place.title} ({division.name})" if division and division.pk != place.pk else place.title


def find_places(words: str) -> list[Entity]:
    """The places that these words can mean: the one with this label or slug, or else all that bear the name."""
    wanted = words.casefold()
    places = list(Entity.objects.places().select_related("division"))
    exact = [place for place in places if wanted in {place_label(place).casefold(), place.slug}]
    if exact:
        return exact
    spelled = EntityName.objects.filter(name__iexact=words).exclude(sort=EntityName.Sort.BANNED)
    ids = set(spelled.values_list("entity_id", flat=True))
    return [place for place in places if place.pk in ids or wanted in {place.title.casefold(), place.name.casefold()}]
