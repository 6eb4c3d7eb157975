"""The admin pages of sources and their spellings.

Staff can change only sources that imports created. Listed sources are changed in the data file.
"""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import transaction
from django.http import HttpRequest

from archive.admin.base_classes import ListedFilter, LongListAdmin, ReadOnlyRows
from archive.models import ArchiveVersion, OldSlug, Source, SourceName
from archive.search import catch_up


class SpellingRows(ReadOnlyRows):
    """The spellings of a source's name in saved files.

    An import finds the source of an article by these spellings.
    """

    model = SourceName
    verbose_name_plural = "spellings in saved files"
    fields = ("name", "language")
    show_change_link = False


class ListedSourceFilter(ListedFilter):
    """A filter of sources: listed in our data file, or created by an import."""

    label = "in our data file"


class HomePageField(forms.URLField):
    """The form field for a web address; an address without a scheme begins with https."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"assume_scheme": "https", **options})


class SourceForm(forms.ModelForm):
    """The form for the values of a source that is not listed.

    The slug can be changed only if no saved file has a spelling of the source (see
    `SourceAdmin.get_readonly_fields`). After a change, the old address redirects to the new one.
    """

    class Meta:
        model = Source
        fields = ("name", "slug", "home_page", "description")
        field_classes = {"home_page": HomePageField}
        labels = {"slug": "Last part of the address of the page"}
        help_texts = {
            "slug": (
                "As soon as a saved file names the source, this part of the address is fixed,"
                " because the import uses this part to find the articles of the source."
            )
        }

    def clean_slug(self) -> str:
        """Return the slug.

        Raises ValidationError if the old address with this slug redirects to another source.
        """
        slug: str = self.cleaned_data["slug"]
        if OldSlug.objects.filter(kind="source", slug=slug).exclude(source=self.instance).exists():
            raise forms.ValidationError(
                "This was the address of another source and still redirects to it."
            )
        return slug


@admin.register(Source)
class SourceAdmin(LongListAdmin):
    """The pages of sources, on which sources are changed but never added or deleted."""

    explanation = (
        "The publishers of articles. A source that is not in our data file was found in a saved"
        " file."
    )
    form = SourceForm
    list_display = ("name", "address", "home_page", "is_in_data_file")
    list_filter = (("is_listed", ListedSourceFilter),)
    search_fields = ("name__contains_typed", "names__name__contains_typed")
    sortable_by = ()
    actions = None
    inlines = (SpellingRows,)

    @admin.display(description="address of the page")
    def address(self, source: Source) -> str:
        return source.get_absolute_url()

    @admin.display(description=ListedSourceFilter.label, boolean=True)
    def is_in_data_file(self, source: Source) -> bool:
        return source.is_listed

    def get_readonly_fields(
        self, request: HttpRequest, obj: Source | None = None
    ) -> tuple[str, ...]:
        """Return the names of the fields of a source that cannot be changed.

        No field of a listed source can be changed, because `load_gazetteer` would restore the
        values of the data file. The slug of a source with spellings cannot be changed, because
        the keys of stored extracts are made from the slug (`ingest.same_article.article_key`): with
        another slug, an import would not find the articles of the source.
        """
        if obj and obj.is_listed:
            return ("name", "slug", "home_page", "description")
        return ("slug",) if obj and obj.names.exists() else ()

    def save_model(
        self, request: HttpRequest, obj: Source, form: forms.ModelForm, change: bool
    ) -> None:
        """Save the source, redirect its old address, and update its pages and the index."""
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
