"""Test the help with searches that find nothing or little."""

from dataclasses import replace
from typing import ClassVar

import pytest

from archive.models import Article, EntityName
from archive.search import Advice, SearchQuery, advise, rebuild, search
from archive.search.query import budget
from archive.search.query.operator_hints import with_operators
from archive.search.suggestions.changes import Changes
from archive.search.suggestions.small_words import SMALL_WORDS
from archive.search.suggestions.typed_parts import typed_words
from archive.search.suggestions.vocabulary import SimilarWord, Vocabulary
from tests.search_library import Library

pytestmark = pytest.mark.django_db
TEXTS = {
    "Press Statement": "The committee in Kaesong issued a press statement about nuclear weapons.",
    "Kim Jong Un in Pyongyang": "Kim Jong Un visited the tractor factory in Pyongyang.",
    "Kim Jong Un in Kaesong": "Kim Jong Un visited the committee of Kaesong.",
    "Tractors": "The tractor factory in Pyongyang produces tractors for farms.",
    "Ponds": "The catfish farm has new ponds; its workers received gifts.",
    "Beijing": "Xi Jinping spoke in Beijing on Monday about the committee.",
    "Slip": "The comittee met in Wonsan.",
    **{f"Committee {number}": "The committee met in Wonsan." for number in range(12)},
}


@pytest.fixture
def library(db: None) -> Library:
    library = Library()
    for title, body in TEXTS.items():
        source = "kcna-kp" if "Kaesong" in body else "voice-of-korea"
        library.article(title, body, source=source, places=["pyongyang"] * ("Pyongyang" in body))
    pyongyang = library.entities["pyongyang"]
    EntityName.objects.create(entity=pyongyang, name="Pyongyang", kind="official")
    EntityName.objects.create(entity=pyongyang, name="Heijo", kind="variant")
    EntityName.objects.create(entity=pyongyang, name="Willow Capital", kind="variant")
    EntityName.objects.create(entity=pyongyang, name="Banned Capital", kind="banned")
    rebuild()
    return library


def ids() -> dict[str, int]:
    """Return the id of each article by its title."""
    return dict(Article.objects.values_list("title", "pk"))


def ask(typed: str, library: Library | None = None, source: str = "") -> tuple[SearchQuery, Advice]:
    query = SearchQuery(words=typed)
    if library and source:
        query = query.choosing("source", library.sources[source].pk)
    return query, advise(query, search(query))


def check_counts(query: SearchQuery, advice: Advice) -> None:
    """Check that each number is that of the list behind its link."""
    counts = [(row.words, row.count) for row in advice.suggestions]
    counts += [(row.words, row.count) for row in advice.shorter]
    for words, number in counts:
        assert number == search(replace(query, words=words)).total > 0


SUGGESTED: list[tuple[str, list[str]]] = [
    # Slips: other, missing, surplus and exchanged letters; words written together or apart.
    ("nuclaer weapons", ["nuclear weapons"]),
    ("NUCLAER", ["NUCLEAR"]),
    ("recieved gfits", ["received gifts"]),
    ("catfsih", ["catfish"]),
    ("gommitee", ["committee"]),
    ("angelo marked", []),
    ("tractorfactory", ["tractor factory"]),
    ("cat fish", ["catfish"]),
    ('"tractor factry"', ['"tractor factory"']),
    ("title:comittee -wonsan", []),
    ("title:comitte", ["title:committee"]),
    ("wonsan OR catfsih", []),
    # Names in other spellings, and other names.
    ("Gaeseong", ["Kaesong"]),
    ("Kim Jong Eun", ["Kim Jong Un"]),
    ("Xi Jin Ping", ["Xi Jinping"]),
    ("heijo tractor", ["Pyongyang tractor"]),
    ("the willow capital", ["the Pyongyang"]),
    ("banned capital", []),
    ("place:Pyeongyang", ["place:Pyongyang"]),
    ("place:comittee", []),
    # Small letters and operators.
    ("catfish or nuclear", ["catfish OR nuclear"]),
    ("catfish or zzzz", ["catfish OR zzzz"]),
    ("yyyy or zzzz", []),
    # Nothing is near, the word is excluded, or it is too short.
    ("zzzzzz", []),
    ("kaesong -recieved -met", []),
    ("xq", []),
    ("kaesong 1987", []),
    ("", []),
    ("?!", []),
    # Little: a rare word of which a frequent one is another spelling.
    ("comittee", ["committee"]),
    ("catfish", []),
    ("wonsan comittee", ["wonsan committee"]),
]


