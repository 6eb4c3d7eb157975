"""Decisions as a file, to carry them to a new archive of the same saved files.

The other archive has other ids. So the file names everything by what both archives have: an
article by the SHA-256 of its saved file and the position in it, an entity by its first address and
name, a mention by its quotation, a problem by its identity, a user by the login.

exported.py           writes decisions as lines of JSON, one line for each decision
imported.py           stores and applies the decisions of a file, and reports the result
entity_references.py  describes an entity in a file, and finds it in another archive
targets.py            finds the articles, sources, mentions and users that a file names
"""

from archive.corrections.transfer.exported import FORMAT, export_lines
from archive.corrections.transfer.imported import ImportReport, TransferError, import_lines

__all__ = ["FORMAT", "ImportReport", "TransferError", "export_lines", "import_lines"]
