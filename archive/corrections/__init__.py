"""Corrections: the only writer of what people say. Every import and every parser upgrade leaves it.

An article is what its shown extract says, an entity what the data files or the finder say of it, and over that the
corrections that stand. Nothing is overwritten: undoing an act lets the
correction before it hold again, or else the parsed value.

fields.py    the fields that can be corrected, and what is a good value of each
acts.py      correct, withdraw, restore, settle, undo, redo
names.py     confirm, reject, relink, drop and add mentions of an article
entities.py  merge entities, split spellings off, rename, describe, ban and add spellings
records.py   parsed values + standing corrections = the entity
spreading.py the articles of an entity follow what was decided about it
extracts.py  which extract an article shows
overlay.py   parsed values + standing corrections = the article; `reapply` for the importer
mentions.py  what people said about names, anchored again in a changed text
finder.py    names found again in a corrected text
found.py     entities that the grammar of names found, made where there is none
problems.py  which problems are still open after that
anchors.py   find a quotation again in another text
errors.py    CorrectionError, StaleForm
"""

from archive.corrections.acts import articles_of, correct, correct_all, redo, restore, settle, undo, withdraw
from archive.corrections.errors import CorrectionError, StaleForm
from archive.corrections.fields import FIELDS
from archive.corrections.names import NameToAdd, add_mention, confirm, decide_mentions, reject, relink
from archive.corrections.overlay import (
    WITHDRAWN,
    fingerprints,
    parsed_values,
    pinned,
    reapply,
    shown_values,
    standing_corrections,
)

__all__ = [
    "FIELDS",
    "WITHDRAWN",
    "CorrectionError",
    "NameToAdd",
    "StaleForm",
    "add_mention",
    "articles_of",
    "confirm",
    "correct",
    "correct_all",
    "decide_mentions",
    "fingerprints",
    "parsed_values",
    "pinned",
    "reapply",
    "redo",
    "reject",
    "relink",
    "restore",
    "settle",
    "shown_values",
    "standing_corrections",
    "undo",
    "withdraw",
]
