"""Export of decisions to a file, and import of this file into an archive of the same saved files.

The ids of articles and entities differ between the two archives. So the file uses values that are
the same in both: for an article the SHA-256 of a saved file and the position in this file, for an
entity its first slug and name, for a mention its quotation, for a problem its code, words and
candidates, and for a user the login name.

exported.py           writes decisions as lines of JSON, one line for each decision
imported.py           stores and applies the decisions of a file, and reports the result
entity_references.py  describes an entity in a file, and finds it in another archive
targets.py            finds the articles, sources, mentions and users that a file names
"""

from archive.corrections.transfer.exported import FORMAT, export_lines
from archive.corrections.transfer.imported import ImportReport, TransferError, import_lines

__all__ = ["FORMAT", "ImportReport", "TransferError", "export_lines", "import_lines"]
