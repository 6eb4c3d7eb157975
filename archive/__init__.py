"""The Django application: what the archive stores, and how people search, read and correct it.

A package may import only packages that stand above it in this list (`tests/test_house.py`), and any
of them may import the library `ingest`, which imports none of them.

models/          the tables: Source, Capture, Extract, Article, KnownItem, Entity, Mention,
Correction …
database/        fast SQL for many rows, and background threads that use the database
search/          the search index, which follows the database and answers lists, searches and counts
display/         how values look on pages: labels, safe HTML, charts, the province map
corrections/     what staff decided, kept apart from what was parsed
listing/         the list of articles: URL parameters, filters, facets
importing/       the import: from parsed files to rows
views/           the public pages
admin/           the pages on which staff correct
management/      the commands import_articles, parse_file, load_gazetteer, rebuild_index,
                 make_admin, export_corrections, import_corrections
formats/         how the admin writes times
urls.py          every address
settings.py      Django's settings, read from the environment by environment.py
middleware.py    what happens to every request
checks.py        our own system checks
wsgi.py          the application that gunicorn serves; gunicorn_config.py configures gunicorn
"""

VERSION = "0.2.0"
"""Dateline's version, also in pyproject.toml; each ImportRun stores the version that made it."""
