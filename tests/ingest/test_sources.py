"""Tests of names of sources with language tags, and of sources.csv."""

import csv

import pytest

from ingest.mentions.spelling import name_key
from ingest.sources import (
    LONGEST_NAME,
    SOURCES_FILE,
    cut_name,
    read_source_name,
    read_sources,
    source_key,
    source_of_address,
)


@pytest.mark.parametrize(
    ("spelling", "name", "language"),
    [
        ("KCNA.kp (En)", "KCNA.kp", "en"),
        ("KCNA.kp (Kr)", "KCNA.kp", "ko"),
        ("Voice of Korea (EN)", "Voice of Korea", "en"),
        ("DPRK Today (English)", "DPRK Today", "en"),
        ("Sports DPRK English", "Sports DPRK", "en"),
        ("Voice of Korea (JA)", "Voice of Korea", "ja"),
        ("Voice of Korea (Cn)", "Voice of Korea", "zh"),
        ("Voice of Korea (Fr)", "Voice of Korea", "fr"),
        ("Voice of Korea (German)", "Voice of Korea", "de"),
        ("Voice of Korea (ar)", "Voice of Korea", "ar"),
        ("  Pyongyang   Times ", "Pyongyang Times", ""),
        ("KCNA.kp\u00a0(en)", "KCNA.kp", "en"),
        ("(En)", "", "en"),
        ("", "", ""),
        ("Bulletin (Weekly)", "Bulletin (Weekly)", ""),
        ("English", "English", ""),
    ],
)
def test_a_language_tag_decides_the_language_and_is_not_part_of_the_name(
    spelling: str, name: str, language: str
) -> None:
    assert read_source_name(spelling) == (name, language)


def test_keys_ignore_case_and_spaces() -> None:
    assert source_key(" KCNA.kp\t(EN) ") == source_key("kcna.kp (En)") == "kcna.kp (en)"


@pytest.mark.parametrize("name", ["oven " * 50, "ß" * 199 + " oven", "İ" * 250])
def test_a_cut_name_has_the_same_key_as_the_whole_name(name: str) -> None:
    assert source_key(cut_name(name)) == source_key(name)
    assert len(source_key(name)) <= LONGEST_NAME


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("http://www.kcna.kp/en/article/q/abc.kcmsf", "KCNA.kp"),
        ("https://kcna.kp", "KCNA.kp"),
        ("http://m.uriminzokkiri.com:8080/index.php", "Uriminzokkiri"),
        ("http://kcna.kp.example.org/", None),
        ("http://notkcna.kp/", None),
        ("http://[", None),
        ("kcna.kp", None),
        ("", None),
    ],
)
def test_an_address_names_the_source_with_its_host(address: str, name: str | None) -> None:
    assert source_of_address(address) == name


def test_listed_sources_are_complete_and_share_no_spelling() -> None:
    sources = list(read_sources())
    assert len({source.slug for source in sources}) == len(sources)
    keys = [source_key(name) for source in sources for name, _ in source.names]
    assert len(keys) == len(set(keys))
    for source in sources:
        assert source.evidence
        assert source.names[0] == (source.name, "")
        assert all(read_source_name(name)[0] for name, _ in source.names)


def test_editions_in_several_languages_are_one_source() -> None:
    kcna = next(source for source in read_sources() if source.slug == "kcna-kp")
    assert dict(kcna.names)["KCNA.kp (En)"] == "en"
    assert dict(kcna.names)["KCNA.kp (Kr)"] == "ko"
    voice = next(source for source in read_sources() if source.slug == "voice-of-korea")
    languages = {language for _, language in voice.names}
    assert languages == {"", "en", "ko", "zh", "ja", "ru", "es", "fr", "de", "ar"}


def test_a_publisher_has_one_name_as_source_and_as_organisation() -> None:
    sources = {name_key(name): source.name for source in read_sources() for name, _ in source.names}
    with (SOURCES_FILE.parent / "organisations.csv").open(encoding="utf-8", newline="") as file:
        media = [row["name"] for row in csv.DictReader(file) if row["organisation_type"] == "media"]
    shared = [name for name in media if name_key(name) in sources]
    assert {"Minju Joson", "Rodong Sinmun"} <= set(shared)
    assert [sources[name_key(name)] for name in shared] == shared
