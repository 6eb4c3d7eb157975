"""Where staff correct: Django's admin, with pages of our own for articles, and for places, organisations and people.

site.py              the admin as a whole, and its front page
articles.py          the list of articles, and what can be done on an article's page
article_page.py      what that page shows, as finished values
article_forms.py     its forms
article_filters.py   the filters of the list
history.py           the acts about what a page shows, and what each changed
evidence.py          where a value came from, and the saved text with those words marked
sources.py           outlets and their spellings
captures.py          saved files, what was read in them, and the runs that imported them
name_forms.py        the form about the names in an article
entities.py          places, organisations, people: the list, the page of one, the page of an act
entity_page.py       what the page of one shows, as finished values
entity_forms.py      what can be done with one: the form of each act
entity_previews.py   what an act would change
doubts.py            the queue of doubt
alike.py             names that are nearly the same
lookup.py            which entity is meant by what was typed
quoting.py           the words around a name
known.py             articles that listings name
acts.py              what was decided, by whom, why; undone and done again
links.py             links between pages, problems in words
readonly.py          the base of what is looked at but never altered
access.py            the group "Correctors" and its rights
"""

from archive.admin import acts, articles, captures, entities, known, sources

__all__ = ["acts", "articles", "captures", "entities", "known", "sources"]
