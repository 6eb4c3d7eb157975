"""Names found in an article's text: places, listed organisations and persons.

    listed.py     the rows of organisations and persons         → ListedName
    places.py     the data files' rows                         → ListedPlace
    gazetteer.py  every spelling, ready for exact lookup        → Gazetteer
    context.py    sentences, and which are about other countries
    naming.py     words that name one place or one of several   → Naming
    typed.py      names with a type word, and lists of them     → Namings
    bare.py       names that need no type word                  → Namings
    named.py      countries, capitals, mountains, rivers, areas → Namings
    known.py      listed organisations and persons              → Known
    lexicon.py    many names looked for at once
    resolve.py    which place each naming means                 → FoundMentions

A mention's span holds exactly the name, without its type word ("Kusong" of "Kusong City"), in code points of the
title or body as given. A name that goes on into an organisation's ("Sinuiju Textile Mill") is no mention of a place.
"""

from collections.abc import Iterable, Iterator

from ingest.documents import FoundMentions, MentionSpan
from ingest.mentions.bare import find_bare
from ingest.mentions.context import FieldText
from ingest.mentions.gazetteer import Gazetteer, NameRow, PlaceRow
from ingest.mentions.known import Known, find_organisations, find_persons
from ingest.mentions.named import find_named
from ingest.mentions.naming import Naming
from ingest.mentions.resolve import resolve
from ingest.mentions.typed import find_typed

__all__ = ["Gazetteer", "NameRow", "PlaceRow", "find_mentions"]

_FINDERS = (find_typed, find_bare, find_named)


def find_mentions(title: str, body: str, gazetteer: Gazetteer) -> FoundMentions:
    """The places, listed organisations and persons that an article names, and the names that could not be linked.

    `title` and `body` are the clean text (paragraphs joined by a blank line), without dateline, teasers and
    sign-off. Never raises on any text. Problems: place-unknown (a typed name in no list), place-ambiguous (several
    places have the name and nothing near it tells), place-province-clash (linked, but the text puts it in another
    division); their messages say whether the spans count in the title or in the body.
    """
    namings: list[Naming] = []
    known: list[Known] = []
    for field in (FieldText("title", title), FieldText("body", body)):
        organisations = list(find_organisations(field, gazetteer))
        found = [naming for find in _FINDERS for naming in find(field, gazetteer)]
        places = [each for each in found if not _is_hidden(each.start, each.end, organisations)]
        typed = [each for each in places if each.rule.startswith("typed")]
        persons = [
            each
            for each in find_persons(field, gazetteer)
            if not _is_hidden(each.start, each.end, organisations) and not _is_hidden(each.start, each.end, typed)
        ]
        namings += [each for each in places if not _is_hidden(each.start, each.end, persons)]
        known += [*organisations, *persons]
    resolved = resolve(namings) if namings else FoundMentions(())
    if not known:
        return resolved
    mentions = [*resolved.mentions, *(mention for each in known for mention in _mentions_of(each, gazetteer))]
    mentions.sort(key=lambda each: (each.field != "title", each.start, -each.end, each.is_implied))
    return FoundMentions(tuple(mentions), resolved.problems)


def _is_hidden(start: int, end: int, others: Iterable[Known | Naming]) -> bool:
    return any(start < other.end and other.start < end for other in others)


def _mentions_of(each: Known, gazetteer: Gazetteer) -> Iterator[MentionSpan]:
    """The mention of an organisation or person, and that of the place which it implies."""
    where = (each.field.name, each.start, each.end, each.quoted)
    yield MentionSpan(each.row.kind, each.row.slug, *where, "listed-name", 0.95)
    if each.row.site in gazetteer.places:
        yield MentionSpan("place", str(each.row.site), *where, "organisation-site", 0.9, is_implied=True)
