"""Tests of the parser: its overrides, and its check that each value follows from its evidence."""

import re
from dataclasses import replace

import pytest

from ingest.errors import Rejection
from ingest.parse import MisreadError, check, parse
from ingest.rules import RULES, Basis, UnreadableValue, apply_rule, imply, read
from ingest.values import Evidence, Paragraph, ParsedArticle, ParsedFile, SavedFile

TEXT = "Title: Owl\nDate: 2024-01-02\nSource: KCNA.kp (En)\n\nThe owl sleeps.\n"


def saved(text: str) -> SavedFile:
    return SavedFile("page.txt", "0" * 64, len(text), b"", "utf-8", text)


@pytest.fixture
def parsed() -> ParsedFile:
    return parse(saved(TEXT))


def with_article(parsed: ParsedFile, **changes: object) -> ParsedFile:
    (article,) = parsed.articles
    changed: ParsedArticle = replace(article, **changes)  # type: ignore[arg-type]
    return replace(parsed, articles=(changed,))


def with_field(parsed: ParsedFile, name: str, evidence: Evidence) -> ParsedFile:
    return with_article(parsed, fields={**parsed.articles[0].fields, name: evidence})


def test_a_correct_parse_passes_the_check(parsed: ParsedFile) -> None:
    check(parsed, TEXT)


def test_a_value_that_its_rule_does_not_read_raises_misread_error(parsed: ParsedFile) -> None:
    title = parsed.articles[0].fields["title"]
    with pytest.raises(MisreadError, match="plain: title is 'Kite'"):
        check(with_field(parsed, "title", replace(title, value="Kite")), TEXT)


def test_a_value_read_from_text_without_spans_raises_misread_error(parsed: ParsedFile) -> None:
    with pytest.raises(MisreadError, match="title"):
        check(with_field(parsed, "title", Evidence("Owl", "words")), TEXT)


def test_spans_of_a_rule_that_reads_no_text_raise_misread_error(parsed: ParsedFile) -> None:
    with pytest.raises(MisreadError, match="source-said reads no text"):
        check(with_field(parsed, "source", Evidence("Owl", "source-said", ((7, 10),))), TEXT)


def test_a_wrong_witness_or_first_day_of_saving_raises_misread_error(parsed: ParsedFile) -> None:
    wrong = Evidence("2024-01-03", "header", ((17, 27),))
    with pytest.raises(MisreadError, match="header is '2024-01-03'"):
        check(with_article(parsed, witnesses={"header": wrong}), TEXT)
    with pytest.raises(MisreadError, match="saved_not_before"):
        check(replace(parsed, saved_not_before=wrong), TEXT)


def test_a_paragraph_that_differs_from_its_words_raises_misread_error(parsed: ParsedFile) -> None:
    with pytest.raises(MisreadError, match="paragraph"):
        check(with_article(parsed, paragraphs=(Paragraph("The kite flies.", ((0, 10),)),)), TEXT)


@pytest.mark.parametrize(
    ("name", "code"),
    [("title", "title-missing"), ("published", "date-unknown"), ("source", "source-unknown")],
)
def test_a_missing_field_without_a_problem_raises_misread_error(
    parsed: ParsedFile, name: str, code: str
) -> None:
    fields = {key: value for key, value in parsed.articles[0].fields.items() if key != name}
    with pytest.raises(MisreadError, match=code):
        check(with_article(parsed, fields=fields), TEXT)


def test_a_file_of_white_space_is_rejected_as_empty() -> None:
    with pytest.raises(Rejection) as caught:
        parse(saved(" \u200b\n\ufeff\u2028"))
    assert caught.value.reason == "empty"


@pytest.mark.parametrize("said", ["KCNA.kp", "kcna.kp  (EN)", "KCNA.kp (Kr)"])
def test_another_spelling_of_the_source_in_the_file_is_not_a_problem(said: str) -> None:
    (article,) = parse(saved(TEXT), source=said).articles
    assert article.fields["source"].value == "KCNA.kp (En)"
    assert article.problems == ()


SITE = "Pyongyang Times"
OLD_PAGE = "Owl\n\nJanuary 2, 2024\n\nThe owl sleeps.\n\n2025 © All rights reserved."


def test_a_source_that_the_layout_proves_is_kept() -> None:
    page = f"{OLD_PAGE} www.pyongyangtimes.com.kp"
    (article,) = parse(saved(page), source="Naenara (En)").articles
    assert article.fields["source"].value == "Pyongyang Times"
    (problem,) = article.problems
    assert problem.code == "source-said-differs"
    assert problem.message.startswith("Its layout proves")


def test_the_archivist_decides_if_the_layout_only_implies_a_source() -> None:
    (article,) = parse(saved(OLD_PAGE)).articles
    assert article.fields["source"].value == "Pyongyang Times"
    assert article.fields["source"].rule == "source-implied"
    (article,) = parse(saved(OLD_PAGE), source="Naenara (En)").articles
    assert article.fields["source"] == imply("source-said", "Naenara (En)")
    (problem,) = article.problems
    assert problem.code == "source-said-differs"
    assert "which is used" in problem.message


