"""The tables of the database, as Django models.

source.py           Source, SourceName
import_run.py       ImportRun, FileReport, JoinedExtract
capture.py          Capture, CaptureContent, SeenPath
extract.py          Extract
article.py          Article
text_version.py     TextVersion, VersionCopy, VersionName
version_names.py    the texts and names of versions that articles do not show
story.py            StoryMarks, StoryMatch, StoryMember, StoryProgress
known_item.py       KnownItem, Sighting
entity.py           Entity, EntityName, OldSlug
mention.py          Mention
decision.py         Decision, Correction
archive_version.py  ArchiveVersion, VersionMark
addresses.py        makes the addresses of pages

A foreign key has `db_index=False` if its table has another index that begins with this column. A
second index would make every import slower.

Never change migration 0001: a test in tests/migrations fails if the file changes. Every change of a
table needs a new migration that keeps the rows.
"""

from archive.models.archive_version import NEW_ARCHIVE, ArchiveVersion, Version, VersionMark
from archive.models.article import Article, article_url
from archive.models.capture import Capture, CaptureContent, SeenPath
from archive.models.decision import Correction, Decision
from archive.models.entity import Entity, EntityName, OldSlug, entity_url
from archive.models.extract import Extract
from archive.models.import_run import FileReport, ImportRun, JoinedExtract
from archive.models.known_item import KnownItem, Sighting
from archive.models.mention import Mention
from archive.models.source import Source, SourceName
from archive.models.story import StoryMarks, StoryMatch, StoryMember, StoryProgress
from archive.models.text_version import TextVersion, VersionCopy, VersionName

__all__ = [
    "NEW_ARCHIVE",
    "ArchiveVersion",
    "Article",
    "Capture",
    "CaptureContent",
    "Correction",
    "Decision",
    "Entity",
    "EntityName",
    "Extract",
    "FileReport",
    "ImportRun",
    "JoinedExtract",
    "KnownItem",
    "Mention",
    "OldSlug",
    "SeenPath",
    "Sighting",
    "Source",
    "SourceName",
    "StoryMarks",
    "StoryMatch",
    "StoryMember",
    "StoryProgress",
    "TextVersion",
    "Version",
    "VersionCopy",
    "VersionMark",
    "VersionName",
    "article_url",
    "entity_url",
]
