"""The search for names in the title and body of an article: places, organisations and people.

The lists of names, and how a text is searched for them:

    places_csv.py                reads places.csv and countries.csv                → ListedPlace
    names_csv.py                 reads organisations.csv and persons.csv           → ListedName
    spelling.py                  the forms in which spellings are compared
    gazetteer.py                 all spellings, to look up names                   → Gazetteer
    lexicon.py                   searches a text for many names at once
    field_text.py                a title or body with its capitalised words and sentences
    mention_rules.py             the rules by which names are found, with their descriptions

Places. A type word is "City", "County" …

    place_spans.py               words that name one place or one of several
    places_with_type_word.py     "Kusong City", "Kujang and Unsan counties"
    places_without_type_word.py  "Wonsan", "North Phyongan"
    countries.py                 countries, capitals, mountains, rivers, areas
    place_choice.py              chooses the place that each span means            → FoundMentions
    county_subdivisions.py       a ri, dong or up (village, ward or town) in a county that the
                                 article names

Organisations. The head of a name is the word for the kind of organisation: "Farm" in "Undok Farm".

    name_spans.py                words that name an organisation or a person
    organisations.py             organisations that are listed or detected automatically
    detected_organisations.py    detects organisations by the form of their names
    organisation_heads.py        names with a head ("Undok Farm", "Ministry of Culture")
    words_after_head.py          the words of a name after its head ("of the WPK")
    shared_heads.py              lists of names with one head ("Jisa and Usan farms")
    embassies.py                 "the DPRK embassy in Moscow"
    organisation_parts.py        values and functions that several organisation modules use
    organisation_words.py        the words that are used in names of organisations
    organisation_sites.py        the place of a detected organisation
    bracketed_short_names.py     a short name in brackets after a name ("(KYLJ)")

People.

    persons.py                   people who are listed or detected automatically
    korean_names.py              family names, and the syllables of given names

The span of a mention is exactly the name, in code points of the title or body. The span of a place
does not include its type word: it is "Kusong" in "Kusong City". A place name inside the name of an
organisation ("Sinuiju Textile Mill") is not a mention of the place. Instead, the place is implied
by the mention of the organisation.
"""

from collections.abc import Iterator, Mapping, Sequence

from ingest.limits import limited_mentions, searched_part
from ingest.mentions.bracketed_short_names import find_short_names, learn_short_names
from ingest.mentions.countries import find_countries
from ingest.mentions.county_subdivisions import (
    SubdivisionSpan,
    find_subdivisions,
    locate_subdivisions,
)
from ingest.mentions.field_text import FieldText
from ingest.mentions.gazetteer import Gazetteer, NameRow, PlaceRow
from ingest.mentions.mention_rules import ORGANISATION_SITE
from ingest.mentions.name_spans import NameSpan, TakenSpans
from ingest.mentions.organisation_sites import site_in_name, site_in_text
from ingest.mentions.organisations import find_organisations
from ingest.mentions.persons import find_persons
from ingest.mentions.place_choice import choose_places
from ingest.mentions.place_spans import PlaceSpan
from ingest.mentions.places_with_type_word import find_places_with_type_word
from ingest.mentions.places_without_type_word import find_places_without_type_word
from ingest.values import FoundMentions, MentionSpan

__all__ = ["Gazetteer", "NameRow", "PlaceRow", "find_mentions"]

_FINDERS = (find_places_with_type_word, find_places_without_type_word, find_countries)


def find_mentions(title: str, body: str, gazetteer: Gazetteer) -> FoundMentions:
    """Return the mentions of places, organisations and people in an article, with problems.

    `title` and `body` are the values of the parsed article (paragraphs joined by a blank line), so
    the body has no dateline and no sign-off. The function raises no exception, whatever the text
    is. There are four kinds of problems:

    - place-unknown: a name with a type word is not in the gazetteer
    - place-ambiguous: several places have this name, and no words in the article show which place
      is meant
    - place-province-clash: the place is linked, but the text and the gazetteer give different
      first-level divisions
    - names-left-out: the article has too many names or problems (`ingest.limits`)
    """
    place_spans: list[PlaceSpan] = []
    names: list[NameSpan] = []
    below: list[SubdivisionSpan] = []
    part = searched_part(body)
    fields = [field for field in (FieldText("title", title), FieldText("body", part)) if field.text]
    for field, organisations in zip(fields, _organisations(fields, gazetteer), strict=True):
        places, others = _find(field, organisations, gazetteer)
        place_spans += places
        names += others
        taken = TakenSpans((span.start, span.end) for span in others)
        below += [span for span in find_subdivisions(field) if not taken.touches(span[1], span[2])]
    resolved = choose_places(place_spans) if place_spans else FoundMentions(())
    if not names and not below:
        return limited_mentions(resolved, part, body)
    mentions = [*resolved.mentions, *_mentions_of(names, resolved.mentions, gazetteer)]
    mentions += locate_subdivisions(below, resolved.mentions, gazetteer)
    mentions.sort(key=lambda span: (span.field != "title", span.start, -span.end, span.is_implied))
    return limited_mentions(FoundMentions(tuple(mentions), resolved.problems), part, body)


def _organisations(fields: Sequence[FieldText], gazetteer: Gazetteer) -> list[list[NameSpan]]:
    """Return a list of organisations for each field (title, body).

    The lists include the short names of organisations. A short name that one field defines is
    found in both fields.
    """
    names_by_field = [find_organisations(field, gazetteer) for field in fields]
    if not any("(" in field.text for field in fields):
        return names_by_field
    if learned := learn_short_names(
        (span for names in names_by_field for span in names), fields, gazetteer
    ):
        for field, names in zip(fields, names_by_field, strict=True):
            names += list(find_short_names(field, learned, names))
            names.sort(key=lambda span: span.start)
    return names_by_field


def _find(
    field: FieldText, organisations: Sequence[NameSpan], gazetteer: Gazetteer
) -> tuple[list[PlaceSpan], list[NameSpan]]:
    """Return two lists for a title or body: its places, and its organisations and people.

    If two spans of different kinds overlap, only one of them is kept: the one whose kind comes
    first in the list “organisations, listed places with a type word, people, other places”.
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
    """Yield the mentions of organisations and people, and of the places that organisations imply.

    `places` are the mentions of places in the same article.
    """
    place_slugs = {(span.field, span.start): span.entity for span in places}
    sites: Mapping[str, str] = {}
    if any(span.name and span.kind == "organisation" for span in names):
        names = [_with_site(span, place_slugs, gazetteer) for span in names]
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


def _with_site(
    span: NameSpan, place_slugs: Mapping[tuple[str, int], str], gazetteer: Gazetteer
) -> NameSpan:
    """Return a detected organisation whose `site` is set to the slug of the place where it is.

    The place is read from the words after the name, or else from the name itself. `place_slugs` is
    a dict from the (field, start) of each mention of a place to the slug of the place. A person or
    a listed organisation is returned unchanged.
    """
    if span.slug or span.kind != "organisation":
        return span
    return span._replace(site=site_in_text(span, place_slugs) or site_in_name(span, gazetteer))
