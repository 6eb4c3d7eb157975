"""The table Extract: articles as the parser read them, with the evidence of each field."""

from django.db import models

from archive.models.capture import Capture


class Extract(models.Model):
    """One article as the parser read it in a saved file: every field with its evidence.

    `fields` maps the name of a field to {value, rule, spans, confidence}. `spans` are pairs
    [start, end] of positions in `Capture.text`, in code points, end exclusive.

    The entry of the field `body` has no value, because the column `body` contains the value.
    Instead this entry has `paragraphs`, a list with the number of spans of each paragraph.

    `start` and `end` are the span of the article in `Capture.text`. `witnesses` has the same
    structure as `fields`, and contains all dates that the file gives for the article.
    """

    capture = models.ForeignKey(
        Capture,
        verbose_name="saved file",
        on_delete=models.PROTECT,
        related_name="extracts",
        db_index=False,
    )
    position = models.PositiveIntegerField(help_text="0 for the first article of the file.")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    fields = models.JSONField(default=dict)
    witnesses = models.JSONField(
        default=dict, blank=True, help_text="All dates that the file gives for the article."
    )
    is_date_doubtful = models.BooleanField(
        default=False, help_text="The dates in the file differ by more than three days."
    )
    body = models.TextField()
    key = models.CharField(
        max_length=40,
        db_index=True,
        help_text=(
            "Hash of the parsed source and normalised title, then the date as digits. Articles"
            " with the same key may be the same."
        ),
    )
    filed_key = models.CharField(
        max_length=40,
        blank=True,
        db_index=True,
        help_text=(
            "The key that an older parser gave, if it differs. Articles with the same key may be"
            " the same."
        ),
    )
    day_key = models.CharField(
        max_length=40,
        blank=True,
        db_index=True,
        help_text=(
            "Hash of the parsed source and date, without the title. Finds the article of a text"
            " that has no title."
        ),
    )
    link_key = models.CharField(
        max_length=40,
        blank=True,
        db_index=True,
        help_text="Hash of the original link. Articles with the same key may be the same.",
    )
    problems = models.JSONField(default=list, blank=True)
    parser_version = models.CharField(max_length=40)
    article = models.ForeignKey(
        "archive.Article", on_delete=models.PROTECT, related_name="extracts"
    )

    class Meta:
        verbose_name = "parsed article"
        verbose_name_plural = "parsed articles"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["capture", "position"], name="extract_once_a_position")
        ]

    def __str__(self) -> str:
        return f"Article {self.position + 1} in saved file {self.capture_id}"
