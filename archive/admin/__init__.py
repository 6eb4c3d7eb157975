"""The pages on which staff correct: Django's admin, with our own pages for articles and entities.

site.py              the admin as a whole, and its front page
articles.py          the list of articles, and the actions on an article's page
article_page.py      what an article's page shows
article_forms.py     its forms
article_filters.py   the filters of the list
name_forms.py        the form for the names in an article
history.py           the decisions about what a page shows, and what each changed
evidence.py          where a value came from, and the saved text with those words marked
sources.py           sources and their spellings
captures.py          saved files, what was read in them, and the import runs
known_items.py       articles that saved pages list
entities.py          places, organisations, people: the list, the page of one, the page of a
decision
entity_page.py       what an entity's page shows
entity_forms.py      what can be decided about an entity, and the form of each
entity_previews.py   what a decision would change
review_queue.py      names that wait for a person's review
similar_names.py     names that differ by one letter, space or hyphen
lookup.py            the entity that a typed name means
quotations.py        the words around a name
decisions.py         all decisions and corrections: what, who, why; undo and redo
links.py             links between pages, and problems in words
readonly.py          the base of pages that only show
access.py            the group "Correctors" and its permissions
"""

from archive.admin import articles, captures, decisions, entities, known_items, sources

__all__ = ["articles", "captures", "decisions", "entities", "known_items", "sources"]
