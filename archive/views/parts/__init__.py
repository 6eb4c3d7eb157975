"""Parts of public pages: the values that a template prints in one part of a page.

article_rows.py      the rows of a list of articles
page_links.py        links to the other pages of a list
pasted_addresses.py  opens pages by addresses that were copied with other marks around them
typed_names.py       links to the pages of entities whose name was typed as a search
capital_letters.py   what “UN” in a search was taken for, and the list for its other meaning
search_advice.py     help on a list with no or few articles
article_mentions.py  the names in an article: links in its text, and the list beside it
passages.py          the numbered paragraphs of a text
article_versions.py  the versions of an article: copies, fields, differences
mementos.py          timemaps and headers of RFC 7089
comparison.py        the comparison of two texts, for every page that compares texts
compared_texts.py    the rows of a comparison: two texts beside each other, with their changes
back_to_list.py      the list from which a reader opened an article
spellings.py         the spellings of an entity
cooccurrence.py      the entities and sources of the articles that name an entity
time_charts.py       the chart of articles over time
linked_counts.py     numbers of articles, with a link to exactly these articles
first_and_latest.py  the earliest and the latest article of a list
told_in.py           the other articles of a story, and how they differ
known_item_rows.py   the rows of lists of known items, and where saved files list them
listed_items.py      the other articles that a saved file lists
known_item_csv.py    known items as rows of a CSV file
held_days.py         the days from which the archive has articles of a source
calendars.py         the calendar of a year, and the table of all months
lasting_feed.py      the base class of Atom feeds, whose ids never change
measure_pages.py     what the pages share that measure the articles of a list
downloads.py         links to files with everything that a page lists
file_responses.py    answers with files that are sent piece by piece
"""
