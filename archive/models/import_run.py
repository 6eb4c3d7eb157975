"""The tables of imports: ImportRun, FileReport for bad files, JoinedExtract for further copies."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class ImportRun(models.Model):
    """One run of `import_articles`, with its times, version, options and results."""

    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(
        null=True, blank=True, help_text="Empty if the import is still running or was stopped."
    )
    program_version = models.CharField(max_length=40)
    parser_version = models.CharField(max_length=40)
    options = models.JSONField(default=dict)
    created_count = models.PositiveIntegerField("created", default=0)
    updated_count = models.PositiveIntegerField("updated", default=0)
    unchanged_count = models.PositiveIntegerField("unchanged", default=0)
    rejected_count = models.PositiveIntegerField("rejected", default=0)
    failed_count = models.PositiveIntegerField("failed", default=0)
    joined_count = models.PositiveIntegerField(
        "joined",
        null=True,
        default=0,
        help_text="Empty if the import was made by a version that did not count them.",
    )

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"Import {self.pk}"


class FileReport(models.Model):
    """A file that an import rejected, or that it could not process because of a bug.

    `path` ends with the place in the file if it is about a row or a part: "kcna.csv, row 3". Then
    `place` has the place alone. `traceback` is set only for a bug.

    A report waits until an article is read in the file, until a later import reports the file
    again, or until a person puts it aside with a reason.
    """

    class Outcome(models.TextChoices):
        REJECTED = "rejected"
        FAILED = "failed"

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="reports")
    path = models.TextField()
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    reason = models.CharField(max_length=60, help_text="The code of the reason.")
    message = models.TextField()
    traceback = models.TextField(blank=True)
    place = models.TextField(blank=True, default="")
    is_waiting = models.BooleanField("waiting for review", default=True)
    put_aside_reason = models.TextField(blank=True, default="")
    put_aside_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    capture = models.ForeignKey(
        "archive.Capture",
        verbose_name="saved file",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="reports",
    )

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["path"],
                name="report_waiting",
                condition=Q(is_waiting=True) | Q(put_aside_by__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.path}: {self.outcome} ({self.reason})"

    @property
    def file_path(self) -> str:
        """Return the path of the file, without the place in it."""
        return self.path.removesuffix(f", {self.place}") if self.place else self.path


class JoinedExtract(models.Model):
    """An extract that an import took for a further copy of an article that already existed.

    `article` is the article that the import chose. It does not change if staff decide later that
    the extract is another article. `share` is the part of the shorter text that the longer text
    contains, from 0.0 to 1.0.
    """

    class How(models.TextChoices):
        """How the import recognised the article of the extract."""

        LINK = "link", "same original link"
        TITLE = "title", "same source and title, near dates"
        TEXT = "text", "same text"

    run = models.ForeignKey(
        ImportRun, on_delete=models.PROTECT, related_name="joined", db_index=False
    )
    extract = models.OneToOneField(
        "archive.Extract",
        verbose_name="parsed article",
        on_delete=models.PROTECT,
        related_name="joined",
    )
    article = models.ForeignKey(
        "archive.Article", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    how = models.CharField(max_length=5, choices=How.choices)
    share = models.FloatField()

    class Meta:
        verbose_name = "joined copy"
        verbose_name_plural = "joined copies"
        ordering = ["-pk"]
        indexes = [models.Index(fields=["run", "id"], name="joined_of_run")]

    def __str__(self) -> str:
        return f"Parsed article {self.extract_id}: copy of article {self.article_id}"