@pytest.mark.parametrize(
    ("text", "source", "published"),
    [
        ("Owl\n\nMarch 16, 2025\n\nThe owl sleeps.\n\nIt hunts over the", "Pyongyang Times", True),
        ("Owl\nMarch 16, 2025\nThe owl sleeps.\nHan Song Il, chief of", "Pyongyang Times", True),
        ("Owl\nNo. 12\nDate 2025-03-16\nHits 5\n\nThe owl sleeps.", "Pyongyang Times", True),
        ("Owl\n2024.2.10.\nThe owl sleeps.\nIt hunts.", "Rodong Sinmun (En)", True),
        ("Forests 2024.2.10.\nThe owl sleeps.\nIt hunts.", "Rodong Sinmun (En)", True),
        ("Rodong Sinmun\nOwl\n\nThe owl sleeps.\n\nIt hunts.", "Rodong Sinmun (En)", False),
        ("부엉이\n부엉이가 잔다.\n사냥을 한다.\n본사기자 리철수", "Rodong Sinmun (Kr)", False),
    ],
)
def test_the_advice_in_a_rejection_works_when_followed(
    text: str, source: str, published: bool
) -> None:
    with pytest.raises(Rejection) as caught:
        parse(saved(text))
    assert caught.value.reason == "layout-none"
    advice = re.search(r'--layout (\w+) --source "([^"]+)"', caught.value.message)
    assert advice
    assert advice[2] == source
    (article,) = parse(saved(text), layout=advice[1], source=advice[2]).articles
    assert article.fields["source"] == imply("source-said", source)
    assert ("published" in article.fields) is published
    assert article.body.split()[0] in ("The", "부엉이가")


@pytest.mark.parametrize(
    ("foot", "source"),
    [
        ("http://naenara.com.kp/main/owl\n© 2025 All rights reserved.", "Naenara"),
        ("Copyrights 2022 © Minju Joson Offices\n© 2025 All rights reserved.", "Minju Joson"),
        ("Rodong News Team\n\nCopyrights 2022 © Minju Joson Offices", "Minju Joson"),
        ("Rodong News Team\n\n-0-\nwww.kcna.kp (2025.03.16.)", "KCNA.kp (En)"),
        ("Rodong News Team\n\n2025 © All rights reserved. www.pyongyangtimes.com.kp", SITE),
    ],
)
def test_marks_that_prove_a_site_come_before_marks_that_imply_one(foot: str, source: str) -> None:
    text = f"Owl\n\nMarch 16, 2025\n\nThe owl sleeps.\n\nIt hunts.\n\n{foot}"
    (article,) = parse(saved(text)).articles
    assert article.fields["source"].value == source


def test_a_text_without_any_likeness_gets_no_advice_about_a_site() -> None:
    with pytest.raises(Rejection) as caught:
        parse(saved("Owl\n\nThe owl sleeps.\n\nIt hunts."))
    assert '--source "' not in caught.value.message


def test_a_rule_reads_a_value_or_raises_unreadable_value() -> None:
    text = "31/02/2024 14/09/2025"
    assert read("date-line", text, (11, 21)) == Evidence("2025-09-14", "date-line", ((11, 21),))
    with pytest.raises(UnreadableValue, match="31/02/2024"):
        apply_rule("date-line", text, [(0, 10)])


def test_only_rules_without_words_can_be_implied() -> None:
    for name, rule in RULES.items():
        assert rule.name == name
        assert rule.about
        assert (rule.apply is None) == (rule.basis not in (Basis.TEXT, Basis.PATH))
    assert imply("source-said", "Owl") == Evidence("Owl", "source-said")
    with pytest.raises(AssertionError):
        imply("words", "Owl")


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "/newstream/1", "ftp://x.example/", "http:///x", "mailto:a@b"],
)
def test_an_address_that_is_not_on_the_web_is_not_read(address: str) -> None:
    with pytest.raises(UnreadableValue):
        apply_rule("url", address, [(0, len(address))])


@pytest.mark.parametrize("day", ["١٤/٠٩/٢٠٢٥", "๑๔/๐๙/๒๕๖๘", "1४/09/2025"])
def test_a_date_in_digits_that_we_do_not_read_is_a_problem_of_the_article(day: str) -> None:
    text = f"Owl\nDate: {day} | Source: KCNA.kp (En) |\n\nThe owl sleeps in the barn."
    (article,) = parse(saved(text)).articles
    assert "published" not in article.fields
    problems = {problem.code: problem for problem in article.problems}
    assert set(problems) == {"unreadable-field", "date-unknown"}
    assert problems["unreadable-field"].words == day


def test_a_dateline_in_full_width_digits_is_read() -> None:
    text = (
        "牛乳工場で\nDate: 04/05/2025 | Source: KCNA.kp (Jp) |\n\n"
        "【平壌５月３日発朝鮮中央通信】牛乳工場で生産が増えている。"
    )
    (article,) = parse(saved(text)).articles
    assert article.fields["dateline_on"].value == "2025-05-03"
    assert not article.problems
