"""The forms of an article's page."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict

from archive.admin.problem_labels import problem_in_words
from archive.corrections import (
    FIELDS,
    CorrectionError,
    fingerprints,
    shown_values,
)
from archive.corrections.article_decisions import clean
from archive.corrections.article_overlay import fingerprint
from archive.corrections.problems import problem_key
from archive.models import Article, Source

HELP = {
    "published": (
        "2025-04-17; or 2025-04 if only the month is known, 2025 if only the year; empty if"
        " unknown."
    ),
    "dateline_on": "2025-04-17, or empty.",
    "language": "en, ko, ja, zh, es, ru …",
    "body": (
        "Paragraphs with an empty line between them. A corrected text is kept even if a more"
        " complete file is imported later."
    ),
}

FOR_STAFF = "It stays in the history of decisions. Only staff see it."
ON_EVIDENCE = "Readers see it on the article's evidence page."
ON_WITHDRAWAL = "Readers see it at the article's address."


class ReasonForm(forms.Form):
    """A form with a reason for a decision; only staff see the reason."""

    reason = forms.CharField(label="Reason", max_length=1000, help_text=FOR_STAFF)


class EvidentForm(ReasonForm):
    """A form with a reason for a decision; readers see the reason on the evidence page."""

    reason = forms.CharField(label="Reason", max_length=1000, help_text=ON_EVIDENCE)


class WithdrawForm(ReasonForm):
    """The form to withdraw articles; readers see the reason instead of the article."""

    reason = forms.CharField(label="Reason", max_length=1000, help_text=ON_WITHDRAWAL)


class CorrectionForm(EvidentForm):
    """The form in which a person corrects the values that readers see of an article.

    For each value, a hidden field `seen_…` has a digest of the value that the article showed when
    the form was opened. If the digest of the present value is different when the form is saved,
    somebody else changed the value in the meantime.
    """

    field_order = [*FIELDS, "is_date_right", "reason"]

    title = forms.CharField(widget=forms.Textarea(attrs={"rows": 2}))
    published = forms.CharField(required=False)
    is_date_right = forms.BooleanField(
        required=False, label="The date is right as it is", label_suffix=""
    )
    source = forms.ChoiceField(required=False)
    dateline_place = forms.CharField(required=False)
    dateline_on = forms.CharField(required=False)
    agency = forms.CharField(required=False)
    language = forms.CharField(required=False)
    original_url = forms.CharField(required=False)
    body = forms.CharField(widget=forms.Textarea, strip=False)

    def __init__(
        self, article: Article, data: Mapping[str, Any] | None = None, *, reason: str = ""
    ) -> None:
        """Make the form; `reason` is the reason that it offers."""
        initial = {**shown_values(article), "reason": reason}
        super().__init__(data, initial=initial, prefix="correct")
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
        """Return the clean values; add errors if a value is not valid or if nothing was changed."""
        values = super().clean() or {}
        try:
            self.changes = self._changes(values)
        except CorrectionError as error:
            for name, message in error.messages.items():
                self.add_error(name, message)
        else:
            if not self.changes and not self.errors:
                self.add_error(None, "Nothing was changed.")
        return values

    def _changes(self, typed: Mapping[str, str]) -> dict[str, str]:
        """Return a dict from the name of each changed field to the new value in its standard form.

        Raises CorrectionError if a new value is not valid, or if the person ticked “The date is
        right as it is” although the date was changed.

        A value that was not changed is not checked: an imported value can be one that staff may not
        type, such as a date of 1910, and staff must still be able to correct the other values.
        """
        shown = shown_values(self.article)
        values = {name: typed[name] for name in FIELDS if name in typed}
        changed = {name: value for name, value in values.items() if value != shown[name].strip()}
        cleaned = clean(changed)
        values |= cleaned
        changes = {name: value for name, value in cleaned.items() if value != shown[name]}
        if self.cleaned_data.get("is_date_right") and "published" in values:
            # The typed date is compared with the date that the person saw. If somebody else changed
            # the date since then, `correct` raises StaleForm.
            if fingerprint(values["published"]) != self.seen.get("published"):
                raise CorrectionError(
                    {"published": "This date is new: untick “The date is right as it is”."}
                )
            changes["published"] = values["published"]
        return changes

    def rebased(self, article: Article) -> QueryDict:
        """Return new data for this form, after somebody else changed the article.

        If the person changed the value of a field, the new data has the typed value of this field.
        Otherwise it has the present value of the article. The digests are made of the present
        values, so that the person can send the form again.
        """
        data = QueryDict(mutable=True)
        data.update({self.add_prefix("reason"): self.cleaned_data.get("reason", "")})
        for name, value in shown_values(article).items():
            typed = self.cleaned_data.get(name, value)
            is_unchanged = fingerprint(_standard_form(name, typed)) == self.seen.get(name)
            data[self.add_prefix(name)] = value if is_unchanged else typed
            data[self.add_prefix(f"seen_{name}")] = fingerprint(value)
        return data

    @property
    def seen(self) -> dict[str, str]:
        """Return a dict from field name to the digest of the value that the person saw."""
        return {
            name: self.cleaned_data[f"seen_{name}"]
            for name in FIELDS
            if self.cleaned_data.get(f"seen_{name}")
        }


class ProblemsForm(ReasonForm):
    """The form with the open problems of an article; staff tick those that need no correction."""

    settled = forms.MultipleChoiceField(
        label="Checked, no correction needed",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Tick what you checked.",
            "invalid_choice": "The problems changed while you had the page open.",
        },
    )
    field_order = ["settled", "reason"]

    def __init__(self, article: Article, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, prefix="problems")
        # Problems with the same `problem_key` are settled together.
        words = {problem_key(problem): problem_in_words(problem) for problem in article.problems}
        choices = list(words.items())
        self.fields["settled"].choices = choices  # type: ignore[attr-defined]

    def rebased(self, article: Article) -> QueryDict:
        """Return new data for this form, after the problems of the article changed.

        The new data has the reason that the person typed. Ticked problems stay ticked if they are
        still open.
        """
        ticked = self["settled"].value()
        data = QueryDict(mutable=True)
        data[self.add_prefix("reason")] = self["reason"].value() or ""
        open_now = map(problem_key, article.problems)
        data.setlist(self.add_prefix("settled"), [key for key in open_now if key in ticked])
        return data


def _standard_form(name: str, typed: str) -> str:
    """Return a value in its standard form; a value that staff may not type stays as it is."""
    try:
        return FIELDS[name].clean(typed)
    except ValueError:
        return typed


def rows_for(text: str) -> int:
    """Return the height of the input for a text, in lines: enough for the text, at most 30."""
    return min(30, 3 + sum(1 + len(line) // 90 for line in text.split("\n")))
