"""Source: a publisher of articles, and the names that saved files use for it."""

from django.db import models

from archive.models.addresses import address_of
from ingest.sources import source_key


class SourceQuerySet(models.QuerySet["Source"]):
    def by_name(self) -> "SourceQuerySet":
        return self.order_by("name")

    def ids_by_name_key(self) -> dict[str, int]:
        """Return a dict from the `source_key` of each name of a source to the id of the source.

        `source_key` is the normalised form of a name: "KCNA.kp" -> "kcna.kp". A source has one name
        that pages show, and the names that saved files use. If pages show a name for one source,
        but saved files use this name for another source, the dict has the id of the source of the
        saved files.
        """
        shown = {source_key(name): pk for name, pk in self.order_by().values_list("name", "pk")}
        return shown | dict(SourceName.objects.order_by().values_list("key", "source_id"))


class Source(models.Model):
    """A publisher of articles (KCNA.kp, Voice of Korea).

    A publisher that writes in several languages is one source, because each article has its own
    language.
    """

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=200, unique=True)
    home_page = models.URLField(blank=True)
    description = models.TextField(blank=True)
    is_listed = models.BooleanField(
        default=True,
        help_text="In our data file; otherwise created by an import and not described yet.",
    )

    objects = SourceQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address_of("source", self.slug)


class SourceName(models.Model):
    """One spelling of the name of a source in saved files.

    The spelling can include the language: "KCNA.kp (En)" is KCNA.kp in English.
    """

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(max_length=200)
    key = models.CharField(
        max_length=200, unique=True, help_text="The name in lower case, with single spaces."
    )
    language = models.CharField(
        max_length=8, blank=True, help_text="BCP 47: en, ko; empty if the name has no tag."
    )

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
