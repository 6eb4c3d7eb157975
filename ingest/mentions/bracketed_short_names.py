"""Short names in brackets after names: "Korean Youth Commercial Association (Chongsanghoe)".

A short name is an abbreviation in capitals ("Korean Youth League in Japan (KYLJ)"), or a single
word. An abbreviation must consist of first letters of words of the name. A single word must occur
again in the article, and must be neither a general word ("Committee") nor a listed name. If the
short name alone occurs at another position in the article, it is also a mention of the
organisation.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from ingest.mentions.field_text import FieldText
from ingest.mentions.gazetteer import Gazetteer
from ingest.mentions.mention_rules import SHORT_NAME
from ingest.mentions.name_spans import NameSpan, TakenSpans
from ingest.mentions.organisation_words import COMMON, MONTHS, NO_PART
from ingest.mentions.spelling import fold

_RULE = (SHORT_NAME.name, SHORT_NAME.confidence)
_GENERAL = NO_PART | MONTHS | COMMON
_bracketed = re.compile(r"[ \t]*\(((?:[A-Z]{2,7}|[A-Z][a-z]{5,}))\)")
_word = re.compile(r"\w+")
# A word that can be a short name. In "the ABC Prize", "ABC" is not a short name, but part of
# another name.
_alone = re.compile(r"(?<![\w'-])[A-Z][A-Za-z]+(?![\w-]|[\"']?[ \t]+Prize)")
_part = re.compile(r"\b(?:of|for)\s+(?:the\s+)?(?=[A-Z])")
_between = re.compile(r"[\s-]+")


def learn_short_names(
    names: Iterable[NameSpan], fields: Sequence[FieldText], gazetteer: Gazetteer
) -> dict[str, NameSpan]:
    """Return a dict from the short names that an article defines to the organisations they mean.

    `names` are the organisations in the article. A value of the dict is one of `names`, or the
    organisation at the end of such a name (see `_of_letters`).
    """
    learned: dict[str, NameSpan] = {}
    counts: Counter[str] | None = None
    for span in names:
        bracketed = _bracketed.match(span.field.text, span.end)
        if bracketed is None or bracketed[1] in learned or bracketed[1] in gazetteer.named_places:
            continue
        short = bracketed[1]
        if short.isupper():
            if (meant := _of_letters(short, span, gazetteer)) is not None:
                learned[short] = meant
        elif not _has_another_meaning(short, gazetteer):
            if counts is None:
                counts = Counter(word for field in fields for word in _word.findall(field.text))
            if counts[short] > 1:
                learned[short] = span
    return learned


def find_short_names(
    field: FieldText, learned: Mapping[str, NameSpan], names: Sequence[NameSpan]
) -> Iterator[NameSpan]:
    """Yield a span for each occurrence of a short name in a title or body.

    `learned` is the result of `learn_short_names`. An occurrence that overlaps one of `names` is
    left out.
    """
    taken = TakenSpans((span.start, span.end) for span in names)
    for match in _alone.finditer(field.text):
        meant = learned.get(match[0])
        if meant is not None and not taken.touches(*match.span()):
            where = (field, *match.span(), "organisation", *_RULE)
            yield NameSpan(
                *where, slug=meant.slug, name=meant.name, site=meant.site, after=match.end()
            )


def _of_letters(short: str, name: NameSpan, gazetteer: Gazetteer) -> NameSpan | None:
    """Return the organisation that the abbreviation `short` after `name` means, or None.

    The letters of the abbreviation must be first letters of words, in the order of these words. The
    abbreviation can mean the whole `name`, or only an organisation at its end: "(CPV)" after
    "Central Committee of the Communist Party of Vietnam" means the party.
    """
    text = name.field.text[name.start : name.end]
    for start in sorted({0, *(part.end() for part in _part.finditer(text))}, reverse=True):
        beginnings = iter([word[0].upper() for word in _between.split(text[start:]) if word])
        if text[start] == short[0] and all(letter in beginnings for letter in short):
            break
    else:
        return None
    if not start:
        return name
    heading = gazetteer.organisations.heading_of(" ".join(text[start:].split()))
    row = gazetteer.organisations.spelled(heading)
    return name._replace(
        slug=row.slug if row else "",
        name="" if row else heading,
        site=row.site or "" if row else "",
    )


def _has_another_meaning(short: str, gazetteer: Gazetteer) -> bool:
    """Return True if a word is a general word, or a listed place, organisation or person."""
    return (
        short.lower() in _GENERAL
        or fold(short) in gazetteer.by_spelling
        or short in gazetteer.organisations.rows
        or short in gazetteer.persons.rows
    )
