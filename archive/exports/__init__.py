"""Files that readers take away: each is made piece by piece, so that its length has no limit.

    article_files.py     the formats of a list of articles, each declared once
    citation_files.py    the formats of citations, each declared once
    formats.py           all formats of a list of articles
    concordance_file.py  the concordance of a list, with all lines
    csv_text.py          CSV that spreadsheets open correctly and never execute
    text_zip.py          a ZIP file with one text for each article
    value_files.py       the values of a facet, and the lists of names
    graphml.py           a network as GraphML, for Gephi and other programs
    zip_stream.py        writes a ZIP file piece by piece
    csvw.py              the description of the columns of a CSV file (CSV on the Web)
    incomplete.py        the error that ends a file which cannot be completed
    slots.py             limits how many files are made at the same time

A file that breaks off cannot be mistaken for a whole one. The server then closes the connection
without the last chunk, so the program that loads the file reports an error. The name of the file
also has the number of its rows.
"""

from archive.exports.article_files import (
    CSV_WITH_TEXT,
    USUAL_COLUMNS,
    ArticleFormat,
    gathered,
)
from archive.exports.citation_files import CITATION_FORMATS
from archive.exports.concordance_file import LINE_COLUMNS, concordance_rows
from archive.exports.csv_text import csv_pieces
from archive.exports.csvw import csvw_metadata
from archive.exports.formats import FORMATS
from archive.exports.incomplete import IncompleteExport
from archive.exports.slots import MOST_AT_ONCE, Slot, take_slot
from archive.exports.value_files import (
    COVERAGE_COLUMNS,
    GAP_COLUMNS,
    NAME_COLUMNS,
    PERIOD_COLUMNS,
    SOURCE_COLUMNS,
    TREND_COLUMNS,
    VALUE_COLUMNS,
    value_rows,
)

__all__ = [
    "CITATION_FORMATS",
    "COVERAGE_COLUMNS",
    "CSV_WITH_TEXT",
    "FORMATS",
    "GAP_COLUMNS",
    "LINE_COLUMNS",
    "MOST_AT_ONCE",
    "NAME_COLUMNS",
    "PERIOD_COLUMNS",
    "SOURCE_COLUMNS",
    "TREND_COLUMNS",
    "USUAL_COLUMNS",
    "VALUE_COLUMNS",
    "ArticleFormat",
    "IncompleteExport",
    "Slot",
    "concordance_rows",
    "csv_pieces",
    "csvw_metadata",
    "gathered",
    "take_slot",
    "value_rows",
]
