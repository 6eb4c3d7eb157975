"""Property tests: each spelling of a day gives this day, alone on a line and beside a text."""

from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.dates import is_placeholder, possible_dates, read_any_date, read_date
from ingest.dates_in_addresses import date_in_address, date_in_file_name
from ingest.errors import Rejection
from ingest.layouts.date_lines import (
    date_after_place,
    date_after_words,
    is_salutation,
    own_date,
    without_dates,
)
from ingest.parse import parse
from ingest.read import FileBytes, decode
from ingest.text_lines import split_lines
from ingest.values import ParsedArticle

EN = "January February March April May June July August September October November December"
ES = "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"
FR = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
DE = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember"
RU = "января февраля марта апреля мая июня июля августа сентября октября ноября декабря"
AR = "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر"
WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
KOREAN_WEEKDAYS = "월화수목금토일"

SPELLINGS = (
    "{y}-{m:02}-{d:02}",
    "{y}.{m:02}.{d:02}.",
    "{y}. {m}. {d}.",
    "{y}/{m:02}/{d:02}",
    "{y}{m:02}{d:02}",
    "{d} {en} {y}",
    "{d:02} {en3} {y}",
    "{en} {d}, {y}",
    "{en3}. {d}, {y}",
    "{en} {d} {y}",
    "{weekday}, {en} {d}, {y}",
    "{weekday} {d} {en} {y}",
    "{en} {d}. {y} Juche {j}",
    "Juche {j} ({y}) {en} {d}",
    "{en} {d}, Juche {j} ({y})",
    "Juche {j}.{m}.{d}.",
    "{y}년 {m}월 {d}일",
    "{y}년 {m:02}월 {d:02}일",
    "{y}년 {m}월 {d}일 {ko}요일",
    "{y}년 {m}월 {d}일 ({ko})",
    "주체{j}({y})년 {m}월 {d}일",
    "{y}年{m}月{d}日",
    "{y}年{m}月{d}日 星期一",
    "主体{j}({y})年{m}月{d}日",
    "チュチェ{j}（{y}）年{m}月{d}日",
    "{d} de {es} de {y}",
    "{d} de {es} de Juche {j} ({y})",
    "le {d} {fr} {y}",
    "{d}. {de} {y}",
    "Montag, {d}. {de} {y}",
    "{d} {ru} {y} года",
    "{d} {ru} {y} г.",
    "{d} {ar} {y}",
    "{y}-{m:02}-{d:02}T10:30:00+09:00",
    "{y}-{m:02}-{d:02} 오전 11:52:56",
    "{en} {d}, {y}, 10:30 AM",
)
days = st.dates(date(1946, 1, 1), date(2030, 12, 31))
spellings = st.sampled_from(SPELLINGS)
frames = st.sampled_from(("{}", "- {}", "[{}]", "( {} )", "Date: {}", "날짜: {}", "  {}  "))


def spell(form: str, day: date) -> str:
    names = {"en": EN, "es": ES, "fr": FR, "de": DE, "ru": RU, "ar": AR}
    months = {name: months.split()[day.month - 1] for name, months in names.items()}
    return form.format(
        y=day.year,
        m=day.month,
        d=day.day,
        j=day.year - 1911,
        en3=months["en"][:3],
        weekday=WEEKDAYS[day.weekday()],
        ko=KOREAN_WEEKDAYS[day.weekday()],
        **months,
    )


def read_text(text: str) -> ParsedArticle:
    saved = decode(FileBytes.of(text.encode()), Path("text.txt"))
    (article,) = parse(saved, layout="bare", source="Village Paper").articles
    return article


@given(days, spellings)
def test_each_spelling_of_a_day_is_read(day: date, form: str) -> None:
    text = spell(form, day)
    assert read_date(text) == day
    assert possible_dates(text) == (day,)
    assert is_placeholder(text) or read_any_date(text).iso == day.isoformat()


@given(days, spellings, frames, st.integers(0, 2))
def test_a_date_on_a_line_of_its_own_gives_the_day(
    day: date, form: str, frame: str, place: int
) -> None:
    line = frame.format(spell(form, day))
    parts = ["Mill Wheel Oiled", "The wheel of the mill was oiled. It turns again."]
    parts.insert(place, line)
    article = read_text("\n\n".join(parts))
    assert article.fields["published"].value == day.isoformat()
    assert set(article.witnesses) == {"own_line"}
    assert article.fields["title"].value == "Mill Wheel Oiled"
    assert article.body == "The wheel of the mill was oiled. It turns again."


@given(days, spellings, st.integers(0, 2))
def test_a_date_inside_a_sentence_is_never_taken(day: date, form: str, place: int) -> None:
    sentence = (
        "The miller oiled the wheel on {}, and it turns.",
        "{} was the day on which the wheel of the mill was oiled.",
        "The wheel of the village mill was oiled by the miller on {}.",
    )[place].format(spell(form, day))
    (line,) = split_lines(sentence)
    assert own_date(line) is None
    assert date_after_words(line) is None
    assert date_after_place(line) is None
    article = read_text(f"Mill Wheel Oiled\n\n{sentence}\n\nIt turns again.")
    assert "published" not in article.fields
    assert sentence.split(" ")[-1] in article.body


WRAPPED = (
    ("The wheel of the mill was oiled for the first time on", "by the miller. It turns again."),
    ("The wheel of the mill was oiled", "with the oil of the smith. It turns again."),
    ("마을의 방앗간은", "대장쟁이에 의하여 세워졌다. 바퀴가 돈다."),
    ("村里的水车是在", "由铁匠建造的。水车又转动起来了。"),
    ("村の水車は", "鍛冶屋が建てた。水車はまた回る。"),
    ("Мельница была построена", "кузнецом. Колесо снова вертится."),
    ("El molino fue fundado el", "por un herrero. La rueda gira otra vez."),
)


