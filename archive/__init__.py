"""The archive: what is stored, found, shown and corrected.

models/          the nouns: Source, Capture, Extract, Article, KnownItem, Entity, Mention, Correction …
corrections/     the only writer of corrected values
search/          the index that answers lists, searches and counts; a follower of the database
filters.py       the list of articles for one address
parameters.py    its URL parameters: what each may hold, what it means
facets.py        facet values as the page shows them: label, count, link
facet_values.py  all values of one facet, by count or name
map.py           the map of the provinces: shapes, shades, links; the shapes are in data/
labels.py        what stands for sources and entities in addresses and on pages
rules.py         the rules by which names are found, in words
charts.py        articles over time, as bars
feeds.py         the newest articles for feed readers
text.py          safe HTML made from saved text
prepared.py      queries whose SQL is written once
bulk.py          many small rows at once
repeating.py     work that a thread does again and again beside other work
views/           one module a noun
templating.py    what templates of public pages can use
admin/           where staff correct
formats/         how the admin writes times
management/      the commands make_admin and rebuild_index
urls.py          every address
settings.py      from the environment, which environment.py reads
middleware.py    what happens to every request
checks.py        system checks of our own
wsgi.py          what gunicorn serves, as gunicorn_config.py says
"""

VERSION = "0.1.0"
"""Dateline's version, as pyproject.toml gives it; each ImportRun keeps the one that made it."""
