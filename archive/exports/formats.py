"""All formats in which readers take away a list of articles."""

from archive.exports.article_files import ARTICLE_FORMATS
from archive.exports.citation_files import CITATION_FORMATS, FileFormat

FORMATS: dict[str, FileFormat] = {
    **{one.ending: one for one in ARTICLE_FORMATS},
    **CITATION_FORMATS,
}
"""The formats by ending, in the order in which pages list them."""
