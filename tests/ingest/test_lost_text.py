"""Tests that no sentence of a page is lost, whatever stands around the article.

The pages combine the lines that Voice of Korea, Rodong Sinmun and The Pyongyang Times have above
and below a text.
"""

from itertools import product

import pytest

from ingest.parse import parse
from ingest.values import SavedFile

SENTENCES = {
    "en": ["The wheel of the old mill was oiled.", "Its flour is white.", "Everybody was glad of"],
    "ko": ["물방아가 수리되였다.", "가루가 매우 희다.", "모두 기뻐하였다"],
    "ja": ["水車が修理されました。", "粉はとても白いです。"],
    "fr": ["Le moulin du village est réparé.", "La farine est très blanche."],
}
HEADLINES = {
    "en": ["Mill Oiled", "Mill of the Village Oiled by Its Miller and\nHis Sons", "Turn, Mill!"],
    "ko": ["물방아를 수리", "새 물방아!"],
    "ja": ["水車の修理"],
    "fr": ["Un moulin", "« Un moulin »"],
}
SECTIONS = {
    "en": ["/ News", "/ The Economy - Industry", "/ Culture,\nMusic", "/ Q & A of the Mill"],
    "ko": ["/ 보 도", "/ 조선의 문화와\n예술"],
    "ja": ["/ ニュース", "／ 朝鮮（経済）"],
    "fr": ["/ Actualités", "/ Culture et\nart"],
}


def read(text: str) -> tuple[str, list[str]]:
    """Return the title and the paragraphs of a page."""
    (article,) = parse(SavedFile("page.txt", "0" * 64, len(text), b"", "utf-8", text)).articles
    return article.fields["title"].value, [paragraph.text for paragraph in article.paragraphs]


@pytest.mark.parametrize("language", SENTENCES)
def test_sections_of_voice_of_korea_take_no_text(language: str) -> None:
    body = SENTENCES[language]
    for section, headline, indent, gap, break_ in product(
        SECTIONS[language],
        HEADLINES[language],
        ("", "   ", "\u3000"),
        ("\n", "\n\n"),
        ("\n", "\n\n"),
    ):
        text = break_.join(indent + sentence for sentence in body)
        page = f"{section}{break_}{headline}{gap}{text}"
        assert read(page) == (" ".join(headline.split()), body), page


@pytest.mark.parametrize(
    "above",
    [
        "Nov. 16, 2024 Saturday\nRodong Sinmun\n{}\n\n1 / 29\n",
        "Nov. 16, 2024 Saturday\nRodong Sinmun\n{}\n\n2024.2.10.\n",
        "Nov. 16, 2024 Saturday\nRodong Sinmun\n{}\nPolitics 2024.2.10.\n",
        "Politics 2024.2.10.\n{}\n",
    ],
)
@pytest.mark.parametrize(
    "below", ["", "Rodong Sinmun", "Rodong News Team", "Rodong News Team\nRodong"]
)
def test_frames_of_rodong_sinmun_take_no_text(above: str, below: str) -> None:
    body = SENTENCES["en"][:2]
    for headline, break_ in product(HEADLINES["en"], ("\n", "\n\n")):
        page = f"{above.format(headline)}\n{break_.join(body)}{break_}{below}"
        assert read(page) == (" ".join(headline.split()), body), page


@pytest.mark.parametrize(
    "above",
    [
        "{}\n\nJuly 1, 2025\n\n",
        "{}\nJuly 1, 2025",
        "No. 12\nDate 2025-07-01\n{}\n\n",
        "{}\nNo. 12 | Date: 2025-07-01 | Hits: 3\n\n",
    ],
)
@pytest.mark.parametrize(
    "below",
    [
        "2025 © All rights reserved. www.pyongyangtimes.com.kp",
        "2025 © All rights reserved.\nwww.pyongyangtimes.com.kp",
        "http://www.pyongyangtimes.com.kp/?bbs=40123",
    ],
)
def test_frames_of_the_pyongyang_times_take_no_text(above: str, below: str) -> None:
    body = SENTENCES["en"]
    for headline, break_ in product(HEADLINES["en"], ("\n", "\n\n")):
        page = f"{above.format(headline)}{break_.join(body)}\n\n{below}"
        assert read(page) == (" ".join(headline.split()), body), page
