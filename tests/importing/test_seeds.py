"""Tests that the four files with which the archive starts are parsed exactly."""

from dataclasses import dataclass

import pytest

from ingest.parse import parse
from ingest.read import read_file
from ingest.values import ParsedFile
from tests.conftest import SEEDS
from tests.ingest.furniture import furniture_in


@dataclass(frozen=True)
class Seed:
    """What one of the four saved files in `seeds/` must contain."""

    name: str
    layout: str
    title: str
    published: str
    source: str
    saved_not_before: str | None
    item_count: int
    paragraph_count: int
    first_words: str
    last_words: str


FILES = (
    Seed(
        name="000_ed415ca445b8ea31.txt",
        layout="kcnawatch",
        title="Medical Oxygen Factory",
        published="2025-09-14",
        source="KCNA.kp (En)",
        saved_not_before="2025-09-14",
        item_count=8,
        paragraph_count=7,
        first_words="The Medical Oxygen Factory under the Ministry of Public Health is located",
        last_words="production line won a quality control system authentication.",
    ),
    Seed(
        name="001_c1c7bf5fe6d0adfe.txt",
        layout="kcnawatch",
        title="Normalized production and quality improvement promoted",
        published="2025-03-14",
        source="Voice of Korea (EN)",
        saved_not_before="2026-03-02",
        item_count=12,
        paragraph_count=4,
        first_words="The production is normalized and the quality of goods improved",
        last_words="normalize the production and raise the quality of products.",
    ),
    Seed(
        name="002_d97b0e1a5041d509.txt",
        layout="kcnawatch",
        title="Mass Movement Launched in North Phyongan Province of DPRK",
        published="2025-04-17",
        source="KCNA.kp (En)",
        saved_not_before="2025-11-25",
        item_count=16,
        paragraph_count=7,
        first_words=(
            "Trade union organizations in North Phyongan Province of the DPRK are conducting"
        ),
        last_words="overtakes and learns from others and swaps experiences with each other.",
    ),
    Seed(
        name="003_861632348b86ba40.txt",
        layout="pyongyang_times",
        title="Efforts made to boost iron and steel production",
        published="2025-01-15",
        source="Pyongyang Times",
        saved_not_before=None,
        item_count=0,
        paragraph_count=9,
        first_words="The metal industrial sector has mapped out scientific plans",
        last_words="Such progress is also witnessed at other units of the metal industrial sector.",
    ),
)


def parsed(seed: Seed) -> ParsedFile:
    return parse(read_file(SEEDS / seed.name))


@pytest.mark.parametrize("seed", FILES, ids=lambda seed: seed.title)
def test_a_seed_is_parsed_exactly(seed: Seed) -> None:
    file = parsed(seed)
    (article,) = file.articles
    assert (file.layout, file.problems, article.problems) == (seed.layout, (), ())
    assert article.fields["title"].value == seed.title
    assert article.fields["published"].value == seed.published
    assert article.fields["source"].value == seed.source
    assert (file.saved_not_before and file.saved_not_before.value) == seed.saved_not_before
    assert len(file.items) == seed.item_count


@pytest.mark.parametrize("seed", FILES, ids=lambda seed: seed.title)
def test_the_body_of_a_seed_has_no_page_furniture(seed: Seed) -> None:
    (article,) = parsed(seed).articles
    assert len(article.paragraphs) == seed.paragraph_count
    assert article.body.startswith(seed.first_words)
    assert article.body.endswith(seed.last_words)
    assert furniture_in(article.body) == []


@pytest.mark.parametrize("seed", FILES, ids=lambda seed: seed.title)
def test_each_list_of_a_seed_is_complete(seed: Seed) -> None:
    for item in parsed(seed).items:
        assert item.title and item.lead and item.published, item
        assert item.source == seed.source


def test_all_seeds_are_tested() -> None:
    assert sorted(path.name for path in SEEDS.iterdir()) == [seed.name for seed in FILES]
