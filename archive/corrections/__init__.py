"""Decisions of staff. Only this package writes them; every import and parser upgrade keeps them.

An article has the values of its shown extract, an entity those of the data files or the name
finder, with the corrections applied that are not undone. Nothing is overwritten: undoing a decision
brings back the earlier correction, or the parsed value.

fields.py             the fields of an article that can be corrected, and the valid values of each
article_decisions.py  correct, withdraw, restore, settle; undo and redo any decision
mention_decisions.py  confirm, reject, relink, drop and add mentions of an article
entity_decisions.py   merge entities, split off aliases, rename, describe, ban and add aliases
entity_rules.py       when a decision about an entity is not possible
aliases.py            the spellings of an entity and of those merged into it
article_overlay.py    parsed values + corrections = the article; `reapply` for the importer
entity_overlay.py     uncorrected values + corrections = the entity
shown_extract.py      chooses the extract that an article shows
anchoring.py          finds the mentions about which staff decided in a changed text
quotations.py         finds a quotation in a changed text
mention_finder.py     finds names in a corrected text
found_entities.py     entities of names that were detected automatically
propagation.py        updates the articles of an entity after a decision
problems.py           the problems of an article that are still open
errors.py             CorrectionError, StaleForm
transfer/             exports decisions to a file and imports them into another archive
"""

from archive.corrections.article_decisions import (
    articles_of,
    correct,
    correct_all,
    redo,
    restore,
    settle,
    undo,
    withdraw,
)
from archive.corrections.article_overlay import (
    fingerprints,
    parsed_values,
    pinned,
    reapply,
    shown_values,
    standing_corrections,
)
from archive.corrections.errors import CorrectionError, StaleForm
from archive.corrections.fields import FIELDS
from archive.corrections.mention_decisions import (
    NameToAdd,
    add_mention,
    confirm,
    decide_mentions,
    reject,
    relink,
)

__all__ = [
    "FIELDS",
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
