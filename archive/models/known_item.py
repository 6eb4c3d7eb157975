"""KnownItem: an article that a saved page lists, whether or not the archive has the article."""

from datetime import timedelta

from django.db import models
from django.utils import timezone


class KnownItemQuerySet(models.QuerySet["KnownItem"]):
    def wanted(self) -> "KnownItemQuerySet":
        """Return the known items whose articles the archive does not have.

        Items that match several articles are left out.
        """
        return self.filter(article__isnull=True, is_ambiguous=False)

    def newest(self) -> "KnownItemQuerySet":
        """Sort by date, newest first; within a day, in the order of import.

        After the items with a date come those with an unknown date. Items with a date after
        tomorrow are last, because such a date is probably wrong. This method takes one database
        query, which looks for dates after tomorrow. Usually there are none, and then the database
        can sort with an index.
        """
        order = (models.F("published_on").desc(nulls_last=True), "pk")
        is_in_future = models.Q(published_on__gt=timezone.now().date() + timedelta(days=1))
        if not self.filter(is_in_future).exists():
            return self.order_by(*order)
        return self.order_by(models.Case(models.When(is_in_future, then=1), default=0), *order)


class KnownItem(models.Model):
    """An article that a saved page lists, with the values that the list gives for the article.

    `lead` is the beginning of the article's text, as the list shows it. `title` is empty in layouts
    whose lists have no titles.
    """

    source = models.ForeignKey(
        "archive.Source",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="known_items",
        db_index=False,
    )
    published_on = models.DateField(null=True, blank=True)
    title = models.TextField(blank=True)
    lead = models.TextField(blank=True)
    key = models.CharField(
        max_length=64,
        unique=True,
        help_text="Hash of the source, date, normalised title and start of the normalised lead.",
    )
    match_key = models.CharField(
        max_length=40,
        db_index=True,
        help_text="Links the item to its article: an extract of that article has the same key.",
    )
    article = models.ForeignKey(
        "archive.Article",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="known_as",
        db_index=False,
    )
    is_ambiguous = models.BooleanField(
        default=False,
        help_text="Several articles in the archive match, so none is linked.",
    )

    objects = KnownItemQuerySet.as_manager()

    class Meta:
        verbose_name = "known item"
        ordering = ["-published_on", "pk"]
        indexes = [
            models.Index(fields=["source", "published_on"]),
            models.Index(
                fields=["article"],
                name="known_item_in_archive",
                condition=models.Q(article__isnull=False),
            ),
            models.Index(
                fields=["-published_on", "source"],
                name="known_item_wanted",
                condition=models.Q(article__isnull=True, is_ambiguous=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.lead


class Sighting(models.Model):
    """One place in a saved file where the file lists a known item.

    `start` and `end` are positions in `Capture.text`, in code points.
    """

    known_item = models.ForeignKey(
        KnownItem, verbose_name="known item", on_delete=models.CASCADE, related_name="sightings"
    )
    capture = models.ForeignKey(
        "archive.Capture",
        verbose_name="saved file",
        on_delete=models.CASCADE,
        related_name="sightings",
        db_index=False,
    )
    position = models.PositiveIntegerField(help_text="0 for the first item that the file lists.")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()

    class Meta:
        ordering = ["capture", "position"]
        constraints = [
            models.UniqueConstraint(fields=["capture", "position"], name="sighting_once_a_position")
        ]

    def __str__(self) -> str:
        return f"Place {self.position + 1} in the list of the saved file"
