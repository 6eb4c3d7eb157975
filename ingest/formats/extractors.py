"""The names of the ways in which the text of a file was made; the archive stores them with it.

A name ends with the version of the code, which changes if the same bytes can give another text.
"""

MARKDOWN = "markdown-3"
TEXT_BROWSER = "text-browser-1"
_ROW = "-row-"
_ROW_VERSION = "4"


def of_row(form: str) -> str:
    """Return the extractor of a row: "csv-row-4" for a row of the form "csv"."""
    return f"{form}{_ROW}{_ROW_VERSION}"


def form_of(extractor: str) -> str:
    """Return the form of a row whose text has this extractor; "" if it is not a row."""
    return extractor.rpartition(_ROW)[0]


def is_markdown(extractor: str) -> bool:
    """Return True if the text was made from Markdown, by any version of the code."""
    return extractor.startswith("markdown-")
