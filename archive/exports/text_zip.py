"""A ZIP file with one text for each article, for programs that read folders of texts.

Above each text are lines that say what it is. Dateline itself can import these texts again.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

from archive.exports.zip_stream import zip_pieces
from archive.models.article import article_slug
from archive.records import ArticleRecord

_UNDATED = "undated"


def text_pieces(records: Iterable[ArticleRecord], moment: datetime) -> Iterator[bytes]:
    """Yield the pieces of a ZIP file with the texts of these articles."""
    return zip_pieces(((_name(one), _text(one).encode()) for one in records), moment)


def _name(record: ArticleRecord) -> str:
    """Return the name of the file: "2025/2025-04-17-412-kim-visits-farm.txt"."""
    day = record.date or _UNDATED
    return (
        f"{day[:4] if record.date else _UNDATED}/{day}-{record.id}-{article_slug(record.title)}.txt"
    )


def _text(record: ArticleRecord) -> str:
    lines = {
        "Title": record.title,
        "Source": record.source_name,
        "Date": record.date,
        "Language": record.language,
        "URL": record.original_url,
        "Archived at": record.url,
        "Saved file (SHA-256)": record.sha256,
    }
    head = "\n".join(f"{name}: {' '.join(value.split())}" for name, value in lines.items() if value)
    return f"{head}\n\n{record.text}\n"
