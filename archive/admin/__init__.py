"""The admin: Django's admin site, with our own pages on which staff correct articles and entities.

site.py              the admin site; old_addresses.py  redirects from addresses that changed
front_page.py        the lists of items that staff have to review, for the front page
articles.py          the list of articles, and the page of one article
article_change.py    one request for the page of an article
article_page.py      the values that the page of an article shows
article_forms.py     the forms on the page of an article
article_filters.py   the filters of the list of articles
article_submissions.py  stores what staff entered in the forms on the page of an article
likely_answers.py    the problems of an article, each with buttons for its likely answers
likely_values.py     the likely values of a field, with their evidence
work_list.py         the list through which staff work, and the way to the next article
bulk_page.py         the page that corrects all articles of a list, with a preview
bulk_lists.py        the list of this page;  bulk_forms.py  its forms
mention_form.py      the form for the names in an article
entities.py          the pages of places, organisations and people: lists, records, decisions
entity_page.py       the values that the page of an entity shows
entity_decision_forms.py  the decisions about an entity, each with its form
entity_previews.py   previews of what a decision would change
entity_lookup.py     finds the entity that a typed name means
entity_field.py      the form field in which a person types the name of an entity
review_queue.py      the page of names and files that a person must review
review_sections.py   the sections of the review queue, and how the items of each are found
review_rows.py       the rows of the sections of the review queue
similar_names.py     names that differ by one letter, space or hyphen
decisions.py         the pages of decisions and corrections, with undo and redo
changes_in_words.py  the decisions about an article or entity; describes their changes
undo_redo.py         undoes or redoes a decision on the page of an article, entity or decision
sources.py           sources and their spellings
captures.py          saved files, and the articles that the parser read in them
joined_texts.py      rows for the texts that imports joined to articles
compare_texts.py     the page that compares two texts
story_page.py        the page on which staff decide which articles tell one story
separate_texts.py    the form with which staff decide that texts are other articles
try_again.py         tries a rejected file again with another layout or source
import_runs.py       the import runs, and the files that were rejected or failed
known_items.py       articles that saved pages list, whether or not the archive has them
evidence.py          the words from which a value was read, in the saved text
surrounding_words.py the words before and after a name
problem_labels.py    labels and sentences for problems
row_ids.py           reads ids of rows from addresses and forms
html_parts.py        links and preformatted text as HTML
base_classes.py      the classes that the other pages inherit from
typed_values.py      keeps what a person typed if the login or the page is out of date
access.py            the group "Correctors" and its permissions
login_limits.py      the numbers of wrong passwords that lock a login
"""

from archive.admin import articles, captures, decisions, entities, import_runs, known_items, sources

__all__ = [
    "articles",
    "captures",
    "decisions",
    "entities",
    "import_runs",
    "known_items",
    "sources",
]
