"""Test that each file has exactly the articles of its list, whatever the list is.

`tests/listing/compare_counts.py` compares the ids of the files with plain SQL.
"""

import csv
import io
import json
import zipfile
from datetime import UTC, datetime
from random import Random
from typing import Any

import bibtexparser
import pytest
import rispy
from django.contrib.auth.models import User
from django.test import Client

from archive import corrections, exports, search
from archive.exports import CITATION_FORMATS, FORMATS, slots
from archive.exports.zip_stream import zip_pieces
from archive.models import Article, Entity, Mention
from archive.records import COLUMNS, ArticleRecord
from archive.search.ranking import page_hits
from tests.factories import make_article, make_mention, make_place, make_source
from tests.read_answers import rows_in

pytestmark = pytest.mark.django_db
FORMULA = '=HYPERLINK("http://x";"y")'


def body_of(client: Client, url: str) -> bytes:
    response = client.get(url)
    assert response.status_code == 200, (url, response.status_code)
    return b"".join(response.streaming_content)  # type: ignore[attr-defined]


def let_go(response: Any) -> None:
    """Close the answer as a server does, but without the signal that closes the database."""
    for close in response._resource_closers:
        close()


def ids_in(client: Client, ending: str, query: str) -> list[int]:
    """Return the ids of the articles in a file, in its order."""
    content = body_of(client, f"/articles.{ending}?{query}")
    if ending == "csv":
        return [int(row["id"]) for row in rows_in(content)]
    if ending == "jsonl":
        return [json.loads(line)["id"] for line in content.decode().splitlines()]
    if ending in CITATION_FORMATS:
        return [int(key.removeprefix("dateline-")) for key in keys_in(ending, content.decode())]
    made = zipfile.ZipFile(io.BytesIO(content))
    texts = [made.read(name).decode() for name in made.namelist()]
    return [int(text.partition("/articles/")[2].partition("/")[0]) for text in texts]


def keys_in(ending: str, text: str) -> list[str]:
    """Return the keys of the citations in a file, as other programs read them."""
    if ending == "ris":
        return [record["id"] for record in rispy.loads(text)]
    if ending == "bib":
        library = bibtexparser.parse_string(text)
        assert not library.failed_blocks
        return [entry.key for entry in library.entries]
    return [item["id"] for item in json.loads(text)]


@pytest.fixture
def archive(db: None) -> list[Article]:
    """Make sixty articles; some are corrected, withdrawn, without a date, or have odd titles."""
    chance = Random(3)
    sources = [make_source(name, name.lower()) for name in ("Alpha", "Beta")]
    make_source("KCNA.kp", "kcna-kp")
    province = make_place("North Phyongan", "province")
    places = [make_place(name, parent=province) for name in ("Kujang", "Unsan")]
    articles = []
    for number in range(60):
        day = chance.choice(["2025-04-17", "2025-04-18", "2024-02-29", ""])
        title = FORMULA if number == 7 else f"Works {number} — 공장 “x”"
        article = make_article(
            {
                "title": title,
                "source": f"{chance.choice(sources).name} (En)",
                "published": day,
            },
            body=f"Kujang pump of Unsan, of iron.\n\nLine two {'iron ' * (number % 5)}\nend",
        )
        for place in chance.sample(places, chance.randrange(3)):
            make_mention(article, place)
        articles.append(article)
    user = User.objects.create_user("ada")
    corrections.correct(articles[3], {"title": "Mended", "published": "2024-02"}, "why", user)
    corrections.withdraw(articles[5:8:2], "why", user)
    search.rebuild()
    return articles


@pytest.mark.usefixtures("archive")
def test_every_format_has_the_articles_of_the_list_in_its_order(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_hits, "MAX_RANKED", 20)  # a file has no such limit
    monkeypatch.setattr(search.engine, "IDS_AT_ONCE", 7)
    for query in (
        *(
            "",
            "sort=oldest",
            "sort=added",
            "source=alpha",
            "place=kujang&date=2025",
            "date=unknown",
            "place=-unsan",
        ),
        *(
            "q=iron",
            "q=iron&sort=relevance",
            "q=iron+OR+pump&sort=relevance&source=-beta",
            "q=none",
        ),
        *("count=stories", "q=iron&versions=off", "date=2024-02", "page=2"),
    ):
        article_filter = client.get(f"/articles/?{query}").context
        listed: list[int] = []
        for page in range(1, article_filter["pages"].count + 1):
            shown = client.get(f"/articles/?{query.replace('page=2', '')}&page={page}").context
            listed += [int(row.url.split("/")[2]) for row in shown["rows"]]
        for ending in FORMATS:
            ids = ids_in(client, ending, query)
            assert ids[: len(listed)] == listed, (query, ending)
            assert len(ids) == len(set(ids)) == article_filter["total"], (query, ending)


