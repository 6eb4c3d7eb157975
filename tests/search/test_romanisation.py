"""Test that the spellings of one name have one key, and that other words have others."""

import pytest

from archive.search.suggestions.romanisation import coarse, only_letters, sound_key, sound_keys

# Spellings of the same name in the systems that the module names.
SAME = [
    ("Pyeongyang", "P'yŏngyang", "Phyongyang", "Pyongyang"),
    ("Gaeseong", "Kaesŏng", "Kaesong"),
    ("Cheongjin", "Ch'ŏngjin", "Chongjin"),
    ("Baekdusan", "Paektusan", "Paekdusan"),
    ("Geumgang", "Kŭmgang", "Kumgang"),
    ("Jagang", "Chagang"),
    ("Cheollima", "Ch'ŏllima", "Chollima"),
    ("Deokcheon", "Tŏkch'ŏn", "Tokchon"),
    ("Shinmun", "Sinmun"),
    ("Choi", "Choe"),
    ("Haejoo", "Haeju"),
    ("Zelensky", "Zelenskiy", "Zelenskyy"),
    ("Lawrow", "Lavrov"),
    ("Matzegora", "Matsegora"),
]
OTHER = [
    ("Kaesong", "Kaechon"),
    ("Hamhung", "Hungnam"),
    ("Pyongyang", "Pyongsan"),
    ("Kangwon", "Kanggye"),
    ("Sinuiju", "Uiju"),
    ("Wonsan", "Unsan"),
    ("Putin", "Pudong"),
    ("factory", "factories"),
    ("song", "son"),
]


@pytest.mark.parametrize("spellings", SAME, ids=lambda spellings: spellings[0])
def test_spellings_of_one_name_have_one_key(spellings: tuple[str, ...]) -> None:
    assert len(set(map(sound_key, spellings))) == 1


@pytest.mark.parametrize("names", OTHER, ids=lambda names: names[0])
def test_other_names_have_other_keys(names: tuple[str, str]) -> None:
    assert len({coarse(sound_key(name)) for name in names}) == 2


def test_eo_that_is_written_u_has_the_same_coarse_key() -> None:
    assert len({coarse(sound_key(name)) for name in ("Seok", "Sok", "Suk")}) == 1


def test_many_words_have_the_keys_of_the_single_words() -> None:
    words = [only_letters(name) for names in SAME for name in names]
    assert sound_keys("\n".join(words)).split("\n") == list(map(sound_key, words))
