"""Decisions of staff about articles, mentions and entities.

Only this package writes decisions. Imports and reparses keep all decisions.

An article that nobody has corrected shows the values of its extract. An entity that nobody has
corrected has the values from the data files or from the name finder. Corrections replace values.
No value is lost: if a decision is undone, the value of the last other correction is shown again.
Without another correction, the original value is shown.

Terms of this package (docs/design.md explains the others):

- The *name finder* is the code in `ingest/mentions/` that finds names in a text.
- An *automatic* mention is one that the name finder found and about which staff did not decide.
- A mention is *detached* if staff decided about it and its words are not in the text any more. It
  is *retracted* if all decisions about it are undone or dropped; pages do not show it.
- An alias is *banned* if staff decided that it never means the entity. Automatic mentions with this
  alias are hidden.
- A *listed* entity is in our data files, or was accepted by staff.

The modules:

fields.py             the fields of an article that can be corrected, and their valid values
article_decisions.py  correct, withdraw and restore articles, settle problems; undo and redo
bulk_changes.py       the changes that staff can make in all articles of a list
bulk_plans.py         what such a change would do in each article
bulk_decisions.py     stores decisions about a whole list
bulk_steps.py         applies decisions about many articles in short transactions
unfinished.py         finishes decisions whose process was killed
mention_decisions.py  confirm, reject, relink and add mentions; drop a decision about a mention
story_decisions.py    decide which articles tell the same story
separation_decisions.py  decide that joined texts are different articles
separations.py        gives extracts to the articles that staff decided
versions.py           groups the copies of an article into versions, and stores them
entity_decisions.py   merge, rename and describe entities; split off, add and ban aliases
entity_checks.py      raises an error if a decision about an entity is not possible
entity_spellings.py   reads the spellings of an entity and of those merged into it
article_overlay.py    sets the values of an article from its extract and from corrections
same_text_overlay.py  sets the values of articles whose texts stay as they are
entity_overlay.py     applies corrections to entities
choose_extract.py     chooses the extract that an article shows
mention_updates.py    updates the mentions of an article after its text changed
quotation_search.py   finds a quotation again in a changed text
decided_mentions.py   finds out whether staff decided about a mention or a problem
mention_finder.py     runs the name finder on the title and text of an article after corrections
detected_entities.py  finds or creates the entities of names that were detected automatically
propagation.py        updates the articles that name an entity, after a decision about it
problems.py           collects the problems of an article, and finds those that are still open
errors.py             CorrectionError, StaleForm
transfer/             exports decisions to a file; imports this file into another archive
"""

from archive.corrections.article_decisions import (
    article_count,
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
from archive.corrections.separation_decisions import separate
from archive.corrections.story_decisions import join_stories, part_stories

__all__ = [
    "FIELDS",
    "CorrectionError",
    "NameToAdd",
    "StaleForm",
    "add_mention",
    "article_count",
    "articles_of",
    "confirm",
    "correct",
    "correct_all",
    "decide_mentions",
    "fingerprints",
    "join_stories",
    "parsed_values",
    "part_stories",
    "pinned",
    "reapply",
    "redo",
    "reject",
    "relink",
    "restore",
    "separate",
    "settle",
    "shown_values",
    "standing_corrections",
    "undo",
    "withdraw",
]
