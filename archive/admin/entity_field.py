"""A form field for the name, or the last part of the address, of an entity."""

from typing import Any

from django import forms

from archive.admin.entity_lookup import find_entity
from archive.models import Entity

LIST_ID = "names"
"""The HTML id of the list of names that a page offers while a person types in these fields."""


class EntityField(forms.CharField):
    """A form field for an entity: a person types its name, or the last part of its address.

    The method `clean` returns this Entity, or None if the field is empty. `kind` is the kind that
    the entity must have; "" allows all kinds.
    """

    def __init__(self, *, kind: str = "", **options: Any) -> None:
        super().__init__(max_length=300, **options)
        self.kind = kind

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Return the HTML attributes of the input, with the id of the list of names to offer."""
        return super().widget_attrs(widget) | {"list": LIST_ID}

    def clean(self, value: Any) -> Entity | None:
        """Return the entity that the typed text means; None for an empty text.

        Raises ValidationError if no entity has this name or address, or if several entities have
        this name.
        """
        return find_entity(super().clean(value), self.kind)