@given(days, spellings, st.sampled_from(WRAPPED), st.sampled_from(("\n", "\n\n", "\n   ")))
def test_a_date_inside_a_wrapped_sentence_stays_in_the_text(
    day: date, form: str, around: tuple[str, str], gap: str
) -> None:
    above, below = around
    sentence = gap.join((above, spell(form, day), below))
    first = "The smith and the miller met on Monday."
    for text in (f"{first}\n\n{sentence}", f"{sentence}\n\n{first}", sentence):
        article = read_text(f"Mill Wheel Oiled\n\n{text}")
        assert "published" not in article.fields
        wanted = f"{above}{spell(form, day)}{below}".replace(" ", "")
        assert wanted in article.body.replace("\n", "").replace(" ", "")


@given(days, spellings)
def test_a_date_below_a_signature_stays_in_the_text(day: date, form: str) -> None:
    text = "The wheel is to be oiled on Monday.\n\nGuild of Millers"
    article = read_text(f"Order of the Mill\n\n{text}\n{spell(form, day)}\nWonsan")
    assert article.fields["published"].value == day.isoformat()
    assert f"Guild of Millers {spell(form, day)} Wonsan" in article.body.replace("\n\n", " ")


@given(st.lists(days, min_size=2, max_size=5, unique=True), spellings)
def test_days_above_the_parts_of_a_diary_stay_in_the_text(some: list[date], form: str) -> None:
    text = "\n\n".join(f"{spell(form, day)}\nThe wheel was oiled again." for day in some)
    lines = split_lines(f"Diary of the Mill\n\n{text}")
    assert without_dates(lines) == (lines, [], [])


@given(st.dates(date(1990, 1, 1), date(2030, 12, 31)))
def test_a_number_of_seconds_is_a_day_in_korea(day: date) -> None:
    noon = datetime.combine(day, time(3), UTC)
    assert read_any_date(str(int(noon.timestamp()))).iso == day.isoformat()
    address = f"https://kcnawatch.org/newstream/{int(noon.timestamp())}-1234/mill/"
    if day.year > 1998:  # the number has ten digits today
        assert date_in_address(address).iso == day.isoformat()


@given(days)
def test_days_in_numbers_are_only_sure_if_one_order_is_possible(day: date) -> None:
    found = possible_dates(f"{day.day:02}/{day.month:02}/{day.year}")
    assert found[0] == day
    assert (len(found) == 1) == (day.day > 12 or day.day == day.month)


@given(days, st.sampled_from(("{}_mill.txt", "mill {}.html", "{}.json", "kcna-{}-0007.txt")))
def test_the_day_in_the_name_of_a_file_is_read(day: date, form: str) -> None:
    for spelling in (f"{day:%Y-%m-%d}", f"{day:%Y%m%d}", f"{day:%Y_%m_%d}", f"{day:%Y.%m.%d}"):
        assert date_in_file_name(form.format(spelling)).iso == day.isoformat()


@given(st.from_regex(r"[0-9a-f]{16,40}\.txt", fullmatch=True))
def test_digits_inside_a_hash_are_no_date(name: str) -> None:
    assert not date_in_file_name(name)
    assert not date_in_file_name(f"001_{name}")


@pytest.mark.parametrize(
    "name",
    [
        "article-1946.html",
        "2000 mills.txt",
        "12345678.txt",
        "20241399.txt",
        "7.txt",
        "05-06-2024.txt",
        "2024-05-06 to 2024-05-07.txt",
        "page1998.html",
        "news.txt",
        "20240506103000.txt",
    ],
)
def test_other_names_have_no_date(name: str) -> None:
    assert not date_in_file_name(name)


@pytest.mark.parametrize(
    "address",
    [
        "http://www.kcna.kp/en/article/q/2024050612345678.kcmsf",
        "https://web.archive.org/web/20200101123456/http://example.org/mill/",
        "http://example.org/item/12345678/",
        "http://example.org/a?newsID=2024-13-06",
        "http://example.org/?page=20240506",
        "",
    ],
)
def test_other_addresses_have_no_date(address: str) -> None:
    assert not date_in_address(address)


@pytest.mark.parametrize(
    "text",
    [
        "친애하는 동지들!",
        "동포여러분!",
        "사랑하는 온 나라 인민들과 벗들, 동포형제 여러분!",
        "Dear comrades,",
        "Comrades!",
        "Ladies and gentlemen,",
        "Dear friends and guests:",
        "¡Camaradas!",
        "Chers camarades,",
        "Liebe Genossen!",
        "Дорогие товарищи!",
        "同志们：",
        "皆さん！",
    ],
)
def test_a_salutation_is_recognised(text: str) -> None:
    assert is_salutation(text)


@pytest.mark.parametrize(
    "text",
    [
        "Dear Leader Visits Mill",
        "Comrades of the Mill Oil the Wheel",
        "동지들의 뜨거운 인사",
        "방앗간 새 단장",
        "The wheel turns!",
        "로동자들이여 앞으로!",
        "Respected Comrade Visits Mill",
    ],
)
def test_a_headline_is_no_salutation(text: str) -> None:
    assert not is_salutation(text)


def test_a_text_of_only_dates_is_rejected_or_kept() -> None:
    try:
        article = read_text("2024-05-06\n2024-05-06\n")
    except Rejection:
        return
    assert article.paragraphs
