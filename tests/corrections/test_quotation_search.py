"""Test that a quotation is found again in some changed texts, and is not found in others."""

from hypothesis import given
from hypothesis import strategies as st

from archive.corrections.quotation_search import context, find_anchor, occurrences

TEXT = (
    "Workers of Kusong met in Kujang. Later the people of Unsan met in Kujang again, and all was"
    " well."
)


def anchored(old: str, span: tuple[int, int], new: str) -> str | None:
    found = find_anchor(new, old[slice(*span)], *context(old, *span), present=span)
    return new[found[0] : found[1] + 7] if found else None


def second_kujang() -> tuple[int, int]:
    return occurrences(TEXT, "Kujang")[1]


def test_words_after_an_inserted_sentence_are_found() -> None:
    assert anchored(TEXT, second_kujang(), "News. In Kujang it rained. " + TEXT) == "Kujang again,"


def test_white_space_does_not_matter() -> None:
    assert anchored(TEXT, second_kujang(), TEXT.replace(" ", "\n")) == "Kujang\nagain,"


def test_words_that_are_gone_are_not_found() -> None:
    assert anchored(TEXT, second_kujang(), TEXT.replace("Kujang", "Kusong")) is None


def test_the_same_name_in_another_sentence_does_not_match() -> None:
    assert (
        anchored(TEXT, second_kujang(), "Workers of Kusong met in Kujang. The rest was lost.")
        is None
    )


def test_a_part_of_a_word_does_not_match() -> None:
    assert occurrences("Unsanri and Unsan", "Unsan") == [(12, 17)]


def test_identical_surroundings_are_distinguished_only_by_the_old_place() -> None:
    line = "A ceramic vase was made at the Mangyongdae studio, and everybody liked it a lot."
    text = f"{line}\n\n{line}"
    first, second = occurrences(text, "Mangyongdae")
    kept = context(line, *first)
    assert find_anchor(text, "Mangyongdae", *kept, present=second) == second
    assert find_anchor(text, "Mangyongdae", *kept, present=None) is None


@given(
    st.text("ab .\n", max_size=60), st.text("ab .\n", max_size=60), st.text("ab .\n", max_size=60)
)
def test_a_mention_stays_in_an_unchanged_text(before: str, after: str, inserted: str) -> None:
    text = f"{before} Kujang {after}"
    start = len(before) + 1
    span = (start, start + 6)
    assert find_anchor(text, "Kujang", *context(text, *span), present=span) == span
    found = find_anchor(f"{inserted} {text}", "Kujang", *context(text, *span), present=span)
    assert found is None or f"{inserted} {text}"[slice(*found)] == "Kujang"
