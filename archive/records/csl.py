"""The item of an article in CSL-JSON, the format that Zotero and citation processors read.

The type is `article-newspaper`, because the archive keeps news reports, whether their source
prints them or not; Zotero makes a newspaper article of it. `publisher-place` is left out: the place
of a dateline is where a report was written, not where it was published, so it is `event-place`.
"""

from typing import Any

from archive.records.cited import ARCHIVE, Cited


def csl_item(cited: Cited, site: str) -> dict[str, Any]:
    """Return the CSL item. `site` is the address of the site: "https://dateline.example"."""
    place = cited.written_at.partition(",")[0]
    item: dict[str, Any] = {
        "id": cited.key,
        "type": "article-newspaper",
        "title": cited.title,
        "author": [{"literal": cited.author}] if cited.author else [],
        "container-title": cited.source,
        "issued": {"date-parts": [[part for part in cited.published if part]]},
        "event-place": place,
        "language": cited.language,
        "archive": ARCHIVE,
        "archive_location": cited.saved_file,
        "source": ARCHIVE,
        "URL": f"{site}{cited.path}",
        "note": cited.note,
    }
    if not cited.published:
        del item["issued"]
    return {name: value for name, value in item.items() if value}
