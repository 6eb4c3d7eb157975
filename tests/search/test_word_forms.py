"""Test the keys of words: which words are found together, and which are not."""

import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.search.analysis import irregular_forms, word_forms
from archive.search.analysis.word_forms import word_key
from ingest.mentions.names_csv import read_listed
from ingest.mentions.places_csv import read_places

TOGETHER = """
factory factories
city cities
study studies studied studying
inspect inspects inspected inspecting
produce produces produced producing
complete completes completed completing
visit visits visited visiting
invite invites invited inviting
plan plans planned planning
hope hopes hoped hoping
add adds added adding
agree agrees agreed agreeing
build builds built building buildings
run runs ran running
write writes wrote written writing
take takes took taken taking
die dies died dying
leave leaves left leaving
found find finds finding
founded founding founds
unite unites united uniting
child children
schoolchild schoolchildren
woman women
chairman chairmen
life lives
hero heroes
shoe shoes
box boxes
virus viruses
house houses
crisis crises
high higher highest
easy easier easiest
big bigger biggest
large larger largest
song songs
hill hills
nazi nazis
organize organise organizes organised organising organizing
organization organisation organisations organizations
labor labour labors labours laboured
honorable honourable
defense defence defenses defences
center centre centers centres centred
meter metre meters metres
kilometer kilometre kilometres
program programme programs programmes programmed programming
fulfill fulfil fulfills fulfils fulfilled fulfilling
fulfillment fulfilment
travel travels travelled traveled travelling traveling
traveler traveller travellers
maneuver manoeuvre manoeuvres maneuvers manoeuvred maneuvering
analyze analyse analysed analyzing
emphasize emphasise emphasised
dialogue dialog dialogues
catalogue catalog catalogued cataloging
judgment judgement
gray grey
plow plough ploughing
cozy cosy
skillful skilful
storeyed storied
tire tyre tires tyres
councilor councillor
adviser advisor advisers advisors
annex annexe annexes annexed
guerrilla guerilla guerillas
license licence licences licensed
practice practise practised practicing
gynecology gynaecology
nacion naciones
ciudad ciudades
trabajador trabajadores
nacional nacionales
fabrica fabricas
"""
APART = """
import important
succession success successful
liberal liberation liberate
capital capitalism
social socialism
generator generation generate
policy police
unit unite universe university
organ organic organize organization
commune communist community
news new
means mean
goods good
several severe
mineral miner
late lateral later
number numerous
pacific pacifism
object objective
oppose opposition opposite
post poster
nation national
develop development
general generally
inspect inspection inspector
found founded
work worker
rang range ring
chang change
lao laos
son song sons
mars mar
morales morale
during dure
thing th
king k
four for
tour tor
promise promize
prise prize
advise advize
unsurprising unsurprizing
advisory advisery
disc discus
acre acer
specimen speciman
hundred hundre
unchanged change
thought think
accord according
long longing
story storey storied
check cheque
tire tired
"""


def lines(text: str) -> list[list[str]]:
    return [line.split() for line in text.strip().splitlines()]


@pytest.mark.parametrize("words", lines(TOGETHER), ids=lambda words: words[0])
def test_forms_and_spellings_of_a_word_have_one_key(words: list[str]) -> None:
    assert {word: word_key(word) for word in words} == dict.fromkeys(words, word_key(words[0]))
    assert word_key(words[0]) in words


@pytest.mark.parametrize("words", lines(APART), ids=lambda words: words[0])
def test_different_words_have_different_keys(words: list[str]) -> None:
    assert len({word_key(word) for word in words}) == len(words)


@given(st.text(string.ascii_lowercase, max_size=6), st.sampled_from(["", "s", "es", "ed", "ing"]))
def test_a_key_is_a_word_and_its_own_key(start: str, end: str) -> None:
    key = word_key(start + end)
    assert word_key(key) == key
    assert re.fullmatch("[a-z]*", key)
    assert bool(key) == bool(start + end)


@pytest.mark.parametrize(
    "word", ["1990s", "mig29s", "평양들", "рабочие", "s", "us", "is", "a" * 99 + "s"]
)
def test_words_that_are_not_english_stay_as_they_are(word: str) -> None:
    assert word_key(word) == word


def test_names_of_places_and_persons_are_their_own_keys() -> None:
    people = [listed for listed in read_listed() if listed.kind == "person"]
    names = {name.lower() for place in read_places() for name, _ in place.names if name.isalpha()}
    names |= {
        word for person in people for name, _ in person.names for word in name.lower().split()
    }
    changed = {name for name in names if name.isascii() and word_key(name) != name}
    assert changed == {"won"}  # a given name, and a form of "win"


def test_the_base_of_an_irregular_form_is_its_own_key() -> None:
    bases = set(irregular_forms.FORMS.values())
    assert {word_key(base) for base in bases} == bases


def test_no_word_of_the_lists_is_superfluous(monkeypatch: pytest.MonkeyPatch) -> None:
    """If the rules alone find the key, a word should not be in a list of exceptions."""
    kept = irregular_forms.KEPT
    monkeypatch.setattr(word_forms, "KEPT", frozenset())
    assert [word for word in sorted(kept) if word_forms._simpler(word) == word] == []
    monkeypatch.setattr(word_forms, "FORMS", {})
    by_rule = {form: word_forms._simpler(form) for form in irregular_forms.FORMS}
    same = [form for form, base in irregular_forms.FORMS.items() if by_rule[form] == base]
    assert same == []
