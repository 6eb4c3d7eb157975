"""Tests of texts that a row has in several columns, such as "Text" and "Text 2"."""

from pathlib import Path

import pytest

from ingest.pipeline import unused_columns
from tests.ingest.test_rows import codes, read_table

ONE = "The ferry of the village was painted blue on Monday by the boatmen and their sons."
TWO = "A gate of the mill stood open in the evening because the river had risen by two feet."
THREE = "They rested."
KOREAN = (
    "마을의 나루배를 월요일에 푸른색으로 칠하였다. 저녁에는 강물이 불어 물방아간의 문이 열려있었다."
)


@pytest.mark.parametrize(
    "names",
    [
        *(["Text", "Text2", "Text3"], ["text", "text_2", "text_3"], ["Body", "Body 2", "Body 3"]),
        *(["본문", "본문 2", "본문 3"], ["Full Text", "Text (2)", "Text (3)"]),
        *(["Content", "Content (continued)", "Overflow"], ["text", "text part 2", "text part 3"]),
        *(["Full text", "Rest of text", "overflow"], ["내용", "내용(계속)", "나머지"]),
        ["Text", "Text (cont.)"],
    ],
)
def test_a_text_is_continued_in_further_columns(names: list[str], tmp_path: Path) -> None:
    values = [ONE, TWO, THREE][: len(names)]
    row = {"title": "Ferry Painted", **dict(zip(names, values, strict=True))}
    (article,) = read_table(tmp_path, row)
    assert article.body == "\n\n".join(values)
    assert not codes(article)
    assert not unused_columns(tmp_path / "lamps.csv")


@pytest.mark.parametrize(
    ("row", "body", "code"),
    [
        ({"text": ONE, "text.1": TWO}, ONE, "texts-disagree"),
        ({"text": ONE, "more_text": TWO, "rest": THREE}, ONE, "texts-disagree"),
        ({"text": ONE, "text_2": KOREAN}, ONE, "texts-disagree"),
        ({"text": ONE, "text_7": TWO}, ONE, "texts-disagree"),
        ({"text": ONE, "body": f"<p>{ONE}</p>", "overflow": TWO}, ONE, "texts-disagree"),
        ({"text": f"{ONE} {TWO}", "text_1": ONE, "text_2": TWO}, f"{ONE} {TWO}", ""),
        ({"text": ONE, "text.1": f"<p>{ONE}</p>"}, ONE, ""),
        ({"text": ONE, "text2": "Share this", "text3": "412 words", "rest": "n/a"}, ONE, ""),
        ({"text": ONE, "text2": "412"}, ONE, "texts-disagree"),
        ({"text": ONE, "text2": "Green."}, ONE, "texts-disagree"),
        ({"text": ONE[:-1], "text2": "412"}, ONE[:-1], "texts-disagree"),
        ({"text": ONE[:-6], "text2": "Blue."}, f"{ONE[:-6]} Blue.", ""),
        ({"text": ONE, "summary": TWO, "note 2": TWO}, ONE, ""),
        ({"text": ONE[:36], "text2": ONE[37:]}, ONE, ""),
        ({"introtext": f"<p>{ONE}</p>", "fulltext": f"<p>{TWO}</p>"}, f"{ONE}\n\n{TWO}", ""),
        ({"introtext": f"<p>{ONE}</p>", "fulltext": ""}, ONE, ""),
    ],
)
def test_other_columns_are_not_joined_unseen(
    row: dict[str, str], body: str, code: str, tmp_path: Path
) -> None:
    (article,) = read_table(tmp_path, {"title": "Ferry Painted", **row})
    assert article.body == body
    assert codes(article) == ({code} if code else set())


def test_a_word_that_a_full_cell_cuts_is_one_word(tmp_path: Path) -> None:
    text = (f"{ONE}\n" * 400)[:32_767]
    rest = f"{ONE[len(text) % (len(ONE) + 1) :]}\n{TWO} {THREE}"
    assert text[-1].isalpha() and rest[0].isalpha()
    (article,) = read_table(tmp_path, {"title": "Ferry Painted", "text": text, "text 2": rest})
    assert {paragraph.text for paragraph in article.paragraphs} == {ONE, f"{TWO} {THREE}"}


@pytest.mark.parametrize("rest", ["quietly.", "2024.", "oatmen", "7"])
def test_the_last_word_of_a_full_cell_is_kept(rest: str, tmp_path: Path) -> None:
    text = (f"{ONE}\n" * 400)[:32_767]
    (article,) = read_table(tmp_path, {"title": "Ferry Painted", "text": text, "text 2": rest})
    assert article.body.endswith(text[-20:] + rest)
    assert not codes(article)
