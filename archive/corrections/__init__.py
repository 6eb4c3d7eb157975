"""What staff decided. Only this package writes it, and every import and parser upgrade keeps it.

An article is what its shown extract says, an entity what the data files or the name finder say,
with the standing corrections applied. Nothing is overwritten: undoing a decision brings back the
correction before it, or the parsed value.

fields.py             the fields of an article that can be corrected, and the valid values of each
article_decisions.py  correct, withdraw, restore, settle; undo and redo any decision
mention_decisions.py  confirm, reject, relink, drop and add mentions of an article
entity_decisions.py   merge entities, split spellings off, rename, describe, ban and add spellings
article_overlay.py    parsed values + standing corrections = the article; `reapply` for the importer
entity_overlay.py     parsed values + standing corrections = the entity
shown_extract.py      which extract an article shows
anchoring.py          mentions that staff decided about, found again in a changed text
quotations.py         finds a quotation in a changed text
mention_finder.py     finds names again in a corrected text
found_entities.py     entities for names that were detected and are in no list
propagation.py        applies a decision about an entity to its articles
problems.py           the problems of an article that are still open
errors.py             CorrectionError, StaleForm
transfer/             decisions as a file, to carry them to another archive
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
