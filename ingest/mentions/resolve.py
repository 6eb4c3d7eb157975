"""From namings to mentions: which of several places is meant, which names are another country's,
what is in doubt."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from ingest.mentions.context import NAMESAKES
from ingest.mentions.gazetteer import PlaceCandidate
from ingest.mentions.place_spans import PlaceSpan
from ingest.mentions.rules import (
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
from ingest.mentions.spelling import fold
from ingest.values import FoundMentions, MentionSpan, Problem

_belongs = re.compile(r"(?:,\s*|\s+(?:of|in)\s+)(?:the\s+)?")

_Choice = tuple[PlaceCandidate, str]


def resolve(namings: Iterable[PlaceSpan]) -> FoundMentions:
    """The mentions and problems of one article's namings, title first, each field in the text's
    order."""
    ordered = _without_overlaps(namings)
    stated = _statements(ordered)
    kept = [each for each in ordered if not _is_elsewhere(each, stated.get(each))]
    mentions: list[MentionSpan] = []
    problems: list[Problem] = []
    for each, choice in zip(kept, _choices(kept, stated), strict=True):
        if choice:
            mentions.append(_mention(each, *choice))
            problems += _clashes(each, choice[0], stated.get(each))
        else:
            problems.append(_ambiguous(each) if each.candidates else _unknown(each))
    return FoundMentions(tuple(mentions), tuple(problems))


def _without_overlaps(namings: Iterable[PlaceSpan]) -> list[PlaceSpan]:
    """In the text's order, title first; of two that overlap the typed one stays, then the
    longer."""
    kept: list[PlaceSpan] = []
    for each in sorted(
        namings, key=lambda n: (n.field.name != "title", n.start, n.listing < 0, -n.end)
    ):
        last = kept[-1] if kept else None
        if last and last.field is each.field and each.start < last.end:
            if last.listing < 0 <= each.listing:
                kept[-1] = each
        else:
            kept.append(each)
    return kept


def _statements(namings: Sequence[PlaceSpan]) -> dict[PlaceSpan, PlaceSpan]:
    """For each naming the one that says where it lies: "Unsan County, North Phyongan Province",
    "Phohang District of Chongjin City"."""
    starting = {(each.field.name, each.outer_start): each for each in reversed(namings)}
    stated = {}
    for each in namings:
        match = _belongs.match(each.field.text, each.outer_end)
        above = starting.get((each.field.name, match.end())) if match else None
        if match and above and _is_above(above, each, is_comma=match[0].startswith(",")):
            stated[each] = above
    return stated


def _is_above(above: PlaceSpan, below: PlaceSpan, *, is_comma: bool) -> bool:
    """Whether a naming can say where another lies. After a comma a list may go on, so there it is a
    province, or a municipality with its type word that the other does lie in ("Kusong City, Nampho
    Municipality and other places")."""
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


def _is_elsewhere(each: PlaceSpan, above: PlaceSpan | None) -> bool:
    """Whether a name is another country's: its own province says so, or its sentence does. A
    province that the ROK has not sets a namesake apart."""
    if above and not above.candidates:
        return True
    if above and above.is_division and fold(above.text) not in NAMESAKES:
        return False
    if each.candidates:
        return fold(each.text) in NAMESAKES and each.field.is_about_rok(each.start)
    return each.field.is_about_abroad(each.start)


def _choices(
    namings: Sequence[PlaceSpan], stated: Mapping[PlaceSpan, PlaceSpan]
) -> list[_Choice | None]:
    """For each naming the place meant and how it was chosen ("" where the name has one place
    only)."""
    is_simple = all(len(each.candidates) < 2 for each in namings)
    hints = _Hints(() if is_simple else namings)
    choices: list[_Choice | None] = []
    sure: dict[str, set[PlaceCandidate]] = {}
    for each in namings:
        choice = _choose(each, stated.get(each), hints)
        choices.append(choice)
        if choice and choice[1]:
            sure.setdefault(fold(each.text), set()).add(choice[0])
        hints.pass_by(each, choice)
    for at, each in enumerate(namings):
        same = (
            sure.get(fold(each.text), set())
            if sure and not choices[at] and each not in stated
            else set()
        )
        if len(same) == 1:
            choices[at] = (next(iter(same)), SAME_NAME.name)
    return choices


def _choose(each: PlaceSpan, above: PlaceSpan | None, hints: "_Hints") -> _Choice | None:
    """The one place that the article means, by the nearest thing that tells; None when nothing
    does."""
    if len(each.candidates) < 2:
        return (each.candidates[0], "") if each.candidates else None
    for how, divisions in [(PROVINCE_BESIDE.name, above.divisions)] if above else hints.of(each):
        fitting = [
            candidate for candidate in each.candidates if candidate.place.division in divisions
        ]
        if fitting:
            return (fitting[0], how) if len(fitting) == 1 else None
    return None


class _Hints:
    """What tells in which division an ambiguous name lies, gathered once an article."""

    def __init__(self, namings: Sequence[PlaceSpan]) -> None:
        self.listings: dict[tuple[str, int], set[str]] = {}
        self.stated: dict[tuple[str, int], set[str]] = {}
        self.beside: dict[tuple[str, int], set[str]] = {}
        self.meant_before: dict[str, set[str]] = {}
        self.province_before: set[str] = set()
        for each in namings:
            if len(each.divisions) == 1:
                sentence = (each.field.name, each.field.sentence(each.start)[0])
                self.listings.setdefault((each.field.name, each.listing), set()).update(
                    each.divisions
                )
                self.beside.setdefault(sentence, set()).update(each.divisions)
                if each.is_division:
                    self.stated.setdefault(sentence, set()).update(each.divisions)

    def of(self, each: PlaceSpan) -> Iterator[tuple[str, set[str]]]:
        """Sets of divisions, surest first: those of its list, those stated in its sentence, those
        of the other places there, that of the place which the same name meant before, the last
        province named before."""
        sentence = (each.field.name, each.field.sentence(each.start)[0])
        yield LIST_MATES.name, self.listings.get((each.field.name, each.listing), set())
        yield SAME_SENTENCE.name, self.stated.get(sentence, set())
        yield SAME_SENTENCE.name, self.beside.get(sentence, set())
        yield SAME_NAME.name, self.meant_before.get(fold(each.text), set())
        yield PROVINCE_BEFORE.name, self.province_before

    def pass_by(self, each: PlaceSpan, choice: _Choice | None) -> None:
        """Remember what a name meant, where more than a province before it told, and a province
        that later names may lie in."""
        if choice and choice[1] not in {"", PROVINCE_BEFORE.name}:
            self.meant_before.setdefault(fold(each.text), set()).update(_division_of(choice[0]))
        if each.place_type == "province" and each.is_division:
            self.province_before = each.divisions


def _division_of(candidate: PlaceCandidate) -> set[str]:
    return {candidate.place.division} if candidate.place.division else set()


def _mention(each: PlaceSpan, candidate: PlaceCandidate, how: str) -> MentionSpan:
    """The mention of a chosen place. Its rule says how the words were read, then what was out of
    the ordinary: "typed-list/misspelling", "typed-name/former-type/province-beside"."""
    notes = [MISSPELLING.name] if candidate.kind == "misspelling" else []
    notes += [FORMER_TYPE.name] if candidate.is_former else []
    notes += [how] if how else []
    confidence = RULES[each.rule].confidence
    for note in notes:
        confidence *= NOTES[note].certainty
    return MentionSpan(
        kind="place",
        entity=candidate.place.slug,
        field=each.field.name,
        start=each.start,
        end=each.end,
        text=each.quoted,
        rule="/".join([each.rule, *notes]),
        confidence=round(confidence, 2),
    )


def _unknown(each: PlaceSpan) -> Problem:
    message = (
        f"“{each.outer_text}” in the {each.field.name} is in no list of places, so it is not"
        " linked."
    )
    spans = ((each.start, each.end),)
    return Problem("place-unknown", message, each.field.name, each.outer_text, spans)


def _ambiguous(each: PlaceSpan) -> Problem:
    slugs = tuple(sorted(candidate.place.slug for candidate in each.candidates))
    meant = " or ".join(
        sorted(f"that of {_division_name(candidate)}" for candidate in each.candidates)
    )
    message = (
        f"“{each.outer_text}” in the {each.field.name} can be {meant}, and nothing near it tells"
        " which, so it is not linked."
    )
    spans = ((each.start, each.end),)
    return Problem("place-ambiguous", message, each.field.name, each.outer_text, spans, slugs)


def _clashes(
    each: PlaceSpan, candidate: PlaceCandidate, above: PlaceSpan | None
) -> Iterator[Problem]:
    """A problem when the text puts the place in another division than the gazetteer does; it is
    linked all the same."""
    division = candidate.place.division
    if above and division not in {None, *above.divisions}:
        message = (
            f"The {each.field.name} puts “{each.outer_text}” in “{above.outer_text}”, the gazetteer"
            f" in {_division_name(candidate)}. It is linked to the gazetteer's."
        )
        yield Problem(
            "place-province-clash",
            message,
            each.field.name,
            f"{each.outer_text}, {above.outer_text}",
            ((each.start, above.end),),
            (candidate.place.slug,),
        )


def _division_name(candidate: PlaceCandidate) -> str:
    """The name of a place's first-level division; a division's slug is its name."""
    return (candidate.place.division or candidate.place.slug).replace("-", " ").title()
