"""The input of a layout: the text of a saved file, split into lines only once."""

from dataclasses import dataclass

from ingest.text_lines import TextLine, split_lines
from ingest.values import SavedFile


@dataclass(frozen=True, slots=True)
class PageText:
    """The saved text, and its lines that are not blank. All spans are positions in `text`."""

    text: str
    lines: tuple[TextLine, ...]

    @classmethod
    def of(cls, file: SavedFile) -> "PageText":
        return cls(file.text, tuple(split_lines(file.text)))
