"""The choice of the place that a name means, if several places have this name.

A name is dropped if it means a place abroad that is not in the gazetteer, such as Kangnam in Seoul.
The result is the mentions of places, and a problem for each other name that cannot be linked.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from ingest.mentions.field_text import NAMESAKES
from ingest.mentions.gazetteer import PlaceCandidate
from ingest.mentions.mention_rules import (
    FORMER_TYPE,
    LIST_MATES,
    MISSPELLING,
    NOTES,
    PROVINCE_BEFORE,
    PROVINCE_BESIDE,
    RULES,
    SAME_NAME,
    SAME_SENTENCE,
)
from ingest.mentions.place_spans import PlaceSpan
from ingest.mentions.spelling import fold
from ingest.values import FoundMentions, MentionSpan, Problem

_belongs = re.compile(r"(?:,\s*|\s+(?:of|in)\s+)(?:the\s+)?")

_Choice = tuple[PlaceCandidate, str]


def choose_places(spans: Iterable[PlaceSpan]) -> FoundMentions:
    """Return the mentions of places in one article, and problems with their names.

    Mentions and problems in the title come before mentions and problems in the body.

    `spans` are all names of places in the article. They may overlap.
    """
    ordered = _without_overlaps(spans)
    stated = _statements(ordered)
    kept = [span for span in ordered if not _is_elsewhere(span, stated.get(span))]
    mentions: list[MentionSpan] = []
    problems: list[Problem] = []
    for span, choice in zip(kept, _choices(kept, stated), strict=True):
        if choice:
            mentions.append(_mention(span, *choice))
            problems += _clashes(span, choice[0], stated.get(span))
        else:
            problems.append(_ambiguous(span) if span.candidates else _unknown(span))
    return FoundMentions(tuple(mentions), tuple(problems))


def _without_overlaps(spans: Iterable[PlaceSpan]) -> list[PlaceSpan]:
    """Return the spans without overlaps: first the spans in the title, then in the body.

    The spans of each field are in the order of the text. If two spans overlap, the span with a type
    word is kept. If both spans or neither of them have a type word, the span that begins first is
    kept; if both begin at the same position, the longer span is kept.
    """
    kept: list[PlaceSpan] = []
    for span in sorted(
        spans, key=lambda n: (n.field.name != "title", n.start, n.listing < 0, -n.end)
    ):
        last = kept[-1] if kept else None
        if last and last.field is span.field and span.start < last.end:
            if last.listing < 0 <= span.listing:
                kept[-1] = span
        else:
            kept.append(span)
    return kept


def _statements(spans: Sequence[PlaceSpan]) -> dict[PlaceSpan, PlaceSpan]:
    """Return a dict from the span of a place to the span right after it that says where it is.

    Examples: "Unsan County, North Phyongan Province", "Phohang District of Chongjin City".
    """
    starting = {(span.field.name, span.outer_start): span for span in reversed(spans)}
    stated = {}
    for span in spans:
        match = _belongs.match(span.field.text, span.outer_end)
        above = starting.get((span.field.name, match.end())) if match else None
        if match and above and _is_above(above, span, is_comma=match[0].startswith(",")):
            stated[span] = above
    return stated


def _is_above(above: PlaceSpan, below: PlaceSpan, *, is_comma: bool) -> bool:
    """Return True if the span `above`, right after `below`, says where `below` is.

    A comma (`is_comma`), "of" or "in" is between the two spans. A comma can also separate the
    members of a list ("Kusong City, Nampho Municipality and other places"). So a municipality after
    a comma must have its type word and contain the place `below`.
    """
    if above.is_list or below.is_division or above.place_type == below.place_type:
        return False
    if above.place_type == "city":
        return below.place_type == "district" or (
            not above.candidates and below.place_type == "county"
        )
    if above.candidates and not above.is_division:
        return False
    if is_comma and above.place_type == "municipality":
        return above.rule != "bare-division" and above.divisions <= below.divisions
    return above.place_type in {"province", "municipality"}


def _is_elsewhere(span: PlaceSpan, above: PlaceSpan | None) -> bool:
    """Return True if a name means a place abroad, by the span `above` or by its sentence.

    `above` is the span that says where the place is, or None. The rules are, in this order:

    - If `above` is not in the gazetteer, the place is abroad.
    - If `above` is a division whose name only the DPRK has, the place is not abroad.
    - A listed name is abroad if it is also the name of a place in the ROK and the sentence is about
      the ROK.
    - A name that is not listed is abroad if the sentence is about any other country.
    """
    if above and not above.candidates:
        return True
    if above and above.is_division and fold(above.text) not in NAMESAKES:
        return False
    if span.candidates:
        return fold(span.text) in NAMESAKES and span.field.is_about_rok(span.start)
    return span.field.is_about_abroad(span.start)


def _choices(
    spans: Sequence[PlaceSpan], stated: Mapping[PlaceSpan, PlaceSpan]
) -> list[_Choice | None]:
    """Return a list with the choice for each span: a place and the name of a note, or None.

    The note (`mention_rules.NOTES`) says how the place was chosen. It is "" if the name can mean
    only one place. The choice is None if no place can be chosen. `stated` is the result of
    `_statements`.

    If no place can be chosen for a span that is not in `stated`, but the same name means exactly
    one place at other positions in the article, this place is chosen.
    """
    is_simple = all(len(span.candidates) < 2 for span in spans)
    hints = _Hints(() if is_simple else spans)
    choices: list[_Choice | None] = []
    sure: dict[str, set[PlaceCandidate]] = {}
    for span in spans:
        choice = _choose(span, stated.get(span), hints)
        choices.append(choice)
        if choice and choice[1]:
            sure.setdefault(fold(span.text), set()).add(choice[0])
        hints.pass_by(span, choice)
    for index, span in enumerate(spans):
        same = (
            sure.get(fold(span.text), set())
            if sure and not choices[index] and span not in stated
            else set()
        )
        if len(same) == 1:
            choices[index] = (next(iter(same)), SAME_NAME.name)
    return choices


def _choose(span: PlaceSpan, above: PlaceSpan | None, hints: "_Hints") -> _Choice | None:
    """Return the choice for one span; None if no place can be chosen.

    If the name can mean several places, the first hint that names a division of one of these places
    decides. If two of these places are in this division, no place is chosen.
    """
    if len(span.candidates) < 2:
        return (span.candidates[0], "") if span.candidates else None
    for how, divisions in [(PROVINCE_BESIDE.name, above.divisions)] if above else hints.of(span):
        fitting = [
            candidate for candidate in span.candidates if candidate.place.division in divisions
        ]
        if fitting:
            return (fitting[0], how) if len(fitting) == 1 else None
    return None


class _Hints:
    """The words of an article that show in which first-level division a place is.

    `pass_by` must be called for each span in text order, because some hints come from earlier
    spans.
    """

    def __init__(self, spans: Sequence[PlaceSpan]) -> None:
        self.listings: dict[tuple[str, int], set[str]] = {}
        self.stated: dict[tuple[str, int], set[str]] = {}
        self.beside: dict[tuple[str, int], set[str]] = {}
        self.meant_before: dict[str, set[str]] = {}
        self.province_before: set[str] = set()
        for span in spans:
            if len(span.divisions) == 1:
                sentence = (span.field.name, span.field.sentence(span.start)[0])
                self.listings.setdefault((span.field.name, span.listing), set()).update(
                    span.divisions
                )
                self.beside.setdefault(sentence, set()).update(span.divisions)
                if span.is_division:
                    self.stated.setdefault(sentence, set()).update(span.divisions)

    def of(self, span: PlaceSpan) -> Iterator[tuple[str, set[str]]]:
        """Yield hints for a span as (name of the note, slugs of divisions), the surest hint first.

        The hints are, in this order:

        - the divisions of the other names in the same list
        - the divisions that are named in the same sentence
        - the divisions of other places in the same sentence
        - the division of the place that the same name meant earlier in the article
        - the last province that was named before
        """
        sentence = (span.field.name, span.field.sentence(span.start)[0])
        yield LIST_MATES.name, self.listings.get((span.field.name, span.listing), set())
        yield SAME_SENTENCE.name, self.stated.get(sentence, set())
        yield SAME_SENTENCE.name, self.beside.get(sentence, set())
        yield SAME_NAME.name, self.meant_before.get(fold(span.text), set())
        yield PROVINCE_BEFORE.name, self.province_before

    def pass_by(self, span: PlaceSpan, choice: _Choice | None) -> None:
        """Store the choice for a span, so that it is a hint for later spans.

        A choice that only the last province decided is not stored, because it is not sure enough. A
        choice for a name that can mean only one place is not stored either, because it is not
        needed. A span that names a province is stored as the last province.
        """
        if choice and choice[1] not in {"", PROVINCE_BEFORE.name}:
            self.meant_before.setdefault(fold(span.text), set()).update(_division_of(choice[0]))
        if span.place_type == "province" and span.is_division:
            self.province_before = span.divisions


def _division_of(candidate: PlaceCandidate) -> set[str]:
    return {candidate.place.division} if candidate.place.division else set()


def _mention(span: PlaceSpan, candidate: PlaceCandidate, how: str) -> MentionSpan:
    """Return the mention of the place that was chosen for a span.

    `how` is the name of the note that says how the place was chosen, or "". The rule of the mention
    is the rule of the span, followed by the names of notes, each after a slash. First come the
    notes about the candidate (a misspelling, a former type), then `how`:
    "typed-name/former-type/province-beside". The notes are explained in `mention_rules.py`.
    """
    notes = [MISSPELLING.name] if candidate.kind == "misspelling" else []
    notes += [FORMER_TYPE.name] if candidate.is_former else []
    notes += [how] if how else []
    confidence = RULES[span.rule].confidence
    for note in notes:
        confidence *= NOTES[note].certainty
    return MentionSpan(
        kind="place",
        entity=candidate.place.slug,
        field=span.field.name,
        start=span.start,
        end=span.end,
        text=span.quoted,
        rule="/".join([span.rule, *notes]),
        confidence=round(confidence, 2),
    )


def _unknown(span: PlaceSpan) -> Problem:
    message = (
        f"“{span.outer_text}” in the {span.field.name} is in no list of places, so it is not"
        " linked."
    )
    spans = ((span.start, span.end),)
    return Problem("place-unknown", message, span.field.name, span.outer_text, spans)


def _ambiguous(span: PlaceSpan) -> Problem:
    slugs = tuple(sorted(candidate.place.slug for candidate in span.candidates))
    meant = " or ".join(
        sorted(f"that of {_division_name(candidate)}" for candidate in span.candidates)
    )
    message = (
        f"“{span.outer_text}” in the {span.field.name} can be {meant}, and nothing near it tells"
        " which, so it is not linked."
    )
    spans = ((span.start, span.end),)
    return Problem("place-ambiguous", message, span.field.name, span.outer_text, spans, slugs)


def _clashes(
    span: PlaceSpan, candidate: PlaceCandidate, above: PlaceSpan | None
) -> Iterator[Problem]:
    """Yield a problem if the text and the gazetteer give different divisions for a place.

    `above` is the span that says where the place is, or None. The place is linked nevertheless.
    """
    division = candidate.place.division
    if above and division not in {None, *above.divisions}:
        message = (
            f"The {span.field.name} puts “{span.outer_text}” in “{above.outer_text}”, the gazetteer"
            f" in {_division_name(candidate)}. It is linked to the gazetteer's."
        )
        yield Problem(
            "place-province-clash",
            message,
            span.field.name,
            f"{span.outer_text}, {above.outer_text}",
            ((span.start, above.end),),
            (candidate.place.slug,),
        )


def _division_name(candidate: PlaceCandidate) -> str:
    """Return the name of a place's first-level division ("North Phyongan"), made from its slug."""
    return (candidate.place.division or candidate.place.slug).replace("-", " ").title()
