"""Tests of single shapes in which people keep articles, as whole files."""

from pathlib import Path

import pytest

from ingest import Rejection, parse_rows

WHEEL = "The wheel of the mill was oiled. It turns again."
BOATS = "The boats were painted blue by the fishermen of the village."
DATED = f"Pyongyang, May 6 (KCNA) -- {WHEEL} -0-"


def read(folder: Path, name: str, content: str | bytes) -> list[list[str | None]]:
    """Return title, date, text and codes of problems of each article, or the reason of rejection.

    The text has a bar between its paragraphs. Most files name no source: this code is left out.
    """
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    found: list[list[str | None]] = []
    for row in parse_rows(path):
        if isinstance(row.result, Rejection):
            found.append([row.result.reason])
            continue
        for article in row.result.parsed.articles:
            fields = [article.fields.get(name) for name in ("title", "published")]
            values = [str(field.value) if field else None for field in fields]
            codes = [one.code for one in article.problems if one.code != "source-unknown"]
            text = " | ".join(paragraph.text for paragraph in article.paragraphs)
            found.append([*values, text, *codes])
    return found


@pytest.mark.parametrize(
    "head",
    [
        "KCNA\n\nPosted on May 6, 2010\n\n",
        "KCNA\nPublished: 6 May 2010\n",
        "(KCNA)\n2010-05-06\n\n",
        "Korean Central News Agency\n\nMay 6, 2010\n",
    ],
)
@pytest.mark.parametrize("text", [DATED, f"{WHEEL} -0-"])
def test_the_name_of_the_agency_below_a_headline_is_no_text(
    tmp_path: Path, head: str, text: str
) -> None:
    found = read(tmp_path, "1.txt", f"Mill Wheel Oiled\n\n{head}{text}\n")
    assert found == [["Mill Wheel Oiled", "2010-05-06", WHEEL]]


@pytest.mark.parametrize(
    ("line", "is_text"),
    [
        ("Copyright © 2003 - 2024 Voice of Korea. All Rights Reserved.", False),
        ("Copyright Voice of Korea 2024", False),
        ("© 2024 Voz de Corea. Todos los derechos reservados", False),
        ("Copyright ⓒ 조선의 소리 2003-2024", False),
        ("Copyright protection improved in 2024", True),
        ("All rights reserved for millers are in the law of the mill.", True),
    ],
)
def test_a_line_of_copyright_below_a_text_is_no_text(
    tmp_path: Path, line: str, is_text: bool
) -> None:
    page = f"/ News\n\nMill Wheel Oiled\n\n   {WHEEL}\n\n   {BOATS}\n\n{line}\n"
    ((_, _, text, *_),) = read(tmp_path, "1.txt", page)
    assert text == f"{WHEEL} | {BOATS}" + f" | {line}" * is_text


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        (
            "split.json",
            '{"columns": ["title", "title", "date", "text", "text"], "data": [["Mill Wheel Oiled",'
            f' "Boats Painted Blue", "2010-05-06", "{WHEEL}", "{BOATS}"]]}}',
            ["Mill Wheel Oiled", "2010-05-06", WHEEL, "titles-disagree", "texts-disagree"],
        ),
        (
            "twice.jsonl",
            f'{{"title": "Mill", "date": "2010-05-06", "text": "{WHEEL}", "text": ""}}\n' * 2,
            ["Mill", "2010-05-06", WHEEL],
        ),
        (
            "pandas.csv",
            f"title,date,date.1,text\nMill,2010-05-06,2010-05-09,{WHEEL}\n",
            ["Mill", "2010-05-06", WHEEL, "dates-disagree"],
        ),
        (
            "two.csv",
            f"title,date,published,text\nMill,2010-05-06,2010-05-08,{WHEEL}\n",
            ["Mill", "2010-05-08", WHEEL, "dates-disagree"],
        ),
        (
            "zones.csv",
            f"title,date,published,text\nMill,2010-05-06,2010-05-07,{WHEEL}\n",
            ["Mill", "2010-05-07", WHEEL],
        ),
        (
            "lists.md",
            "---\narticle:\n  - title: Mill\n    date: 2010-05-06\nauthors:\n  - name: Kim\n"
            f"    role: miller\n  - name: Ri\n---\n{WHEEL}\n",
            ["Mill", "2010-05-06", WHEEL],
        ),
    ],
)
def test_no_value_of_a_row_is_lost(
    tmp_path: Path, name: str, content: str, expected: list[str]
) -> None:
    assert read(tmp_path, name, content)[:1] == [expected]


@pytest.mark.parametrize("codec", ["mac-roman", "cp1252", "utf-8"])
@pytest.mark.parametrize(
    "text",
    [
        "“The wheel turns”, the miller’s son said. It’s good — really.",
        "El señor Molinero dijo: “La rueda gira”. La inauguración fue ayer – según informó.",
        "Le théâtre a rouvert à l’été. « C’est une fête », a déclaré le directeur.",
        "Die „Räder“ der Mühle drehen sich. Große Übung für Jürgen – schön.",
    ],
)
def test_western_texts_of_macintosh_and_windows_are_told_apart(
    tmp_path: Path, codec: str, text: str
) -> None:
    head = "Title: Mill\nDate: 2010-05-06\n\n"
    ((_, _, found, *_),) = read(tmp_path, "1.txt", f"{head}{text}\n".encode(codec))
    assert found == text


