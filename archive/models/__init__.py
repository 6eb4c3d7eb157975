"""The archive's nouns, one module each.

source.py      Source, SourceName
capture.py     ImportRun, FileReport, Capture, CaptureContent, SeenPath, Extract
article.py     Article
known.py       KnownItem, Sighting
entity.py      Entity, EntityName, OldSlug
mention.py     Mention
correction.py  Act, Correction
version.py     ArchiveVersion
addresses.py   where their pages are

A foreign key with `db_index=False` is the first column of another index of its table: one more would cost every import.
"""

from archive.models.article import Article, article_url
from archive.models.capture import Capture, CaptureContent, Extract, FileReport, ImportRun, SeenPath
from archive.models.correction import Act, Correction
from archive.models.entity import Entity, EntityName, OldSlug, entity_url
from archive.models.known import KnownItem, Sighting
from archive.models.mention import Mention
from archive.models.source import Source, SourceName
from archive.models.version import ArchiveVersion

__all__ = [
    "Act",
    "ArchiveVersion",
    "Article",
    "Capture",
    "CaptureContent",
    "Correction",
    "Entity",
    "EntityName",
    "Extract",
    "FileReport",
    "ImportRun",
    "KnownItem",
    "Mention",
    "OldSlug",
    "SeenPath",
    "Sighting",
    "Source",
    "SourceName",
    "article_url",
    "entity_url",
]
