"""Tests of the spellings of datelines, end marks and sign-offs of the agency."""

from pathlib import Path

import pytest

from ingest.parse import parse
from ingest.read import FileBytes, decode
from ingest.values import ParsedArticle

ENGLISH = ("Mill Wheel Oiled", "The wheel turned again on Monday. The miller was glad.")
GERMAN = ("Mühlrad geölt", "Das Rad dreht sich seit Montag wieder. Der Müller freute sich sehr.")
FRENCH = ("La roue du moulin", "La roue tourne de nouveau depuis lundi. Le meunier est content.")
RUSSIAN = ("Колесо смазано", "Колесо мельницы снова вращается. Мельник был рад.")
CHINESE = ("水车修好", "村里的水车今天又转动起来了。磨坊主十分高兴。")
JAPANESE = ("水車を修理", "村の水車は今日また回り始めた。粉屋は喜んだ。")
KOREAN = ("물방아를 수리", "마을의 물방아가 다시 돌기 시작하였다. 방아군은 기뻐하였다.")


def article_of(text: str) -> ParsedArticle:
    (article,) = parse(decode(FileBytes.of(text.encode()), Path("page.txt"))).articles
    return article


@pytest.mark.parametrize(
    ("dateline", "words", "place", "agency"),
    [
        ("PYONGYANG, May 6. (KCNA) – ", ENGLISH, "PYONGYANG", "KCNA"),
        ("Pyongyang, May 6 (KCNA). ", ENGLISH, "Pyongyang", "KCNA"),
        ("Pyongyang, May 6 KCNA -- ", ENGLISH, "Pyongyang", "KCNA"),
        ("Wonsan, May 6, KCNA: ", ENGLISH, "Wonsan", "KCNA"),
        ("Pyongyang, May 6 /KCNA/ -- ", ENGLISH, "Pyongyang", "KCNA"),
        ("Pyongyang, May 6 [KCNA] ", ENGLISH, "Pyongyang", "KCNA"),
        ("(Pyongyang, May 6, KCNA) -- ", ENGLISH, "Pyongyang", "KCNA"),
        ("[Wonsan, May 6 KCNA] ", ENGLISH, "Wonsan", "KCNA"),
        ("Pyongyang, le 6 mai (KCNA) -- ", FRENCH, "Pyongyang", "KCNA"),
        ("Pyongyang, le 6 mai (ATCC). ", FRENCH, "Pyongyang", "ATCC"),
        ("Pyongyang, den 6. Mai (KZNA) -- ", GERMAN, "Pyongyang", "KZNA"),
        ("Wonsan, am 6. Mai (KZNA) – ", GERMAN, "Wonsan", "KZNA"),
        ("ПХЕНЬЯН, 6 МАЯ /ЦТАК/. ", RUSSIAN, "ПХЕНЬЯН", "ЦТАК"),
        ("Вонсан, 6 мая, ЦТАК -- ", RUSSIAN, "Вонсан", "ЦТАК"),
        ("Пхеньян, 6 мая [ЦТАК] ", RUSSIAN, "Пхеньян", "ЦТАК"),
        ("朝中社平壤五月六日电　", CHINESE, "平壤", "朝中社"),
        ("平壤5月6日电（朝中社）", CHINESE, "平壤", "朝中社"),
        ("（平壤5月6日电（朝中社））", CHINESE, "平壤", "朝中社"),
        ("元山5月6日朝中社电 ", CHINESE, "元山", "朝中社"),
        ("朝中社五月六日平壤电 ", CHINESE, "平壤", "朝中社"),
        ("【朝中社平壤5月6日】", CHINESE, "平壤", "朝中社"),
        ("朝鲜中央通讯社平壤5月6日讯 ", CHINESE, "平壤", "朝鲜中央通讯社"),
        ("【平壌5月6日朝鮮中央通信】", JAPANESE, "平壌", "朝鮮中央通信"),
        ("［朝鮮中央通信＝平壌5月6日］", JAPANESE, "平壌", "朝鮮中央通信"),
        ("平壌5月6日発朝鮮中央通信＝", JAPANESE, "平壌", "朝鮮中央通信"),
        ("(도꾜 5월 6일발 조선통신=조선중앙통신)\n", KOREAN, "도꾜", "조선중앙통신"),
        ("(원산 5월 6일발 신화통신＝조선중앙통신)\n", KOREAN, "원산", "조선중앙통신"),
        ("[평양발 5월 6일 조선중앙통신]\n", KOREAN, "평양", "조선중앙통신"),
        ("【조선중앙통신 평양 5월 6일】\n", KOREAN, "평양", "조선중앙통신"),
    ],
)
def test_each_spelling_of_a_dateline_is_read(
    dateline: str, words: tuple[str, str], place: str, agency: str
) -> None:
    headline, body = words
    article = article_of(f"{headline}\n{dateline}{body}\n")
    values = {name: evidence.value for name, evidence in article.fields.items()}
    assert values["title"] == headline
    assert article.body == body
    assert (values["dateline_place"], values["agency"]) == (place, agency)
    assert values["dateline_day"] == "--05-06"


