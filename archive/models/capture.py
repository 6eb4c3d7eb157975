"""The tables of saved files: Capture, CaptureContent with the bytes, and SeenPath."""

import zlib

from django.db import models

from archive.models.addresses import address_of
from archive.models.import_run import ImportRun


class Capture(models.Model):
    """One saved file, identified by its SHA-256.

    A rejected file also has a row: `rejection` contains the code of the reason, and no extract
    refers to the row. `text` is the decoded text of the file. This text is never changed, because
    the spans of evidence are positions in this text, in code points.
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
    place = models.TextField(
        blank=True,
        default="",
        help_text=(
            "Where in the file the text was found: “row 3”, or a name in a ZIP file. Empty for a"
            " whole file."
        ),
    )
    container_sha256 = models.CharField(
        "SHA-256 of the file",
        max_length=64,
        blank=True,
        default="",
        help_text="Of the file in which the place is. Empty for a whole file.",
    )

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
        """Return the last part of the path, with the place; public pages show only this part."""
        name = self.path.rsplit("/", 1)[-1]
        return f"{name}, {self.place}" if self.place else name