@pytest.mark.parametrize(
    ("subject", "title"),
    [
        ("[Editorial] Mill Wheel Oiled", "[Editorial] Mill Wheel Oiled"),
        ("Fwd: [Press Statement] Mill Wheel Oiled", "[Press Statement] Mill Wheel Oiled"),
        ("Re: [사설] Mill Wheel Oiled", "[사설] Mill Wheel Oiled"),
        ("Fwd: [mill-watch] Mill Wheel Oiled", "Mill Wheel Oiled"),
        ("[KCNA] [External Sender] Mill Wheel Oiled", "Mill Wheel Oiled"),
    ],
)
def test_the_subject_of_a_mail_keeps_the_kind_of_an_article(
    tmp_path: Path, subject: str, title: str
) -> None:
    mail = (
        "From: miller@example.org\nTo: potter@example.org\nDate: Thu, 06 May 2010 10:00:00 +0900\n"
        f"Subject: {subject}\nContent-Type: text/plain; charset=utf-8\n\n{DATED}\n"
    )
    ((found, *_),) = read(tmp_path, "1.eml", mail)
    assert found == title


@pytest.mark.parametrize("title", ["", "<title>Fields of Flour</title>", "<title>News</title>"])
def test_the_only_heading_of_a_page_names_its_headline(tmp_path: Path, title: str) -> None:
    menu = "".join(f"<li>{name}</li>" for name in ("Alpha", "Beta pages", "Gamma", "Delta mills"))
    heading = "<h1>Mill <b>Wheel</b> Oiled</h1>"
    page = f"<html><head>{title}</head><ul>{menu}</ul>{heading}<p>{WHEEL} -0-</p>"
    assert [found[::2][:2] for found in read(tmp_path, "1.html", page)] == [
        ["Mill Wheel Oiled", WHEEL]
    ]
    two = page.replace("<ul>", "<h1>Alpha</h1><ul>")
    assert read(tmp_path, "2.html", two)[0][0] != "Mill Wheel Oiled"  # two name no headline


ROWS = [["Mill", "2010-05-06", WHEEL], ["Boats", "2010-05-07", BOATS]]


@pytest.mark.parametrize(
    ("name", "row", "around"),
    [
        (
            "firestore.json",
            '{{"name": "projects/p/documents/a", "fields": {{"title": {{"stringValue": "{0}"}},'
            ' "date": {{"timestampValue": "{1}T00:00:00Z"}}, "text": {{"arrayValue": {{"values":'
            ' [{{"stringValue": "{2}"}}]}}}}, "by": {{"mapValue": {{"fields": {{}}}}}}}}}}',
            '{"documents": [%s]}',
        ),
        (
            "dynamo.json",
            '{{"title": {{"S": "{0}"}}, "date": {{"S": "{1}"}}, "text": {{"L": [{{"S": "{2}"}}]}},'
            ' "x": {{"NULL": true}}, "n": {{"N": "3"}}}}',
            '{"Items": [%s], "Count": 2}',
        ),
        (
            "dynamo.jsonl",
            '{{"Item": {{"title": {{"S": "{0}"}}, "date": {{"S": "{1}"}}, "text": {{"S": "{2}"}}'
            "}}}}\n",
            "%s",
        ),
        (
            "comments.json",
            '/* row */ {{"title": "{0}", // of the article\n"date": "{1}", # day\n"text": "{2}",}}',
            "// My articles\n[%s,]",
        ),
        (
            "inside.json",
            '{{"title": "{0}", "date": "{1}", "text": "{2}" /* whole */}}',
            '{ // Articles\n"source": "KCNA", "articles": [ // of May\n%s\n]}',
        ),
        ("parts.md", "## {0}\n\nDate: {1}\n\n{2}\n\n", "# Articles of May\n\n%s"),
        ("lines.md", "## {0}\n\n*{1}, KCNA*\n\n{2}\n\n", "%s"),
    ],
)
def test_several_articles_in_a_file_are_read(
    tmp_path: Path, name: str, row: str, around: str
) -> None:
    rows = [row.format(*values) for values in ROWS]
    between = ",\n" if name.endswith(".json") else ""
    assert read(tmp_path, name, around % between.join(rows)) == ROWS


def test_marks_of_comments_inside_of_a_text_are_text(tmp_path: Path) -> None:
    text = "The wheel // of the mill /* was oiled. */ It turns, # 1,] again."
    content = f'[{{"title": "Mill", "date": "2010-05-06", "text": "{text}"}}]'
    assert read(tmp_path, "1.json", content) == [["Mill", "2010-05-06", text]]


