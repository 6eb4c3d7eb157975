"""Articles as data: one record for each article, the same in every file and answer of the site.

    columns.py          the data dictionary: each value of a record, with its type and its meaning
    article_records.py  makes records from the ids of articles, many at a time

Records have the values that readers see: corrected ones, if staff corrected them.
"""

from archive.records.article_records import RECORDS_AT_ONCE, ArticleRecord, article_records
from archive.records.columns import COLUMNS, Column, Kind

__all__ = [
    "COLUMNS",
    "RECORDS_AT_ONCE",
    "ArticleRecord",
    "Column",
    "Kind",
    "article_records",
]
