"""A saved file's text as the layouts see it: its lines, found once."""

from dataclasses import dataclass

from ingest.clean import Line, split_lines
from ingest.values import SavedFile


@dataclass(frozen=True, slots=True)
class Page:
    """The saved text, and its lines that are not blank. All spans count in `text`."""

    text: str
    lines: tuple[Line, ...]

    @classmethod
    def of(cls, file: SavedFile) -> "Page":
        return cls(file.text, tuple(split_lines(file.text)))
