"""The record of an article in RIS, which Zotero, EndNote and Mendeley read."""

from archive.records.cited import ARCHIVE, Cited


def ris_record(cited: Cited, site: str) -> str:
    """Return the record, with the line ends that RIS asks for.

    `site` is the address of the site: "https://dateline.example". A part of the date that is not
    known stays empty: "2025/04//". NEWS is the type of a newspaper article.
    """
    date = cited.published
    parts = [
        f"{date.year:04}" if date else "",
        *(f"{part:02}" if part else "" for part in date[1:]),
    ]
    fields = [
        ("TY", "NEWS"),
        ("ID", cited.key),
        ("AU", cited.author),
        ("TI", cited.title),
        ("T2", cited.source),
        ("PY", parts[0]),
        ("DA", "/".join([*parts, ""]) if date else ""),
        ("LA", cited.language),
        ("UR", f"{site}{cited.path}"),
        ("DB", ARCHIVE),
        ("DP", ARCHIVE),
        ("AN", cited.saved_file),
        ("N1", cited.note),
    ]
    # A value must be in one line, because a line that looks like a field would end it.
    lines = [f"{tag}  - {' '.join(value.split())}\r\n" for tag, value in fields if value]
    return "".join([*lines, "ER  - \r\n\r\n"])