@pytest.mark.usefixtures("archive")
def test_a_file_has_the_values_that_readers_see(client: Client, archive: list[Article]) -> None:
    content = body_of(client, "/articles.csv?text=yes")
    rows = {int(row["id"]): row for row in rows_in(content)}
    assert content.startswith("\ufeffid,".encode())
    assert archive[7].pk not in rows  # it was withdrawn
    mended = rows[archive[3].pk]
    assert (mended["title"], mended["date"], mended["date_precision"]) == (
        *("Mended", "2024-02"),
        "month",
    )
    assert set(mended["corrected"].split("; ")) == {"title", "date"}
    assert client.head("/articles.csv")["Access-Control-Allow-Origin"] == "*"
    lines = body_of(client, "/articles.jsonl").decode().splitlines()
    records = {record["id"]: record for record in map(json.loads, lines)}
    assert records.keys() == rows.keys()
    for article in Article.objects.public().select_related("source"):
        record, row = records[article.pk], rows[article.pk]
        assert list(record) == list(row) == [column.name for column in COLUMNS]
        assert record["text"] == row["text"] == article.body
        assert record["source"] == row["source"] == article.source.slug  # type: ignore[union-attr]
        places = Entity.objects.filter(mentions__article=article).order_by("mentions__start")
        assert record["place_ids"] == [place.slug for place in places]
        assert row["places"] == "; ".join(record["places"])
        assert record["provinces"] == (["North Phyongan Province"] if places else [])
        assert client.get(record["url"].removeprefix("http://testserver")).status_code == 301


def test_a_merged_name_is_the_name_it_was_merged_into(client: Client, archive: Any) -> None:
    kujang, unsan = Entity.objects.filter(slug__in=["kujang", "unsan"]).order_by("slug")
    Entity.objects.filter(pk=unsan.pk).update(merged_into=kujang)
    named = set(Mention.objects.values_list("article_id", flat=True)) - {
        archive[5].pk,
        archive[7].pk,
    }
    search.rebuild()
    rows = rows_in(body_of(client, "/articles.csv?place=kujang"))
    assert {int(row["id"]) for row in rows} == named
    assert {row["place_ids"] for row in rows} == {"kujang"}


def test_a_spreadsheet_takes_no_cell_for_a_formula(client: Client, archive: list[Article]) -> None:
    Article.objects.filter(pk=archive[7].pk).update(withdrawn_at=None, withdrawn_reason="")
    search.rebuild()
    rows = {int(row["id"]): row for row in rows_in(body_of(client, "/articles.csv"))}
    assert rows[archive[7].pk]["title"] == f"'{FORMULA}"
    record = [json.loads(line) for line in body_of(client, "/articles.jsonl").splitlines()]
    assert FORMULA in {one["title"] for one in record}


def test_the_columns_are_those_of_a_record() -> None:
    assert [column.name for column in COLUMNS] == list(ArticleRecord.__slots__)


def test_a_file_ends_with_an_error_if_an_article_is_withdrawn_meanwhile(
    client: Client, archive: list[Article]
) -> None:
    for ending in FORMATS:
        response = client.get(f"/articles.{ending}")
        total = int(response["X-Total-Count"])
        assert f"-{total}-articles-" in response["Content-Disposition"]
        Article.objects.filter(pk=archive[0].pk).update(withdrawn_at=datetime.now(UTC))
        with pytest.raises(exports.IncompleteExport):
            b"".join(response.streaming_content)  # type: ignore[attr-defined]
        let_go(response)
        Article.objects.filter(pk=archive[0].pk).update(withdrawn_at=None)


