"""Articles as data: one record for each article, the same in every file and answer of the site.

    columns.py          the data dictionary: each value of a record, with its type and its meaning
    article_records.py  makes records from the ids of articles, many at a time
    last_changes.py     when articles last changed
    cited.py            what is cited: an article, a version or a passage
    csl.py              the item of a citation in CSL-JSON, which citation programs read
    styles.py           citations in words: Chicago, APA and MLA
    quoting.py          quotation marks in citations, and the marks after a headline
    bibtex.py           citations in BibTeX
    ris.py              citations in RIS
    metadata.py         the metadata in the head of a page: citation_*, Dublin Core, schema.org

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
