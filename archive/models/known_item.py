"""KnownItem: an article that a saved page lists, whether or not the archive has the article."""

from datetime import date
from typing import Any

from django.db import models

from ingest.mentions.spelling import plain_letters
from ingest.text_lines import normalise_title

_LONGEST_SEARCHED = 300  # characters; PostgreSQL has a limit on the length of a value in an index


def month_number(day: date | None) -> int | None:
    """Return the year and month of a day as a number: 201304 for April 2013; None for no day."""
    return day.year * 100 + day.month if day else None


def searched_words(text: str) -> str:
    """Return the words of a title as they are searched: without capitals, accents and marks.

    There is a space before each word, so that the beginning of a word can be found.
    """
    return f" {normalise_title(plain_letters(text))}"[:_LONGEST_SEARCHED]


class State(models.IntegerChoices):
    """Whether the archive has the article of a known item."""

    WANTED = 0, "not in the archive"
    IN_ARCHIVE = 1, "in the archive"
    AMBIGUOUS = 2, "matches several articles"


class KnownItemQuerySet(models.QuerySet["KnownItem"]):
    def wanted(self) -> "KnownItemQuerySet":
        """Return the known items whose articles the archive does not have.

        Items that match several articles are left out.
        """
        return self.filter(state=State.WANTED)


class KnownItem(models.Model):
    """An article that a saved page lists, with the values that the list gives for the article.

    `lead` is the beginning of the article's text, as the list shows it. `title` is empty in layouts
    whose lists have no titles.

    `state`, `month` and `title_words` follow from the other fields. They make it quick to count and
    search hundreds of thousands of items. The database sets `state`.
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
    is_title_similar = models.BooleanField(
        "title differs slightly",
        default=False,
        help_text="The title of the article is a different spelling of the title in the list.",
    )
    month = models.PositiveIntegerField(
        null=True, editable=False, help_text="Year and month of the date: 201304 for April 2013."
    )
    title_words = models.TextField(
        blank=True,
        default="",
        editable=False,
        help_text="The title, or else the lead, in the form in which words are searched in it.",
    )

    state = models.GeneratedField(
        expression=models.Case(
            models.When(article__isnull=False, then=models.Value(State.IN_ARCHIVE.value)),
            models.When(is_ambiguous=True, then=models.Value(State.AMBIGUOUS.value)),
            default=models.Value(State.WANTED.value),
        ),
        output_field=models.SmallIntegerField(choices=State.choices),
        db_persist=True,
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
            models.Index(fields=["-published_on", "id"], name="known_item_by_date"),
            # All columns that are read to count items; the rows themselves need not be read.
            models.Index(
                fields=["state", "source", "month", "title_words"], name="known_item_counts"
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.lead

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the item; `month` and `title_words` are set from the other fields."""
        self.month = month_number(self.published_on)
        self.title_words = searched_words(self.title or self.lead)
        super().save(*args, **kwargs)


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
