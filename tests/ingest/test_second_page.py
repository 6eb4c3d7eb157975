"""Tests of files in which a second page is below the text of the first."""

import pytest

from ingest.errors import Rejection
from ingest.parse import parse
from ingest.values import SavedFile

FIRST = ("Mill Wheel Oiled", "The old wheel of the mill was oiled on Monday.", "It turns again.")
SECOND = (
    "Bakery Roof Mended",
    "The roof of the bakery was mended with red tiles.",
    "The bakers sing.",
)
DATELINE = "Pyongyang, May 6 (KCNA) -- "
KP = "www.kcna.kp (2024.05.06.)"
MFA = "Copyright © 2022 Ministry of Foreign Affairs, Democratic People's Republic of Korea"
NAENARA = "Copyright © 2003 - 2024 《Naenara》 All rights reserved."
PT = "2025 © All rights reserved. www.pyongyangtimes.com.kp"
KOREAN = ("물레방아를 수리", "마을의 물레방아를 월요일에 수리하였다.", "물레방아는 다시 돌아간다.")
ROOF = ("빵집지붕을 수리", "빵집의 지붕을 붉은 기와로 수리하였다.", "빵집주인들은 기뻐한다.")
AGENCY = (FIRST[0], DATELINE + FIRST[1], f"{FIRST[2]} -0-")
VOK = ("/ News", *SECOND)
RODONG = ("Nov. 16, 2024 Saturday", "Rodong Sinmun", SECOND[0], "Politics 2024.11.14.", *SECOND[1:])
WATCH = ("Date: 04/04/2024 | Source: KCNA.kp (En) | Read original version at source",)
LIST = ("More From KCNA.kp (En)", "Ponds Dug", "Three ponds were dug", "May 6, 2024", "Three ponds")

FILES = {
    "ministry, two copyright lines": (*FIRST, MFA, *SECOND, MFA),
    "ministry, dates below the headlines": (
        FIRST[0],
        "2022.08.22.",
        *FIRST[1:],
        SECOND[0],
        "2022.08.23.",
        *SECOND[1:],
        MFA,
    ),
    "Naenara": (*FIRST, NAENARA, *SECOND, NAENARA),
    "Minju Joson": ("2024.11.6. 《민주조선》 4면", *KOREAN, "2024.11.7. 《민주조선》 4면", *ROOF),
    "days of viewing": (
        "June 20, Juche108(2019)",
        *FIRST,
        "June 21, Juche108(2019)",
        *SECOND,
        "To write your feedbacks",
    ),
    "Pyongyang Times, glued dates": (
        FIRST[0],
        f"March 3, 2026{FIRST[1]}",
        FIRST[2],
        SECOND[0],
        f"March 4, 2026{SECOND[1]}",
        PT,
    ),
    "kcna.kp and Voice of Korea": (*AGENCY, KP, *VOK),
    "kcna.kp and Rodong Sinmun": (*AGENCY, KP, *RODONG, "Rodong Sinmun"),
    "kcna.kp and an article without marks": (*AGENCY, KP, *SECOND),
    "Rodong Sinmun and the agency": (*RODONG, FIRST[0], DATELINE + FIRST[1], FIRST[2]),
    "an article above KCNA Watch": (*FIRST, SECOND[0], *WATCH, *SECOND[1:]),
    "an article below the list of KCNA Watch": (FIRST[0], *WATCH, *FIRST[1:], *LIST, *SECOND),
    "an article below the text of KCNA Watch": (FIRST[0], *WATCH, *FIRST[1:], *VOK),
}


@pytest.mark.parametrize("lines", FILES.values(), ids=FILES.keys())
def test_a_file_with_a_second_page_is_rejected(lines: tuple[str, ...]) -> None:
    with pytest.raises(Rejection) as caught:
        parse(saved("\n\n".join(lines)))
    assert caught.value.reason == "several-articles"


def test_pages_of_voice_of_korea_without_blank_lines_are_rejected() -> None:
    with pytest.raises(Rejection) as caught:
        parse(saved("\n   ".join(("/ News", *FIRST)) + "\n" + "\n   ".join(VOK)))
    assert caught.value.reason == "several-articles"


ONE = {
    "notices above and below KCNA Watch": (
        "This website uses cookies.",
        "You can opt out if you wish.",
        FIRST[0],
        *WATCH,
        *FIRST[1:],
        *LIST,
        "KCNA Watch is a service of NK Consulting.",
        "All rights reserved.",
    ),
    "a quoted report": (
        *AGENCY[:2],
        "The village paper carried the report:",
        SECOND[0],
        DATELINE + SECOND[1],
    ),
    "dates as headings": (*AGENCY[:2], "May 6, 1961", SECOND[1], "June 7, 1974", SECOND[2]),
    "a heading inside the text": (*FIRST, *SECOND, NAENARA),
    "a note below the end mark": (*AGENCY, KP, "Photo of the mill"),
    "a signature and its date": (*FIRST, "Guild of Millers", "May 4, Juche 112 (2023)", NAENARA),
    "head and foot of a printed page": (
        *AGENCY[:2],
        f"{SECOND[1]} -0-",
        KP,
        "http://www.kcna.kp/a 1/2",
        "05/03/2024, 10:11 KCNA",
    ),
    "a note above the headline": (
        f"This is a copy of http://www.kcna.kp/a. {SECOND[1]}",
        "Full version",
        *AGENCY,
    ),
    "addresses of the reader": (
        *FIRST,
        "To write your feedbacks",
        "Change the CAPTCHA code",
        NAENARA,
    ),
}


@pytest.mark.parametrize("lines", ONE.values(), ids=ONE.keys())
def test_one_article_stays_one(lines: tuple[str, ...]) -> None:
    assert len(parse(saved("\n\n".join(lines))).articles) == 1


def saved(text: str) -> SavedFile:
    return SavedFile("page.txt", "0" * 64, len(text), b"", "utf-8", text)