def test_only_searches_that_find_something_are_suggested(library: Library) -> None:
    for typed, suggested in SUGGESTED:
        query, advice = ask(typed)
        assert [row.words for row in advice.suggestions] == suggested, typed
        check_counts(query, advice)


def test_a_suggestion_finds_something_with_the_filters_of_the_list(library: Library) -> None:
    _, advice = ask("gaeseong", library, "voice-of-korea")
    assert advice.suggestions == ()
    query, advice = ask("gaeseong", library, "kcna-kp")
    assert [(row.words, row.count) for row in advice.suggestions] == [("kaesong", 2)]
    check_counts(replace(query, by_story=True), ask("gaeseong", library, "kcna-kp")[1])


def test_changed_words_are_marked_and_operators_explained(library: Library) -> None:
    [suggestion] = ask("Kim Jong Eun visited")[1].suggestions
    marked = [(piece.text, piece.is_marked) for piece in suggestion.pieces]
    assert marked == [("Kim Jong ", False), ("Un", True), (" visited", False)]
    [suggestion] = ask("catfish or nuclear")[1].suggestions
    assert suggestion.reasons[0].startswith("“or” was searched for as a word; OR in capitals")


EMPTIED: list[tuple[str, list[str], list[tuple[tuple[str, ...], int]]]] = [
    ("kaesong zzzz", ["zzzz"], [(("zzzz",), 2)]),
    ("kaesong zzzz yyyy", ["zzzz", "yyyy"], [(("zzzz", "yyyy"), 2)]),
    ("kaesong catfish", [], [(("kaesong",), 1), (("catfish",), 2)]),
    ("kaesong -kaesong", [], [(("kaesong",), 17), (("-kaesong",), 2)]),
    ('"kaesong committee"', ["kaesong committee"], [((), 2)]),
    ("place:pyongyang catfish", [], [(("place:pyongyang",), 1), (("catfish",), 2)]),
    ("catfish (nuclear OR zzzz)", [], [(("catfish",), 1), (("(nuclear OR zzzz)",), 1)]),
    ("zzzz", ["zzzz"], []),
]


def test_what_empties_the_list(library: Library) -> None:
    for typed, unknown, shorter in EMPTIED:
        query, advice = ask(typed)
        assert list(advice.unknown) == unknown, typed
        assert sorted((row.left_out, row.count) for row in advice.shorter) == sorted(shorter)
        check_counts(query, advice)


OFFERED: list[tuple[str, list[str], int]] = [
    ("Where are the ponds of catfish gardeners?", ["Ponds"], 2),
    (
        "Who is visiting the committee of Pyongyang?",
        ["Kim Jong Un in Kaesong", "Kim Jong Un in Pyongyang"],
        2,
    ),
    ("catfish -farm ponds zzzz", [], 0),
    ("place:pyongyang what tractors zzzz", ["Kim Jong Un in Pyongyang", "Tractors"], 1),
    ('"catfish ponds"', ["Ponds"], 2),
    ("nuclear-ponds", ["Ponds", "Press Statement"], 1),
    ("title:(kaesong tractors)", ["Kim Jong Un in Kaesong", "Tractors"], 1),
    ("who is it?", [], 0),
    ("zzzz", [], 0),
]


