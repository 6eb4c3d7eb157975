"""Outlets and their spellings. Those of the data file are changed there; others can be described
here."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import transaction
from django.http import HttpRequest

from archive.admin.readonly import LongListAdmin
from archive.models import ArchiveVersion, OldSlug, Source, SourceName
from archive.search import catch_up


class SpellingRows(admin.TabularInline):
    """The spellings that saved files use. They are what the importer knows the outlet by, so none
    is altered here."""

    model = SourceName
    fields = ("name", "language")
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, *args: Any) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class SourceForm(forms.ModelForm):
    """A source's own facts. Its address may change as long as no file names it: the old one then
    leads on."""

    class Meta:
        model = Source
        fields = ("name", "slug", "home_page", "description")
        help_texts = {
            "slug": (
                "Once saved files name the source this cannot be changed: the importer knows their"
                " articles by it."
            )
        }

    home_page = forms.URLField(required=False, assume_scheme="https")

    def clean_slug(self) -> str:
        slug: str = self.cleaned_data["slug"]
        if OldSlug.objects.filter(kind="source", slug=slug).exclude(source=self.instance).exists():
            raise forms.ValidationError(
                "This was the address of another source, and still leads there."
            )
        return slug


@admin.register(Source)
class SourceAdmin(LongListAdmin):
    form = SourceForm
    list_display = ("name", "slug", "home_page", "is_listed")
    list_filter = ("is_listed",)
    search_fields = ("name", "names__name")
    sortable_by = ()
    actions = None
    inlines = (SpellingRows,)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Source | None = None) -> bool:
        return False

    def get_readonly_fields(
        self, request: HttpRequest, obj: Source | None = None
    ) -> tuple[str, ...]:
        """What the data file says of a listed source would come back with the next
        `load_gazetteer`. Keys that find the article of a file are made of the slug
        (`ingest.identity.article_key`): another one would find none of them."""
        if obj and obj.is_listed:
            return ("name", "slug", "home_page")
        return ("slug",) if obj and obj.names.exists() else ()

    def save_model(
        self, request: HttpRequest, obj: Source, form: forms.ModelForm, change: bool
    ) -> None:
        """Save, keep an old address leading on, and let every page and the index know."""
        with transaction.atomic():
            if "slug" in form.changed_data:
                OldSlug.objects.filter(kind="source", slug=obj.slug).delete()
                OldSlug.objects.update_or_create(
                    kind="source",
                    slug=form.initial["slug"],
                    defaults={"source": obj, "entity": None},
                )
            super().save_model(request, obj, form, change)
            ArchiveVersion.stamp()
            transaction.on_commit(catch_up, robust=True)
