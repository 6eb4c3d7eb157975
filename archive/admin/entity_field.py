"""A form field in which a person types the name or address of an entity."""

from typing import Any

from django import forms

from archive.admin.entity_lookup import find_entity
from archive.models import Entity

LIST_ID = "names"
"""The id of the list of names that the page offers for these fields."""


class EntityField(forms.CharField):
    """A name or the last part of an address, which becomes an Entity (None if empty).

    `kind` limits what can be meant; "" allows places, organisations and people.
    """

    def __init__(self, *, kind: str = "", **options: Any) -> None:
        super().__init__(max_length=300, **options)
        self.kind = kind

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Return the attributes of the input, with the list of names that it offers."""
        return super().widget_attrs(widget) | {"list": LIST_ID}

    def clean(self, value: Any) -> Entity | None:
        """Return the entity; raise ValidationError if none or several can be meant."""
        return find_entity(super().clean(value), self.kind)