def test_all_help_together_takes_as_long_as_one_search(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(budget, "BUDGET_PER_ARTICLE", 0)
    counts = []
    for most in (1_000_000, 50):
        monkeypatch.setattr(budget, "FIXED_BUDGET", most)
        query, advice = ask('"Kim Jong Un visited the" "met in Wonsan"')
        check_counts(query, advice)
        counts.append(len(advice.shorter))
    assert counts[1] < counts[0]


def test_articles_with_most_words_are_offered(library: Library) -> None:
    by_id = {pk: title for title, pk in ids().items()}
    for typed, titles, least in OFFERED:
        offered = ask(typed)[1].offered
        found = sorted(by_id[pk] for pk in offered.results.ids) if offered else []
        assert (found, offered.least if offered else 0) == (titles, least), typed
        assert offered is None or offered.results.total == len(titles)


def test_offered_articles_say_which_words_they_lack(library: Library) -> None:
    offered = ask("Who is issuing the ponds and the statements?")[1].offered
    assert offered is not None
    assert offered.words == ("issuing", "ponds", "statements")
    assert offered.missing == {ids()["Press Statement"]: ("ponds",)}
    # What a reader sees marked are these words, not the small ones.
    [snippets] = offered.results.snippets.values()
    marked = {piece.text for row in snippets for piece in row.pieces if piece.is_marked}
    assert marked == {"issued", "statement"}


def test_a_question_that_finds_little_is_offered_other_articles(library: Library) -> None:
    typed = "which factory produces the tractors in"
    query, advice = ask(typed.removeprefix("which "))
    assert search(query).ids == (ids()["Tractors"],)
    assert advice.offered is not None
    assert advice.offered.results.ids == (ids()["Kim Jong Un in Pyongyang"],)
    assert ask("factory produces tractors")[1].offered is None


@pytest.mark.parametrize(
    ("text", "corrected"),
    [
        ("iron or steel", "iron OR steel"),
        ("iron not (steel or coal)", "iron NOT (steel OR coal)"),
        ("iron and steel", "iron steel"),
        ('"iron or steel"', ""),
        ("or iron", ""),
        ("iron or", ""),
        ("(or iron)", ""),
        ("(iron or)", ""),
        ("iron OR steel", ""),
        ("iron orchard", ""),
        ("", ""),
    ],
)
def test_operators_in_small_letters_are_explained(text: str, corrected: str) -> None:
    found, reasons = with_operators(text)
    assert found == corrected
    assert bool(reasons) == bool(corrected)


def test_similar_words_are_sorted_by_how_much_they_differ() -> None:
    words = Vocabulary({"kaesong": 5, "kaechon": 9, "song": 3, "kaesongs": 1, "gaeson": 1})
    assert [row.word for row in words.similar("Kaesnog")] == ["kaesong", "kaesongs"]
    assert [row.word for row in words.sounding_like("gaeseong")] == ["kaesong"]
    assert words.similar("kaesong") != [] and words.similar("kaesong")[0].word != "kaesong"
    assert words.similar("K'aesŏng")[0].word == "kaesong"
    assert words.similar("so") == []
    # A rare word can be a slip itself.
    words = Vocabulary({"comittee": 3, "committee": 9_000})
    assert words.similar("comitte")[0].word == "committee"


def test_each_word_is_compared_with_the_vocabulary_only_once() -> None:
    class Counting(Vocabulary):
        compared: ClassVar[list[str]] = []

        def similar(self, typed: str) -> list[SimilarWord]:
            self.compared.append(typed)
            return super().similar(typed)

    text = "Kaesnog Willow Beijnig"
    words = Counting({"kaesong": 5, "beijing": 5, "willows": 2})
    changes = Changes(text, typed_words(text), lambda _: 0, words, lambda *_: True)
    assert changes.cheapest({"Willow": ["Heijo", "Pyongyang"], "Kaesnog": ["Kaesong"]}, 12)
    assert sorted(words.compared) == ["Beijnig", "Kaesnog", "Willow"]


def test_small_words_are_not_names() -> None:
    assert not SMALL_WORDS & {"kim", "un", "korea", "dprk", "say", "new"}
