"""Rules that decide whether two texts are the same article.

First, keys are used to look up the candidates: stored articles that may be the same as a newly read
article. Then the texts are compared. All functions use parsed values only, so a correction never
changes to which article a file belongs. docs/import.md explains the rules to the archivist.

keys.py            keys of source, title and date (`article_key`), and of listed items
links.py           keys of links, and how two links are related          → Link
verdict.py         compares two texts                                    → Verdict
common_part.py     how much of a text another one contains
own_words.py       finds out whether a text has names, numbers or words that a similar one has not
spellings.py       decides whether two words are spellings of one word
leads.py           decides whether an article begins with the words in a list of articles
similar_titles.py  decides whether two titles are spellings of one title
"""

from ingest.same_article.common_part import DIFFERENT, SAME, containment, letters_of
from ingest.same_article.keys import (
    are_dates_near,
    article_key,
    can_be_of_one_day,
    first_words,
    item_keys,
    key_range,
    neighbouring_days,
    neighbouring_keys,
)
from ingest.same_article.leads import OPENING, does_lead_fit, opening_of, without_dateline
from ingest.same_article.links import MOST_LINKED, Link, link_key, link_relation
from ingest.same_article.verdict import REWRITTEN, ComparedText, Verdict, judge

__all__ = [
    "DIFFERENT",
    "MOST_LINKED",
    "OPENING",
    "REWRITTEN",
    "SAME",
    "ComparedText",
    "Link",
    "Verdict",
    "are_dates_near",
    "article_key",
    "can_be_of_one_day",
    "containment",
    "does_lead_fit",
    "first_words",
    "item_keys",
    "judge",
    "key_range",
    "letters_of",
    "link_key",
    "link_relation",
    "neighbouring_days",
    "neighbouring_keys",
    "opening_of",
    "without_dateline",
]
