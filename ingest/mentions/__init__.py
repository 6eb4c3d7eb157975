"""Names in the text of an article: places, organisations and people.

    listed_places.py         the rows of places.csv                  → ListedPlace
    listed_names.py          the rows of organisations.csv and persons.csv → ListedName
    spelling.py              how spellings are compared
    gazetteer.py             every spelling, ready for exact lookup  → Gazetteer
    lexicon.py               searches for many names at once
    rules.py                 the rules by which names are found, and their words
    context.py               capitalised words, sentences, and which ones are about other countries
    place_spans.py           words that name one place or one of several
    typed_places.py          places with a type word ("Kusong City"), and lists of them
    untyped_places.py        places without a type word
    countries.py             countries, capitals, mountains, rivers, areas
    resolve.py               which place each span means             → FoundMentions
    county_subdivisions.py   a ri, dong or up whose county the text gives
    name_spans.py            words that name an organisation or a person
    organisations.py         organisations, listed or detected automatically
    organisation_grammar.py  organisations detected by how their names are built
    organisation_heads.py    names with a head of their own ("Undok Farm")
    organisation_tails.py    the end of a name after its head ("of the WPK")
    shared_heads.py          lists of names that share a head ("Jisa and Usan farms")
    embassies.py             embassies
    organisation_parts.py    the values and tests of words that these share
    organisation_words.py    the words of which names are built
    organisation_sites.py    where an organisation is
    short_names.py           short names that an article defines
    persons.py               people, listed or detected automatically
    korean_names.py          family names, and the syllables of given names

The span of a mention is exactly the name, for a place without its type word ("Kusong" of "Kusong
City"), in code points of the title or body. A place name inside the name of an organisation
("Sinuiju Textile Mill") is not a mention of the place; the mention of the organisation implies it.
"""

from collections.abc import Iterator, Mapping, Sequence

from ingest.mentions import short_names
from ingest.mentions.context import FieldText
from ingest.mentions.countries import find_countries
from ingest.mentions.county_subdivisions import (
    SubdivisionSpan,
    find_subdivisions,
    locate_subdivisions,
)
from ingest.mentions.gazetteer import Gazetteer, NameRow, PlaceRow
from ingest.mentions.name_spans import NameSpan, TakenSpans
from ingest.mentions.organisation_sites import site_in_name, site_in_text
from ingest.mentions.organisations import find_organisations
from ingest.mentions.persons import find_persons
from ingest.mentions.place_spans import PlaceSpan
from ingest.mentions.resolve import resolve
from ingest.mentions.rules import ORGANISATION_SITE
from ingest.mentions.typed_places import find_typed
from ingest.mentions.untyped_places import find_untyped
from ingest.values import FoundMentions, MentionSpan

__all__ = ["Gazetteer", "NameRow", "PlaceRow", "find_mentions"]

_FINDERS = (find_typed, find_untyped, find_countries)


def find_mentions(title: str, body: str, gazetteer: Gazetteer) -> FoundMentions:
    """Return the mentions of places, organisations and people in an article, with problems.

    `title` and `body` are the clean text (paragraphs joined by a blank line), without dateline,
    teasers and sign-off. Never raises on any text. Problems: place-unknown (a name with a type word
    that is not listed), place-ambiguous (several places have the name and nothing near it decides),
    place-province-clash (linked, but the text puts it in another division).
    """
    place_spans: list[PlaceSpan] = []
    names: list[NameSpan] = []
    below: list[SubdivisionSpan] = []
    fields = [field for field in (FieldText("title", title), FieldText("body", body)) if field.text]
    for field, organisations in zip(fields, _organisations(fields, gazetteer), strict=True):
        places, others = _find(field, organisations, gazetteer)
        place_spans += places
        names += others
        taken = TakenSpans((span.start, span.end) for span in others)
        below += [span for span in find_subdivisions(field) if not taken.touches(span[1], span[2])]
    resolved = resolve(place_spans) if place_spans else FoundMentions(())
    if not names and not below:
        return resolved
    mentions = [*resolved.mentions, *_mentions_of(names, resolved.mentions, gazetteer)]
    mentions += locate_subdivisions(below, resolved.mentions, gazetteer)
    mentions.sort(key=lambda span: (span.field != "title", span.start, -span.end, span.is_implied))
    return FoundMentions(tuple(mentions), resolved.problems)


def _organisations(fields: Sequence[FieldText], gazetteer: Gazetteer) -> list[list[NameSpan]]:
    """Return the organisations in each field, also by short names defined in the other field."""
    names_by_field = [find_organisations(field, gazetteer) for field in fields]
    if not any("(" in field.text for field in fields):
        return names_by_field
    if learned := short_names.learn(
        (span for names in names_by_field for span in names), fields, gazetteer
    ):
        for field, names in zip(fields, names_by_field, strict=True):
            names += list(short_names.occurrences(field, learned, names))
            names.sort(key=lambda span: span.start)
    return names_by_field


def _find(
    field: FieldText, organisations: Sequence[NameSpan], gazetteer: Gazetteer
) -> tuple[list[PlaceSpan], list[NameSpan]]:
    """Return the places, and the organisations and people, in a title or body.

    Organisations win over places and people, places with a type word over people, and people over
    other places.
    """
    taken = TakenSpans((span.start, span.end) for span in organisations)
    spans = (span for find in _FINDERS for span in find(field, gazetteer))
    places = [span for span in spans if not taken.touches(span.start, span.end)]
    typed = TakenSpans(
        {
            (span.start, span.end)
            for span in places
            if span.candidates and span.rule.startswith("typed")
        }
    )
    persons = [
        span
        for span in find_persons(field, gazetteer)
        if not (taken.touches(span.start, span.end) or typed.touches(span.start, span.end))
    ]
    people = TakenSpans((span.start, span.end) for span in persons)
    return [span for span in places if not people.touches(span.start, span.end)], [
        *organisations,
        *persons,
    ]


def _mentions_of(
    names: Sequence[NameSpan], places: Sequence[MentionSpan], gazetteer: Gazetteer
) -> Iterator[MentionSpan]:
    """Yield the mentions of organisations and people, and of the places that they imply."""
    placed = {(span.field, span.start): span.entity for span in places}
    sites: Mapping[str, str] = {}
    if any(span.name and span.kind == "organisation" for span in names):
        names = [_sited(span, placed, gazetteer) for span in names]
        sites = {span.name: span.site for span in reversed(names) if span.name and span.site}
    for span in names:
        where = (span.field.name, span.start, span.end, span.quoted)
        yield MentionSpan(
            *(span.kind, span.slug, *where, span.rule, span.confidence),
            name=span.name,
            site=sites.get(span.name, "") if span.name else "",
        )
        implied = span.site if span.slug else site_in_name(span, gazetteer)
        if implied in gazetteer.places:
            site_rule = (ORGANISATION_SITE.name, ORGANISATION_SITE.confidence)
            yield MentionSpan("place", implied, *where, *site_rule, is_implied=True)


def _sited(span: NameSpan, placed: Mapping[tuple[str, int], str], gazetteer: Gazetteer) -> NameSpan:
    """Return a detected organisation with its place, from the words after its name or in it."""
    if span.slug or span.kind != "organisation":
        return span
    return span._replace(site=site_in_text(span, placed) or site_in_name(span, gazetteer))
