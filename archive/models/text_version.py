"""The tables of the versions of an article's text: TextVersion, VersionCopy and VersionName."""

from django.db import models
from django.db.models import Q


class TextVersion(models.Model):
    """One version of an article: all its copies (extracts) with the same words.

    Only articles with two or more versions have rows in this table. All rows of this module can be
    made again from the extracts (`archive.corrections.versions`).

    `extract` is the most complete copy. `is_shown` is true for the version that the article shows.
    `grade` says how much the version differs from the shown one (`ingest.text_changes.Grade`).
    """

    article = models.ForeignKey(
        "archive.Article", on_delete=models.CASCADE, related_name="versions"
    )
    extract = models.OneToOneField(
        "archive.Extract",
        verbose_name="parsed article",
        on_delete=models.PROTECT,
        related_name="represented_version",
    )
    is_shown = models.BooleanField(default=False)
    grade = models.PositiveSmallIntegerField(
        default=0, help_text="How much it differs from the version that the article shows."
    )

    class Meta:
        verbose_name = "version"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["article"], condition=Q(is_shown=True), name="text_version_one_shown"
            )
        ]

    def __str__(self) -> str:
        return f"Version of article {self.article_id}"


class VersionCopy(models.Model):
    """An extract that is a copy of a version: it has the same words, or a cut part of them."""

    extract = models.OneToOneField(
        "archive.Extract",
        verbose_name="parsed article",
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="version_copy",
    )
    version = models.ForeignKey(TextVersion, on_delete=models.CASCADE, related_name="copies")

    class Meta:
        verbose_name = "copy of a version"
        verbose_name_plural = "copies of a version"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"Copy of version {self.version_id}"


class VersionName(models.Model):
    """An entity that a version names, and that counts for its article.

    The version that the article shows has no rows, because its names are mentions. `words` are the
    words that name the entity, in lower case; "" if it is implied.
    """

    version = models.ForeignKey(
        TextVersion, on_delete=models.CASCADE, related_name="names", db_index=False
    )
    entity = models.ForeignKey("archive.Entity", on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "entity", "words"], name="version_name_once")
        ]

    def __str__(self) -> str:
        return f"{self.entity_id} in version {self.version_id}"
