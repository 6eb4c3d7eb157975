"""Names found in an article's text: places now, organisations and people to come.

    places.py     the data files' rows                         → ListedPlace
    gazetteer.py  every spelling, ready for exact lookup        → Gazetteer
    context.py    sentences, and which are about other countries
    naming.py     words that name one place or one of several   → Naming
    typed.py      names with a type word, and lists of them     → Namings
    bare.py       names that need no type word                  → Namings
    named.py      countries, capitals, mountains, rivers, areas → Namings
    lexicon.py    many names looked for at once
    resolve.py    which place each naming means                 → FoundMentions

A mention's span holds exactly the name, without its type word ("Kusong" of "Kusong City"), in code points of the
title or body as given. A name that goes on into an organisation's ("Sinuiju Textile Mill") is no mention of a place.
"""

from ingest.documents import FoundMentions
from ingest.mentions.bare import find_bare
from ingest.mentions.context import FieldText
from ingest.mentions.gazetteer import Gazetteer, PlaceRow
from ingest.mentions.named import find_named
from ingest.mentions.resolve import resolve
from ingest.mentions.typed import find_typed

__all__ = ["Gazetteer", "PlaceRow", "find_mentions"]


def find_mentions(title: str, body: str, gazetteer: Gazetteer) -> FoundMentions:
    """The places that an article names, and the names that could not be linked.

    `title` and `body` are the clean text (paragraphs joined by a blank line), without dateline, teasers and
    sign-off. Never raises on any text. Problems: place-unknown (a typed name in no list), place-ambiguous (several
    places have the name and nothing near it tells), place-province-clash (linked, but the text puts it in another
    division); their messages say whether the spans count in the title or in the body.
    """
    fields = (FieldText("title", title), FieldText("body", body))
    namings = [
        naming for field in fields for find in (find_typed, find_bare, find_named) for naming in find(field, gazetteer)
    ]
    return resolve(namings) if namings else FoundMentions(())
