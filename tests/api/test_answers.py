"""Test the JSON of every page: its form, its errors, its headers, and that it equals the page."""

import json
import re
from functools import cache
from html import unescape
from typing import Any
from urllib.parse import unquote

import pytest
from django.test import Client
from django.urls import resolve
from jsonschema import Draft202012Validator

from archive.api.description import PAGES, description
from archive.api.formats import json_address
from archive.models import Article
from archive.search import FACETS
from tests.sample_addresses import faults_of, pages_of
from tests.sample_pages import SamplePages

WITHOUT_JSON = {"search-help", "about", "cite", "cite-passage", "follow", "over-time", "trends"}
WITHOUT_JSON |= {
    "keywords",
    "collocates",
    "formulae",
    "grid",
    "together",
    "network",
    "coverage",
    "coverage-source",
}  # have CSV


@cache
def validator(operation: str, status: str) -> Draft202012Validator:
    """Return the validator of the answers to an operation with a status."""
    described = description()
    found = next(
        path["get"]
        for path in described["paths"].values()
        if path["get"]["operationId"] in (operation, f"{operation}-place")
    )
    schema = found["responses"][status]["content"]["application/json"]["schema"]
    return Draft202012Validator(schema | {"components": described["components"]})


def operation_of(address: str) -> str:
    return (resolve(address.partition("?")[0]).url_name or "").removesuffix("-json")


def test_the_json_of_every_page_is_as_described(
    client: Client, sample_pages: SamplePages, reading_only: None
) -> None:
    seen = set()
    for name, url in pages_of(sample_pages).items():
        if name in WITHOUT_JSON:
            continue
        address = json_address(url)
        response = client.get(address)
        assert (response.status_code, response["Content-Type"]) == (200, "application/json"), url
        assert response["Access-Control-Allow-Origin"] == "*"
        operation = operation_of(address)
        validator(operation, "200").validate(response.json())
        seen.add(operation)
        assert not re.search(r"<mark|<a href|</bdi>", response.content.decode()), url
        asked = client.get(url, headers={"Accept": "application/json"})
        assert unquote(asked.headers["Content-Location"]) == unquote(address)
        own = {"json_url": ""}
        assert {**asked.json(), **own} == {**response.json(), **own}
        page = client.get(url, headers={"Accept": "text/html, application/json;q=0.9, */*;q=0.8"})
        assert page["Content-Type"].startswith("text/html")
        link = f'<link rel="alternate" type="application/json" href="{address}"'
        if operation != "article-by-id":
            assert link.partition("?")[0] in page.content.decode(), url
        assert client.get(address, headers={"If-None-Match": response["ETag"]}).status_code == 304
        assert page["ETag"] != response["ETag"]
    assert seen == PAGES.keys()


def test_the_numbers_of_the_json_are_those_of_the_page(
    client: Client, sample_pages: SamplePages
) -> None:
    for url in ("/articles/?q=pharmaceutical", "/articles/?count=stories&place=kusong"):
        page, answer = client.get(url).context, client.get(json_address(url)).json()
        assert answer["total"] == page["total"]
        assert answer["notes"] == list(page["notes"])
        assert [(item["page_url"], item["date"]) for item in answer["articles"]] == [
            (f"http://testserver{row.url.partition('?')[0]}", row.iso_date) for row in page["rows"]
        ]
        assert [
            (value["value"], value["count"])
            for facet in answer["facets"]
            for value in facet["values"]
        ] == [(value.value, value.count) for facet in page["facets"] for value in facet.values]
    article = answer["articles"][0]
    text = client.get(article["json_url"]).json()
    for mention in text["mentions"]:
        if mention["span"]:
            start, end = mention["span"]
            assert text["text" if mention["field"] == "body" else "title"][start:end]
    marked = client.get("/articles.json?q=pharmaceutical").json()["articles"][0]
    [start, end] = marked["snippets"][0]["marks"][0]
    assert marked["snippets"][0]["text"][start:end].casefold().startswith("pharmaceutical")


def test_errors_are_json_with_the_sentences_of_the_pages(
    client: Client, sample_pages: SamplePages
) -> None:
    cases = [
        *faults_of(sample_pages).values(),
        ("/articles.json?page=99", 404),
        ("/nothing.json", 404),
        ("/articles.json?page_size=101", 400),
        ("/articles.json?cursor=n.5&sort=oldest", 400),
        (f"/articles.json?cursor={'r..' + 'A' * 9000}", 400),
        ("/articles.json?cursor=n.%00", 400),
        ("/people.json?by=size", 400),
        ("/wanted.json?page=0", 400),
    ]
    for url, status in cases:
        response = client.get(json_address(url))
        answer = response.json()
        assert (response.status_code, answer["status"]) == (status, status), url
        assert response["Access-Control-Allow-Origin"] == "*"
        validator("articles", str(status)).validate(answer)
        if ".json" not in url:
            page = unescape(client.get(url).content.decode())
            assert all(wrong["sentence"] in page for wrong in answer["wrong_values"])
            assert answer["wrong_values"] or answer["message"] in page
    elsewhere = client.get("/articles.json", headers={"Host": "elsewhere.example"})
    assert (elsewhere.status_code, elsewhere.json()["title"]) == (400, "Bad request")
    posted = client.post("/articles.json", {"q": "x"})
    assert (posted.status_code, posted.json()["status"]) == (405, 405)
    asked = client.options("/articles.json")
    assert (asked.status_code, asked["Access-Control-Allow-Methods"]) == (204, "GET, HEAD, OPTIONS")
    assert client.head("/articles.json").content == b""


def test_old_addresses_redirect_to_the_json(client: Client, sample_pages: SamplePages) -> None:
    article = Article.objects.get(pk=sample_pages.usual.pk)
    moves = {
        "/sources/kcna.json": "/sources/kcna-kp.json",
        "/articles.json?source=kcna": "/articles.json?source=kcna-kp",
        f"/articles/{article.pk}/wrong.json": f"/articles/{article.pk}.json",
    }
    for old, new in moves.items():
        response = client.get(old)
        assert (response.status_code, response["Location"]) == (301, new)


@pytest.mark.django_db
def test_the_description_names_every_parameter_once(client: Client) -> None:
    answer = json.loads(client.get("/openapi.json").content)
    assert answer["openapi"] == "3.1.0"
    assert answer["servers"] == [{"url": "http://testserver"}]
    assert len(answer["paths"]) == len(PAGES) - 1 + len(FACETS)
    references = set(re.findall(r'"#/components/schemas/(\w+)"', json.dumps(answer)))
    assert references == answer["components"]["schemas"].keys()
    for path in answer["paths"].values():
        names = [parameter["name"] for parameter in path["get"]["parameters"]]
        assert len(names) == len(set(names))
    parameters: list[Any] = answer["paths"]["/articles.json"]["get"]["parameters"]
    assert {"q", "place", "sort", "cursor", "page_size"} <= {each["name"] for each in parameters}
    assert all(each["description"] for each in parameters)
