"""The tables of imports: runs, saved files with their bytes and paths, reports and extracts."""

import zlib

from django.db import models

from archive.models.addresses import address_of


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

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"Import {self.pk}"


class Capture(models.Model):
    """One saved file, identified by its SHA-256.

    A saved file without an article also has a row, with a rejection and without an extract. `text`
    is the decoded text of the file. This text is never cleaned, because the spans of evidence are
    positions in it, in code points.
    """

    sha256 = models.CharField("SHA-256", max_length=64, unique=True)
    size = models.PositiveBigIntegerField("size in bytes")
    encoding = models.CharField(max_length=20, blank=True)
    extractor = models.CharField(
        max_length=40,
        blank=True,
        help_text="The program that converted HTML to text, with its version.",
    )
    layout = models.CharField(max_length=40, blank=True, db_index=True)
    text = models.TextField(blank=True)
    overrides = models.JSONField(
        default=dict, blank=True, help_text="The layout and source, if the import command set them."
    )
    saved_not_before = models.DateField("saved on or after", null=True, blank=True)
    saved_not_after = models.DateField(
        "saved on or before", null=True, blank=True, help_text="The day of the import (UTC)."
    )
    evidence = models.JSONField(
        default=dict,
        blank=True,
        help_text="The words that the values of the file itself were read from.",
    )
    problems = models.JSONField(default=list, blank=True)
    rejection = models.CharField(
        max_length=60,
        blank=True,
        help_text="The code of the reason; empty if the file was accepted.",
    )
    rejection_message = models.TextField(blank=True)
    parser_version = models.CharField(max_length=40, blank=True)
    run = models.ForeignKey(ImportRun, on_delete=models.PROTECT, related_name="captures")

    class Meta:
        verbose_name = "saved file"
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["id"], name="capture_rejected", condition=~models.Q(rejection=""))
        ]

    def __str__(self) -> str:
        return self.short_id

    @property
    def short_id(self) -> str:
        """Return the first 12 hex digits of the SHA-256: the public id of the saved file."""
        return self.sha256[:12]

    def get_absolute_url(self) -> str:
        return address_of("capture", self.short_id)


class CaptureContent(models.Model):
    """The bytes of a saved file, compressed with zlib.

    Binary files and files above 10 MB have no row, because the archive does not keep their bytes.
    """

    capture = models.OneToOneField(
        Capture, on_delete=models.CASCADE, primary_key=True, related_name="content"
    )
    compressed = models.BinaryField()

    def __str__(self) -> str:
        return f"Content of {self.capture_id}"

    @property
    def data(self) -> bytes:
        """Return the bytes exactly as they were saved."""
        return zlib.decompress(bytes(self.compressed))


class SeenPath(models.Model):
    """A path from which a saved file was imported; the same bytes can be at several paths."""

    capture = models.ForeignKey(
        Capture, on_delete=models.CASCADE, related_name="paths", db_index=False
    )
    path = models.TextField(help_text="Absolute; bytes that are not UTF-8 are backslash-escaped.")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["capture", "path"], name="seen_path_once_a_capture")
        ]
        indexes = [models.Index(fields=["path"])]

    def __str__(self) -> str:
        return self.path

    @property
    def file_name(self) -> str:
        """Return the last part of the path; public pages show only this part."""
        return self.path.rsplit("/", 1)[-1]


class FileReport(models.Model):
    """A file that an import rejected, or that it could not process because of a bug.

    `traceback` is set only for a bug.
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
    capture = models.ForeignKey(
        Capture,
        verbose_name="saved file",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="reports",
    )

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.path}: {self.outcome} ({self.reason})"


class Extract(models.Model):
    """One article as the parser read it in a saved file: every field with its evidence.

    `fields` maps the name of a field to {value, rule, spans, confidence}. `spans` are pairs
    [start, end] of positions in `Capture.text`, in code points, end exclusive.

    The entry of the field `body` has no value, because the column `body` contains the value.
    Instead this entry has `paragraphs`, a list with the number of spans of each paragraph.

    `witnesses` has the same structure as `fields`, for all dates that the file gives.
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
