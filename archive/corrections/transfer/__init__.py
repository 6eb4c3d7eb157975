"""Export of decisions to a file, and import of this file into an archive of the same saved files.

The file is called the file of decisions, because a “saved file” is something else. The two archives
have different ids for the same article or entity. So the file of decisions identifies records by
values that are equal in both archives:

- an article by the SHA-256 of a saved file and the position of the article in it; an article that a
  decision made also by this decision
- an entity by the slug and name that it had before all corrections
- a mention by its quotation
- a problem by its code, words and candidates
- a user by the login name

exported.py           writes decisions as lines of JSON, one line for each decision
imported.py           stores and applies the decisions of a file, and reports the result
separated_texts.py    stores decisions that separate texts, which may not be joined in this archive
entity_references.py  describes entities in a file of decisions; finds these entities in an archive
targets.py            finds the articles, sources, mentions, problems and users of this file
"""

from archive.corrections.transfer.exported import FORMAT, export_lines
from archive.corrections.transfer.imported import ImportReport, TransferError, import_lines

__all__ = ["FORMAT", "ImportReport", "TransferError", "export_lines", "import_lines"]
