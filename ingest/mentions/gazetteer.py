"""The gazetteer: all spellings of places, organisations and people, to look up names."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from ingest.mentions.lexicon import Lexicon
from ingest.mentions.names_csv import read_listed
from ingest.mentions.places_csv import DIVISION_TYPES, read_places
from ingest.mentions.spelling import british_key, fold, straighten

TYPED_ONLY = frozenset({"Anju", "Sunchon", "Kim Chaek", "Chongnam"})
"""Names of cities that are only found with a type word, because they have another meaning.

For example, "Sunchon" is also a town in the ROK, and "Kim Chaek" is also a person.
"""

_ours = re.compile(
    r"^(?:the )?DPRK(?:'s)? | of (?:the )?(?:DPRK|Democratic People's Republic of Korea)$|^the "
)
_letters = re.compile(r"(\bof )?(?<![\w.-])([A-Z]{3,7})(?![\w.-])")
_capitals = re.compile(r"[A-Z]{3}")
_committee_of = re.compile(r"(\bof (?:the )?)?(?<![\w.-])([A-Z]{3,7}) Central Committee\b")
_cc_of = re.compile(r"\bC\.C\.,? (?:of )?(?:the )?(?=[A-Z])")
_body_of = re.compile(r"(SPA|KPA|WPK) ((?:[A-Z][\w-]* ){1,4}(?:Committee|Department|Bureau|Force))")
_of_ours = re.compile(r"\bof (?:the )?DPRK (?=[A-Z])")
_ours_before = re.compile(r"^DPRK (?=(?:Ministry|Institute|Academy|Bureau) )")
_ours_after = re.compile(r" of (?:the )?(?:DPRK|Democratic People's Republic of Korea)$")
_ordinal = re.compile(
    r"(?:First|Second|Third|Fourth|Fifth|Sixth|Seventh|Eighth|Ninth|Tenth|\d+th) (?=(?:WPK"
    r" )?Central Committee)"
)
_edge = re.compile(r"(?<![\w'-])|(?<=Kim Jong Un)|(?<=Kim Jong Il)|(?<=Kim Il Sung)")
_FORMER_TYPES = {
    "city": ("county", "district"),
    "county": ("district", "city"),
    "district": ("county", "city"),
}
_SAME_RANK = {
    "city": ("city", "municipality"),
    "municipality": ("municipality", "city"),
    "province": ("province", "municipality"),
}
TYPES_WITH_WORD = frozenset({"province", "municipality", "city", "county", "district"})
"""The types of places that can have a type word: "Kusong City", "the city of Kusong"."""

_UNMATCHED_KINDS = frozenset({"banned", "korean"})


class PlaceRow(NamedTuple):
    """The columns of a place that the mention finder needs.

    `parent` is the slug of the place that contains this place, `division` the slug of its
    first-level division. `names` are pairs of a spelling and its kind (EntityName.kind).
    `is_foreign` is true for a place abroad.
    """

    slug: str
    name: str
    place_type: str
    parent: str | None
    division: str | None
    names: tuple[tuple[str, str], ...]
    is_foreign: bool = False


class NameRow(NamedTuple):
    """The columns of an organisation or person that the mention finder needs.

    `kind` is "organisation" or "person". `names` are pairs of a spelling and its kind
    (EntityName.kind). `site` is the slug of the place where the organisation is; it is None unless
    a mention of the organisation implies this place.
    """

    kind: str
    slug: str
    names: tuple[tuple[str, str], ...]
    site: str | None = None

    def bans(self, words: str) -> bool:
        """Return True if these words are a banned spelling, which is never linked to the entity."""
        return any(kind == "banned" and fold(name) == fold(words) for name, kind in self.names)


class PlaceCandidate(NamedTuple):
    """A place that a spelling can mean. `kind` and `is_former` are about the spelling.

    `kind` is the kind of the spelling: official, variant, misspelling. `is_former` is true if the
    place had this type word before, but has another type word now (Samjiyon County is a city now).
    """

    place: PlaceRow
    kind: str
    is_former: bool = False


def begins_word(text: str, start: int) -> bool:
    """Return True if a name can begin at `start`.

    A name cannot begin right after a letter, digit, apostrophe or hyphen, because it would be the
    end of a word. But it can begin right after a leader's name, because the programs that saved the
    pages often lost the space after such a name.
    """
    return _edge.match(text, start) is not None


def _turned(match: re.Match[str]) -> str:
    """Replace "of WPK Central Committee" by "of the Central Committee of the WPK"."""
    return f"{'of the ' if match[1] else ''}Central Committee of the {match[2]}"


def _turned_round(match: re.Match[str]) -> str:
    """Replace "SPA Legislation Committee" by "Legislation Committee of the SPA"."""
    return match[0] if match[2] == "Central Committee" else f"{match[2]} of the {match[1]}"


def _without_ordinal(name: str) -> str:
    return _ordinal.sub("", name) if "Committee" in name else name


def _may_name_us(name: str) -> bool:
    """Return True if a name may contain the name of the DPRK, by a quick test.

    If the result is False, the name certainly does not contain the name of the DPRK.
    """
    return "DPRK" in name or "Democratic" in name


@dataclass(frozen=True, slots=True)
class NameIndex:
    """The spellings of all listed organisations, or of all listed people.

    `rows` is a dict from exact spellings to the rows of the entities, `by_key` a dict from the keys
    of spellings (`british_key`) to these rows. `letters` is a dict from abbreviations ("WPK") to
    official names. `lexicon` finds the exact spellings in a text.
    """

    rows: dict[str, NameRow]
    by_key: dict[str, NameRow]
    letters: dict[str, str]
    lexicon: Lexicon

    @classmethod
    def of(cls, rows: Iterable[NameRow]) -> "NameIndex":
        """Return an index of these rows. A spelling that several rows share is left out."""
        rows_by_name: dict[str, list[NameRow]] = {}
        for row in rows:
            banned = {fold(name) for name, kind in row.names if kind == "banned"}
            for name in {
                straighten(name) for name, kind in row.names if kind not in _UNMATCHED_KINDS
            }:
                if fold(name) not in banned:
                    rows_by_name.setdefault(name, []).append(row)
        single = {name: meant[0] for name, meant in sorted(rows_by_name.items()) if len(meant) == 1}
        keys = {british_key(name): row for name, row in single.items()}
        letters = {
            name: straighten(official)
            for name, row in single.items()
            if _letters.fullmatch(name)
            for official in [item for item, kind in row.names if kind == "official"][:1]
        }
        return cls(single, keys, letters, Lexicon.of(single))

    def heading_of(self, name: str) -> str:
        """Return the heading of a detected name: the name under which pages show the entity.

        So different ways to write a name get the same heading. Abbreviations are written out: "of
        the WPK" becomes "of the Workers' Party of Korea". "DPRK" and "of the DPRK" are left out if
        at least three words remain.
        """
        full = _without_ordinal(name)
        if "C.C." in full:
            full = _cc_of.sub("Central Committee of the ", full).replace(
                "of Central", "of the Central"
            )
        if _capitals.search(full):
            full = _body_of.sub(_turned_round, full) if _body_of.fullmatch(full) else full
            full = _letters.sub(self._written_out, _committee_of.sub(_turned, full))
        if not _may_name_us(full) or "mbassy" in full:
            return full  # "DPRK embassy": the country is necessary to tell embassies apart
        full = _of_ours.sub("of the ", full)
        for ours in (_ours_before, _ours_after):
            shorter = ours.sub("", full)
            full = shorter if shorter.count(" ") > 1 else full
        return full

    def _written_out(self, match: re.Match[str]) -> str:
        """Return an abbreviation in full: "of WPK" becomes "of the Workers' Party of Korea"."""
        full = self.letters.get(match[2])
        return f"{'of the ' if match[1] else ''}{full}" if full else match[0]

    def spelled(self, name: str) -> NameRow | None:
        """Return the row of a listed name; None if the name is not listed.

        Case, hyphens, "the", "of the DPRK" and an ordinal ("Eighth Central Committee") are ignored.
        The name can be a banned spelling of the row, so test it with `NameRow.bans`.
        """
        if row := self.rows.get(name) or self.by_key.get(british_key(name)):
            return row
        shorter = _without_ordinal(name)
        if _may_name_us(shorter) or shorter.startswith("the "):
            shorter = _ours.sub("", shorter)
        return self.by_key.get(british_key(shorter)) if shorter != name else None


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """All listed names with their spellings. It is immutable and can be pickled.

    Build only one and keep it, because building is slow. `places` is a dict from slugs to places,
    `by_spelling` a dict from spellings (in the form of `fold`) to the places that they can mean.

    The lexicons `bare` and `named` find names of places in a text; `bare_names` and `named_places`
    are dicts from these names to the places that they mean:

    - `bare` and `bare_names`: divisions and cities that need no type word
    - `named` and `named_places`: places that never have a type word, such as countries, capitals,
      mountains, rivers and areas

    `named` also finds the names of the DPRK, which are not linked to a place. Otherwise another
    country could be found at their end ("Republic of Korea"). `most_words` is the largest number of
    words in the name of a place that can have a type word.
    """

    places: dict[str, PlaceRow]
    by_spelling: dict[str, tuple[PlaceCandidate, ...]]
    bare: Lexicon
    bare_names: dict[str, PlaceRow]
    most_words: int
    named: Lexicon
    named_places: dict[str, tuple[PlaceCandidate, ...]]
    organisations: NameIndex
    persons: NameIndex

    @classmethod
    def from_files(cls) -> "Gazetteer":
        """Build a gazetteer from the data files, for use without a database."""
        places = list(read_places())
        homes = {place.parent for place in places if place.division == place.slug}
        rows = [
            PlaceRow(
                *(
                    place.slug,
                    place.name,
                    place.place_type,
                    place.parent,
                    place.division,
                    place.names,
                ),
                is_foreign=place.division is None and not homes & {place.slug, place.parent},
            )
            for place in places
        ]
        return cls.from_rows(
            rows,
            [
                NameRow(
                    item.kind,
                    item.slug,
                    item.names,
                    item.site if item.site and item.implies_site else None,
                )
                for item in read_listed()
            ],
        )

    @classmethod
    def from_rows(
        cls,
        rows: Iterable[PlaceRow | tuple[Any, ...]],
        names: Iterable[NameRow | tuple[Any, ...]] = (),
    ) -> "Gazetteer":
        """Build a gazetteer of PlaceRows and NameRows, or of tuples with the same values.

        `Entity.objects.as_rows()` and `as_name_rows()` return such tuples. A banned spelling of a
        place is not looked up, even if the place also has the spelling under another kind.
        """
        places = {
            row.slug: row
            for row in sorted((PlaceRow(*row) for row in rows), key=lambda row: row.slug)
        }
        candidates_by_name: dict[str, dict[str, PlaceCandidate]] = {}
        for place in places.values():
            banned = {fold(name) for name, kind in place.names if kind == "banned"}
            for name, kind in ((place.name, "official"), *place.names):
                if kind not in _UNMATCHED_KINDS and fold(name) not in banned:
                    candidates_by_name.setdefault(fold(name), {}).setdefault(
                        place.slug, PlaceCandidate(place, kind)
                    )
        by_spelling = {
            name: tuple(candidates.values()) for name, candidates in candidates_by_name.items()
        }
        bare_names = _bare_names(places.values(), by_spelling)
        typed = [place for place in places.values() if place.place_type in TYPES_WITH_WORD]
        most_words = max(
            (name.count(" ") + 1 for place in typed for name, _sort in place.names), default=1
        )
        named_places = _named_places(places.values(), by_spelling)
        bare, named = Lexicon.of(bare_names, _pattern), Lexicon.of(named_places)
        others = [NameRow(*row) for row in names]
        organisations, persons = (
            NameIndex.of(row for row in others if row.kind == kind)
            for kind in ("organisation", "person")
        )
        return cls(
            *(places, by_spelling, bare, bare_names, most_words, named, named_places),
            *(organisations, persons),
        )

    def typed(self, name: str, place_type: str) -> tuple[PlaceCandidate, ...]:
        """Return the places that a name with a type word can mean.

        The first of these groups that is not empty is returned:

        - the places of this type that have this name
        - the places that have this name and had this type before
        - the places of this type of which this name is a recorded misspelling
        """
        candidates = self.by_spelling.get(fold(name), ())
        wanted = _SAME_RANK.get(place_type, (place_type,))
        right = [candidate for candidate in candidates if candidate.kind != "misspelling"]
        same = tuple(candidate for candidate in right if candidate.place.place_type in wanted)
        if same:
            return same
        former = _FORMER_TYPES.get(place_type, ())
        once = tuple(c._replace(is_former=True) for c in right if c.place.place_type in former)
        return once or tuple(
            c for c in candidates if c.kind == "misspelling" and c.place.place_type in wanted
        )


def _bare_names(
    places: Iterable[PlaceRow], by_spelling: dict[str, tuple[PlaceCandidate, ...]]
) -> dict[str, PlaceRow]:
    """Return a dict from spellings that need no type word to the places that they mean.

    These spellings are the names of provinces and municipalities, and the official names of cities.
    A spelling is left out if it is also a name of another place, or if it is in TYPED_ONLY.
    """
    names = {}
    for place in places:
        if place.is_foreign:
            continue
        kinds = {"official", "variant"} if place.place_type in DIVISION_TYPES else set()
        kinds |= {"official"} if place.place_type == "city" else set()
        for name, kind in ((place.name, "official"), *place.names):
            candidates = by_spelling.get(fold(name), ())
            if (
                kind in kinds
                and name not in TYPED_ONLY
                and [c.place.slug for c in candidates] == [place.slug]
            ):
                names[straighten(name)] = place
    return names


def _named_places(
    places: Iterable[PlaceRow], by_spelling: dict[str, tuple[PlaceCandidate, ...]]
) -> dict[str, tuple[PlaceCandidate, ...]]:
    """Return a dict from spellings of countries, capitals and landmarks to the places they mean.

    The value for a spelling of the DPRK is an empty tuple (see `Gazetteer`).
    """
    names: dict[str, tuple[PlaceCandidate, ...]] = {}
    for place in places:
        is_home = place.place_type == "country" and not place.is_foreign
        is_meant = not is_home and place.place_type and place.place_type not in TYPES_WITH_WORD
        for name, kind in ((place.name, "official"), *place.names):
            candidates = tuple(
                item for item in by_spelling.get(fold(name), ()) if item.place.slug == place.slug
            )
            if (is_home or (is_meant and candidates)) and kind not in _UNMATCHED_KINDS:
                names.setdefault(straighten(name), () if is_home else candidates)
    return names


def _pattern(names: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern that matches the longest of these names in straightened text.

    A match ends at the end of a word. The pattern does not test whether it begins at the beginning
    of a word (`begins_word`).
    """
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    words = "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in longest_first)
    return re.compile(rf"(?:{words})(?![\w-]|'(?!s\b))")
