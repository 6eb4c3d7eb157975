"""The Django application: what the archive stores, and how people search, read and correct it.

A package may import only packages that come before it in this list (`tests/test_house.py` checks
this). Every package may import the library `ingest`, which imports no package of this list.

models/          the tables: Source, Capture, Extract, Article, KnownItem, Entity, Mention …
database/        fast SQL for many rows, background threads, backups of the database
matching/        finds the sources and articles that saved files name
stories/         finds the articles that tell the same story
measures/        numbers that describe and compare articles: log-likelihood, bounds of shares
search/          the search index, which is updated from the database; finds and counts articles
display/         makes values for pages: labels, safe HTML, charts, the province map
corrections/     decisions of staff, stored separately from parsed values
listing/         the list of articles: URL parameters, filters, facets
records/         articles as data: records, the data dictionary, citations
exports/         files made from records, piece by piece: CSV, JSON Lines, texts
api/             the pages as JSON: typed values, cursors, the OpenAPI description
deposit/         the archive as a file, for a deposit: written, and read into an empty archive
importing/       the import, which stores the articles of saved files
views/           the public pages
admin/           the pages on which staff make corrections
management/      the commands import_articles, parse_file, load_gazetteer, rebuild_index,
                 make_admin, export_corrections, import_corrections, backup, restore,
                 export_archive, import_archive
formats/         the formats of times in the admin
urls.py          all addresses of the site
settings.py      Django's settings, read from the environment by environment.py
middleware.py    changes to every request and response
checks.py        our own system checks
wsgi.py          the application that gunicorn serves; gunicorn_config.py configures gunicorn
"""

VERSION = "0.2.0"
"""The version of Dateline, the same as in pyproject.toml; each ImportRun stores this version."""
