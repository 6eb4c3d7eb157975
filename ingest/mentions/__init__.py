"""Names in an article's text: places, organisations and people.

    listed_places.py         the rows of places.csv                  → ListedPlace
    listed_names.py          the rows of organisations.csv and persons.csv → ListedName
    spelling.py              how spellings are compared
    gazetteer.py             every spelling, ready for exact lookup  → Gazetteer
    lexicon.py               looks for many names at once
    rules.py                 the rules by which names are found, and their words
    context.py               capitalised words, sentences, and which sentences are about other
    countries
    place_spans.py           words that name one place or one of several
    typed_places.py          places with a type word ("Kusong City"), and lists of them
    untyped_places.py        places without a type word
    countries.py             countries, capitals, mountains, rivers, areas
    resolve.py               which place each span means             → FoundMentions
    county_subdivisions.py   a ri, dong or up whose county the text tells
    name_spans.py            words that name an organisation or a person
    organisations.py         organisations, listed or found by grammar
    organisation_grammar.py  how names of organisations are built
    organisation_words.py    the words they are built of
    organisation_sites.py    where an organisation is
    short_names.py           short names that an article defines
    persons.py               people, listed or found by grammar
    korean_names.py          family names, and the syllables of given names

A mention's span is exactly the name, for a place without its type word ("Kusong" of "Kusong City"),
in code points of the title or body. A place name inside an organisation's ("Sinuiju Textile Mill")
is not a mention of the place; the organisation's mention implies it."""

from collections.abc import Iterator, Mapping, Sequence

from ingest.mentions import short_names
from ingest.mentions.context import FieldText
from ingest.mentions.countries import find_named
from ingest.mentions.county_subdivisions import Stretch, find_below, place_below
from ingest.mentions.gazetteer import Gazetteer, NameRow, PlaceRow
from ingest.mentions.name_spans import NameSpan, TakenSpans
from ingest.mentions.organisation_sites import site_in_name, site_in_text
from ingest.mentions.organisations import find_organisations
from ingest.mentions.persons import find_persons
from ingest.mentions.place_spans import PlaceSpan
from ingest.mentions.resolve import resolve
from ingest.mentions.rules import ORGANISATION_SITE
from ingest.mentions.typed_places import find_typed
from ingest.mentions.untyped_places import find_bare
from ingest.values import FoundMentions, MentionSpan

__all__ = ["Gazetteer", "NameRow", "PlaceRow", "find_mentions"]

_FINDERS = (find_typed, find_bare, find_named)


def find_mentions(title: str, body: str, gazetteer: Gazetteer) -> FoundMentions:
    """The places, organisations and persons that an article names, and the names that could not be
    linked.

    `title` and `body` are the clean text (paragraphs joined by a blank line), without dateline,
    teasers and sign-off. Never raises on any text. Problems: place-unknown (a typed name in no
    list), place-ambiguous (several places have the name and nothing near it tells),
    place-province-clash (linked, but the text puts it in another division); their messages say
    whether the spans count in the title or in the body."""
    namings: list[PlaceSpan] = []
    names: list[NameSpan] = []
    below: list[Stretch] = []
    fields = [field for field in (FieldText("title", title), FieldText("body", body)) if field.text]
    for field, organisations in zip(fields, _organisations(fields, gazetteer), strict=True):
        places, others = _find(field, organisations, gazetteer)
        namings += places
        names += others
        taken = TakenSpans((each.start, each.end) for each in others)
        below += [each for each in find_below(field) if not taken.touches(each[1], each[2])]
    resolved = resolve(namings) if namings else FoundMentions(())
    if not names and not below:
        return resolved
    mentions = [*resolved.mentions, *_mentions_of(names, resolved.mentions, gazetteer)]
    mentions += place_below(below, resolved.mentions, gazetteer)
    mentions.sort(key=lambda each: (each.field != "title", each.start, -each.end, each.is_implied))
    return FoundMentions(tuple(mentions), resolved.problems)


def _organisations(fields: Sequence[FieldText], gazetteer: Gazetteer) -> list[list[NameSpan]]:
    """The organisations of each title or body, those too that the other one tells a short name
    of."""
    found = [find_organisations(field, gazetteer) for field in fields]
    if not any("(" in field.text for field in fields):
        return found
    if learned := short_names.learn((each for names in found for each in names), fields, gazetteer):
        for field, names in zip(fields, found, strict=True):
            names += list(short_names.occurrences(field, learned, names))
            names.sort(key=lambda each: each.start)
    return found


def _find(
    field: FieldText, organisations: Sequence[NameSpan], gazetteer: Gazetteer
) -> tuple[list[PlaceSpan], list[NameSpan]]:
    """What a title or body names. Organisations win over places and persons, places with a type
    word over persons, and persons over other places."""
    taken = TakenSpans((each.start, each.end) for each in organisations)
    found = (naming for find in _FINDERS for naming in find(field, gazetteer))
    places = [each for each in found if not taken.touches(each.start, each.end)]
    typed = TakenSpans(
        {
            (each.start, each.end)
            for each in places
            if each.candidates and each.rule.startswith("typed")
        }
    )
    persons = [
        each
        for each in find_persons(field, gazetteer)
        if not (taken.touches(each.start, each.end) or typed.touches(each.start, each.end))
    ]
    people = TakenSpans((each.start, each.end) for each in persons)
    return [each for each in places if not people.touches(each.start, each.end)], [
        *organisations,
        *persons,
    ]


def _mentions_of(
    names: Sequence[NameSpan], places: Sequence[MentionSpan], gazetteer: Gazetteer
) -> Iterator[MentionSpan]:
    """The mentions of organisations and persons, and those of the places which they imply."""
    placed = {(each.field, each.start): each.entity for each in places}
    sites: Mapping[str, str] = {}
    if any(each.name and each.kind == "organisation" for each in names):
        names = [_sited(each, placed, gazetteer) for each in names]
        sites = {each.name: each.site for each in reversed(names) if each.name and each.site}
    for each in names:
        where = (each.field.name, each.start, each.end, each.quoted)
        yield MentionSpan(
            *(each.kind, each.slug, *where, each.rule, each.confidence),
            name=each.name,
            site=sites.get(each.name, "") if each.name else "",
        )
        implied = each.site if each.slug else site_in_name(each, gazetteer)
        if implied in gazetteer.places:
            site_rule = (ORGANISATION_SITE.name, ORGANISATION_SITE.confidence)
            yield MentionSpan("place", implied, *where, *site_rule, is_implied=True)


def _sited(each: NameSpan, placed: Mapping[tuple[str, int], str], gazetteer: Gazetteer) -> NameSpan:
    """A found organisation with the place where the text beside its name puts it, or else its
    name."""
    if each.slug or each.kind != "organisation":
        return each
    return each._replace(site=site_in_text(each, placed) or site_in_name(each, gazetteer))
