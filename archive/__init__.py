"""The archive: what is stored, found, shown and corrected.

models/          the nouns: Source, Capture, Extract, Article, KnownItem, Entity, Mention, Correction …
corrections/     the only writer of corrected values
search/          the index that answers lists, searches and counts; a follower of the database
filters.py       each URL parameter, declared once
facets.py        facet values as the page shows them: label, count, link
text.py          safe HTML made from saved text
views/           one module a noun
admin/           where staff correct
"""

VERSION = "0.1.0"
"""Dateline's version, as pyproject.toml gives it; each ImportRun keeps the one that made it."""
