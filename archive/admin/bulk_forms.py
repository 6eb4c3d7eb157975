"""The forms to correct all articles of a list: the change, then the reason."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField

from archive.admin.article_forms import FOR_STAFF, ON_EVIDENCE, ON_WITHDRAWAL, ReasonForm
from archive.admin.problem_labels import problem_label
from archive.corrections.bulk_changes import CHANGES, BulkChange, Input
from archive.models import Decision, Source
from ingest.date_witnesses import WITNESSES
from ingest.problem_codes import PROBLEM_CODES

GROUPS = {
    "Date": (
        "date",
        "move",
        "year",
        "exchange",
        "witness",
        "month",
        "only-year",
        "no-date",
        "right",
    ),
    "Source and language": ("source", "language", "agency", "place"),
    "Title": ("start", "end"),
    "The whole article": ("settle", "withdraw", "restore"),
}
"""The names of all changes, in the groups in which the page shows them."""

HELP = {
    "date": "2025-04-17; or 2025-04 if only the month is known, 2025 if only the year.",
    "move": "1 for one day later, -1 for one day earlier.",
    "year": "2025, for example.",
    "exchange": "2025-04-03 becomes 2025-03-04.",
    "language": "en, ko, ja, zh, es, ru …",
}


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A change on the page: its radio button, and its input (None if it has none)."""

    radio: Any
    input: BoundField | None
    help: str


class ChangeForm(forms.Form):
    """The form in which a person chooses a change for all articles of a list.

    Each change has its own input, called `value_<name of the change>`. Only that of the chosen
    change is read.
    """

    change = forms.ChoiceField(
        choices=[(name, change.label) for name, change in CHANGES.items()],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what to change in all these articles."},
    )
    with_corrected = forms.BooleanField(
        required=False, label="Change also what a person corrected", label_suffix=""
    )

    def __init__(self, codes: Mapping[str, int], data: Mapping[str, Any] | None = None) -> None:
        """Make the form. `codes` are the codes of problems in the list, with their numbers."""
        super().__init__(data)
        sent = (data or {}).get("value_settle", "")
        codes = {sent: 0, **codes} if sent in PROBLEM_CODES else codes
        for name, change in CHANGES.items():
            field = _input_field(change, codes)
            if field:
                self.fields[f"value_{name}"] = field

    def clean(self) -> dict[str, Any]:
        """Return the clean values: `change` as BulkChange, and its `value`."""
        values = super().clean() or {}
        change = CHANGES.get(values.get("change", ""))
        if change is None:
            return values
        name = f"value_{change.name}"
        try:
            values["value"] = change.clean(values.get(name) or "")
        except ValueError as error:
            self.add_error(name, str(error))
        return values | {"change": change}

    @property
    def groups(self) -> Iterator[tuple[str, list[ChangeRow]]]:
        """Yield each group of changes: its title and its rows."""
        radios = dict(zip(CHANGES, self["change"].subwidgets, strict=True))
        for title, names in GROUPS.items():
            yield (
                title,
                [
                    ChangeRow(
                        radios[name], self[key] if key in self.fields else None, HELP.get(name, "")
                    )
                    for name in names
                    for key in [f"value_{name}"]
                ],
            )

    @property
    def sent(self) -> list[tuple[str, str]]:
        """Return the names and values of the chosen change, to be sent again with the reason."""
        change, value = self.cleaned_data["change"], self.cleaned_data["value"]
        pairs = [("change", change.name), (f"value_{change.name}", value)]
        return [*pairs, ("with_corrected", "on")] if self.cleaned_data["with_corrected"] else pairs


def _input_field(change: BulkChange, codes: Mapping[str, int]) -> forms.Field | None:
    if change.input == Input.NOTHING:
        return None
    if change.input == Input.SOURCE:
        sources = Source.objects.by_name().values_list("slug", "name")
        return forms.ChoiceField(required=False, choices=[("", "unknown"), *sources])
    if change.input == Input.WITNESS:
        return forms.ChoiceField(required=False, choices=list(WITNESSES.items()))
    if change.input == Input.PROBLEM:
        choices = [(code, f"{problem_label(code)} ({count:,})") for code, count in codes.items()]
        return forms.ChoiceField(required=False, choices=choices or [("", "no open problems")])
    return forms.CharField(required=False, max_length=500)


def reason_form(change: BulkChange, data: Mapping[str, Any] | None = None) -> ReasonForm:
    """Return the form for the reason, with a sentence that says who sees the reason."""
    form = ReasonForm(data)
    form.fields["reason"].help_text = (
        ON_EVIDENCE
        if change.kind == Decision.Kind.BULK
        else ON_WITHDRAWAL
        if change.kind == Decision.Kind.WITHDRAW
        else FOR_STAFF
    )
    return form
