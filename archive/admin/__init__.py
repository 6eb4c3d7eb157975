"""The pages on which staff correct: Django's admin, with our own pages for articles and entities.

site.py              the admin as a whole; old_addresses.py  addresses that moved
front_page.py        the lists of everything that waits, with their numbers
articles.py          the list of articles, its bulk actions, and the page of one article
article_page.py      the values that an article's page shows
article_forms.py     the forms of that page and of the bulk actions
article_filters.py   the filters of the list
article_actions.py   carries out the forms of that page
mention_form.py      the form for the names in an article
entities.py          places, organisations, people: the list, the page of one, the decision pages
entity_page.py       the values that an entity's page shows
entity_forms.py      the decisions about an entity, each with its form
entity_previews.py   previews of what a decision would change
entity_lookup.py     the entity that a typed name means; entity_field.py  the form field for it
review_queue.py      the page of names that wait for a person
review_sections.py   the sections of that page, and the search for what waits in each
review_rows.py       the rows of the sections
similar_names.py     names that differ by one letter, space or hyphen
decisions.py         all decisions and corrections, with undo and redo
decision_history.py  the decisions about an article or entity, and their changes in words
undo_redo.py         undo or redo on the page of an article, entity or decision
sources.py           sources and their spellings
captures.py          saved files, and what was read in them
import_runs.py       the import runs, and the files that they rejected
known_items.py       articles that saved pages list
evidence.py          the words from which a value was read, marked in the saved text
surrounding_words.py the words around a name
problem_labels.py    problems in words
html_parts.py        links and preformatted text
base_classes.py      the classes that the other pages inherit from
access.py            the group "Correctors" and its permissions
"""

from archive.admin import (
    articles,
    captures,
    decisions,
    entities,
    import_runs,
    known_items,
    sources,
)

__all__ = [
    "articles",
    "captures",
    "decisions",
    "entities",
    "import_runs",
    "known_items",
    "sources",
]