@pytest.mark.parametrize(
    ("dateline", "day"),
    [
        ("Pyongyang, May 6, 2019 (KCNA) -- ", "2019-05-06"),
        ("Pyongyang, December 31, Juche 108 (2019) (KCNA) -- ", "2019-12-31"),
        ("Pyongyang, January 1 2020, (KCNA) -- ", "2020-01-01"),
        ("(Wonsan, 6 May 2019, KCNA) -- ", "2019-05-06"),
        ("Pyongyang, 6 de mayo de 2019 (ACNC) -- ", "2019-05-06"),
        ("Пхеньян, 6 мая 2019 года /ЦТАК/ -- ", "2019-05-06"),
    ],
)
def test_a_dateline_can_have_a_year(dateline: str, day: str) -> None:
    article = article_of(f"{ENGLISH[0]}\n{dateline}{ENGLISH[1]}\n")
    assert article.fields["published"].value == article.fields["dateline_on"].value == day
    assert article.body == ENGLISH[1]


@pytest.mark.parametrize(
    "line",
    [
        "On May 6 KCNA said: the wheel turns.",
        "The miller (Pyongyang, May 6, by KCNA) was glad.",
        "平壤的朝中社5月6日说，水车转动。",
        "5월 6일 조선중앙통신은 물방아가 돈다고 하였다.",
    ],
)
def test_a_sentence_about_the_agency_is_no_dateline(line: str) -> None:
    article = article_of(f"{ENGLISH[0]}\nPyongyang, May 5 (KCNA) -- {ENGLISH[1]}\n{line}\n")
    assert article.body.endswith(line)


@pytest.mark.parametrize(
    ("stamp", "words"),
    [
        ("주체114.7.2.", KOREAN),
        ("주체114(2025).7.2.", KOREAN),
        ("주체 114（2025）. 7. 2.", KOREAN),
        ("Чучхе114.7.2.", RUSSIAN),
        ("Чучхе 114 (2025). 7. 2.", RUSSIAN),
        ("主体114.7.2.", CHINESE),
        ("主體114(2025).7.2", CHINESE),
        ("チュチェ114.7.2.", JAPANESE),
        ("Juche114.7.2.", ENGLISH),
    ],
)
def test_a_sign_off_has_the_juche_year_in_each_language(stamp: str, words: tuple[str, str]) -> None:
    article = article_of(f"{words[0]}\n{words[1]}\nwww.kcna.kp ({stamp})\n")
    assert article.fields["published"].value == "2025-07-02"
    assert str(article.fields["source"].value).startswith("KCNA.kp")
    assert article.body == words[1]


@pytest.mark.parametrize(
    ("words", "rest"),
    [
        *((KOREAN, rest) for rest in ("(", "(끝", "（끝", "(끝)\nwww.kcna.kp (주", "\n(끝")),
        *((CHINESE, rest) for rest in ("(完", "（完", "（完）\nwww.kcna.kp (主体11", "\n（完")),
        *((JAPANESE, rest) for rest in ("-", "--", "－－", "－－－\nwww.kcna.kp (チュチェ114.")),
        *(
            (ENGLISH, rest)
            for rest in (
                " -",
                " -0",
                " -0- w",
                "\n-0-\n\nw",
                "\n-0-\nK",
                "\nwww.kcna.kp (2025.05.06.)\nC",
                "\n-",
            )
        ),
        *((RUSSIAN, rest) for rest in (" -0-\nww", " -0-\nwww.kcna.kp (Чу", "\n-0- ww")),
    ],
)
def test_a_cut_end_mark_or_sign_off_is_no_text(words: tuple[str, str], rest: str) -> None:
    datelines = {KOREAN: "(평양 5월 6일발 조선중앙통신)\n", CHINESE: "朝中社平壤5月6日电 "}
    datelines |= {JAPANESE: "【平壌5月6日発朝鮮中央通信】", RUSSIAN: "Пхеньян, 6 мая /ЦТАК/ -- "}
    dateline = datelines.get(words, "Pyongyang, May 6 (KCNA) -- ")
    assert article_of(f"{words[0]}\n{dateline}{words[1]}{rest}").body == words[1]


@pytest.mark.parametrize(
    "rest", ["\nOK", " (end", " - w", "\n(see", "\n-0- (see", " (1)", " -0- Photo: Pak"]
)
def test_other_words_at_the_end_stay(rest: str) -> None:
    text = f"{ENGLISH[0]}\nPyongyang, May 6 (KCNA) -- {ENGLISH[1]}{rest}"
    assert rest.strip() in article_of(text).body
