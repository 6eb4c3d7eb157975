"""Decisions as a file, to carry them to a new archive of the same saved files.

The other archive has other ids. So the file names everything by what both archives have: an
article by the SHA-256 of its saved file and the position in it, an entity by its first address and
name, a mention by its quotation, a problem by its identity, a user by the login.

exported.py  decisions → lines of JSON, one for each decision
imported.py  lines of JSON → decisions; what was applied, was there already, or could not be applied
entities.py  an entity as the file names it, and the entity that such a name means
targets.py   the articles, sources, mentions and users that a file names
"""

from archive.corrections.transfer.exported import FORMAT, export_lines
from archive.corrections.transfer.imported import ImportReport, TransferError, import_lines

__all__ = ["FORMAT", "ImportReport", "TransferError", "export_lines", "import_lines"]