@pytest.mark.usefixtures("archive")
def test_only_some_files_are_made_at_the_same_time(client: Client) -> None:
    waiting = [client.get("/articles.csv") for _ in range(slots.MOST_AT_ONCE)]
    refused = client.get("/articles.csv")
    assert (refused.status_code, refused["Retry-After"]) == (503, "30")
    assert client.head("/articles.csv").status_code == 200  # it needs no time
    for response in waiting:
        let_go(response)
    assert len(rows_in(body_of(client, "/articles.csv"))) == 58
    old = client.get("/articles.csv", SERVER_PROTOCOL="HTTP/1.0")
    content = b"".join(old.streaming_content)  # type: ignore[attr-defined]
    assert int(old["Content-Length"]) == len(content)


@pytest.mark.usefixtures("archive")
def test_a_concordance_has_all_lines(client: Client) -> None:
    page = client.get("/articles/?q=iron&view=concordance").context
    rows = rows_in(body_of(client, "/articles.csv?q=iron&view=concordance"))
    assert page["extent"].startswith(f"{len(rows)} occurrences in 58 articles")
    assert [(row["before"], row["match"]) for row in rows[:50]] == [
        (line.before.removeprefix("…"), line.match) for line in page["lines"]
    ]
    assert client.get("/articles.zip?q=iron&view=concordance").status_code == 400


@pytest.mark.usefixtures("archive")
def test_files_of_counts_have_the_counts_of_the_pages(client: Client) -> None:
    for query in ("", "?source=alpha", "?count=stories&q=iron"):
        for facet in ("place", "date", "source"):
            rows = rows_in(body_of(client, f"/articles/{facet}.csv{query}"))
            assert rows
            for row in rows:
                behind = client.get(row["url"].removeprefix("http://testserver"))
                assert behind.context["total"] == int(row["count"]), row
    names = rows_in(body_of(client, "/places.csv?by=count"))
    assert [row["id"] for row in names][:1] == ["north-phyongan"]
    assert (
        int(names[0]["articles"]) == client.get("/articles/?place=north-phyongan").context["total"]
    )
    sources = rows_in(body_of(client, "/sources.csv"))
    assert {row["id"] for row in sources} == {"alpha", "beta", "kcna-kp"}


@pytest.mark.usefixtures("archive")
def test_a_csv_file_has_a_description_of_its_columns(client: Client) -> None:
    for url in (
        *("/articles.csv?source=alpha&text=yes", "/articles.csv?q=iron&view=concordance"),
        *("/articles/place.csv", "/places.csv", "/sources.csv", "/wanted.csv"),
    ):
        response = client.get(url)
        header = next(
            csv.reader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig")))  # type: ignore[attr-defined]
        )
        address = response["Link"].split(">")[0].removeprefix("<")
        metadata = client.get(address).json()
        assert metadata["url"] == f"http://testserver{url}"
        assert [column["name"] for column in metadata["tableSchema"]["columns"]] == header


def test_wrong_values_are_explained_and_old_slugs_redirect(client: Client, archive: Any) -> None:
    assert client.get("/articles.csv?date=2025-13").status_code == 400
    assert client.get("/articles/place.csv?source=nobody").status_code == 400
    assert client.get("/articles.pdf").status_code == 404
    assert client.post("/articles.csv").status_code == 405


def test_a_zip_file_is_read_by_other_programs() -> None:
    moment = datetime(2026, 11, 30, 12, 30, 8)
    files = [(f"2025/{number}-공장.txt", b"text " * number) for number in range(3)]
    made = io.BytesIO(b"".join(zip_pieces(files, moment)))
    with zipfile.ZipFile(made) as archive:
        assert archive.testzip() is None
        assert [(name, archive.read(name)) for name in archive.namelist()] == files
        assert archive.getinfo(files[0][0]).date_time == (2026, 11, 30, 12, 30, 8)
    cut = made.getvalue()[:-30]
    with pytest.raises(zipfile.BadZipFile):
        zipfile.ZipFile(io.BytesIO(cut))


def test_the_data_dictionary_explains_every_column(client: Client, db: None) -> None:
    page = client.get("/data-dictionary/").content.decode()
    for column in COLUMNS:
        assert f"<code>{column.name}</code>" in page


@pytest.mark.usefixtures("archive")
def test_a_file_refuses_parameters_that_it_does_not_have(client: Client) -> None:
    answer = client.get("/articles.csv?bogus=1&place=kujang")
    assert answer.status_code == 400
    assert "“bogus” in the address is not a parameter of this file" in answer.content.decode()
    answer = client.get("/articles.csv?utm_source=mail&text=yes")
    assert answer.status_code == 200
    let_go(answer)
