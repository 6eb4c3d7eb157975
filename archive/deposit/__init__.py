"""The archive as a file: written for a deposit, and read into an empty archive.

A deposit is a BagIt folder (RFC 8493) with one SQLite file, which has all tables of the archive,
views for people and a dictionary of its columns; the web archive of saved pages, if there are any;
and files that describe it. It has no logins. The tables are the same whether the archive is in
SQLite or in PostgreSQL, and two exports of the same archive are equal byte by byte, except for the
day of the export.

errors.py        DepositError
columns.py       the tables and columns of the file, and how their values are converted
meanings.py      what each table and column means
schema.py        the SQL that makes the tables and views of the file
staff.py         the members of staff who made decisions, with or without their login names
bag.py           writes and checks BagIt folders
descriptions.py  the files for people and for catalogues: README.txt, CITATION.cff, datacite.json
web_archive.py   writes the saved pages that came from web archives as one WARC file
exported.py      writes a deposit
opened.py        checks a deposit, and opens its SQLite file so that nothing in it is executed
imported.py      reads a deposit into an empty archive
"""

from archive.deposit.descriptions import Description
from archive.deposit.errors import DepositError
from archive.deposit.exported import export_archive
from archive.deposit.imported import import_archive
from archive.deposit.opened import check_deposit

__all__ = ["DepositError", "Description", "check_deposit", "export_archive", "import_archive"]