def test_sections_of_one_article_in_markdown_are_its_text(tmp_path: Path) -> None:
    head = "# Mill\n\nDate: 2010-05-06\nSource: KCNA\n\n"
    page = f"{head}{WHEEL}\n\n## Boats\n\n{BOATS}\n\n## Nets\n\nDry."
    assert read(tmp_path, "1.md", page) == [
        ["Mill", "2010-05-06", f"{WHEEL} | Boats | {BOATS} | Nets | Dry."]
    ]


@pytest.mark.parametrize("opening", ["Dear millers,", "They sent the message of the day:"])
def test_a_quoted_letter_with_its_date_is_no_second_page(tmp_path: Path, opening: str) -> None:
    page = (
        f"/ News\n\nLetter of the Potters\n\n   {WHEEL}\n\n   {{}}\n\n   We greet you all on the"
        f" day of the mill.\n\n   Union of Potters\n\n   May 5, 2010\n\n   {BOATS}\n"
    )
    ((_, _, text, *_),) = read(tmp_path, "1.txt", page.format(opening))
    assert text and text.endswith(f"Union of Potters | May 5, 2010 | {BOATS}")
    assert read(tmp_path, "2.txt", page.format("It was warm.")) == [["several-articles"]]


@pytest.mark.parametrize(
    ("dates", "days"),
    [
        (["40304", "40305.75", ""], ["2010-05-06", "2010-05-07", None]),
        (["45292", "45299"], ["2024-01-01", "2024-01-08"]),
        (["40304", "2010-05-07"], [None, "2010-05-07"]),
        (["40304", "50506"], [None, None]),  # 4 March 2004 and 6 May 2005, without a zero
        (["40399"], [None]),
        (["40399", "99999"], [None, None]),
    ],
)
@pytest.mark.parametrize("mark", [",", ";"])
def test_numbers_of_days_in_a_spreadsheet_are_dates_if_all_rows_have_them(
    tmp_path: Path, dates: list[str], days: list[str | None], mark: str
) -> None:
    rows = "".join(f"{WHEEL}{mark}{day}{mark}Mill\n" for day in dates)
    found = read(tmp_path, "1.csv", f"text{mark}date{mark}title\n{rows}")
    assert [article[1] for article in found] == days


PROSE = (
    "The contest of mills ended on Tuesday with the victory of the mill of Hwaram."
    "\n\nThe millers of all the villages were glad about it and went home in the evening.\n"
)
CHRONICLE = (
    f"{WHEEL}\n\n2010.5.6. The mill was built by the people of the village.\n\n2011.5.7. The wheel"
    " of the mill was oiled for the first time.\n\n2012.5.8. 마을사람들이 힘을 합쳐 물방아를 새로"
    " 건설하였다.\n"
)


@pytest.mark.parametrize(
    ("headline", "text", "is_read"),
    [
        ("Results of Mill Contest", PROSE, True),
        ("Articles of Millers Published", PROSE, True),
        ("News of the Mill of 1953", PROSE, True),
        ("History of the Mill", CHRONICLE, True),
        ("Results of Mill Contest", "Mill of Hwaram\n\nMill of Sanjong\n\nMill of Boram\n", False),
        ("Search results for mill", PROSE, False),
        ("Mills", "2010.5.6. Mill Oiled\n\n2010.5.7. Boats Painted\n\n2010.5.8. Nets\n", False),
    ],
)
def test_headlines_and_chronicles_are_no_lists(
    tmp_path: Path, headline: str, text: str, is_read: bool
) -> None:
    (found,) = read(tmp_path, "1.txt", f"/ News\n\n{headline}\n\n{text}")
    assert found[0] == (headline if is_read else "not-an-article")


def test_articles_are_read_below_any_name(tmp_path: Path) -> None:
    rows = [
        f'{{"title": "{title}", "date": "{day}", "text": "{text}"}}' for title, day, text in ROWS
    ]
    comments = '"comments": [{"author": "Kim", "date": "2010-05-08", "text": "Fine."}]'
    content = f'{{"articles": [{rows[0]}], "press_reviews": [{rows[1]}], {comments}}}'
    assert read(tmp_path, "1.json", content) == ROWS
    assert read(tmp_path, "2.json", f'{{"answers": [{rows[1]}]}}') == ROWS[1:]
    assert read(tmp_path, "3.json", f"{{{comments}}}") == [["empty"]]
    beside = rows[0].replace("}", f', "related": [{rows[1]}], {comments}}}')
    assert read(tmp_path, "4.json", f"[{beside}]") == ROWS[:1]


def test_a_lead_of_many_lines_is_kept(tmp_path: Path) -> None:
    lead = "\\n".join(f"Wheel {number} turns." for number in range(60))
    row = f'"title": "Mill", "lead": "{lead}", "text": "Wheel 3 turns. Dry."'
    ((_, _, text, *_),) = read(tmp_path, "1.json", f"[{{{row}}}]")
    assert text and text.count("turns.") == 60
