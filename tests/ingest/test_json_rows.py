"""Tests of which objects of a JSON text are articles, and what their values are.

Each case has a JSON value, and the articles in it: title, date, source and paragraphs, or the
reason why a row is rejected.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from ingest import Rejection, parse_rows
from ingest.formats.containers import entries
from ingest.formats.entry import Entry, PassedOver

TEXT = "The ferry of the village was painted blue by the boatmen."
OTHER = "The gate of the park was shut by the gardeners in the evening."
FIRST = {"title": "Ferry Painted", "date": "2024-05-06", "source": "Mill Gazette", "text": TEXT}
SECOND = {"title": "Gate Shut", "date": "2024-05-07", "source": "Mill Gazette", "text": OTHER}
BARE = {"title": "Ferry Painted", "date": "2024-05-06", "source": "Mill Gazette"}
FERRY = ("Ferry Painted", "2024-05-06", "Mill Gazette", [TEXT])
GATE = ("Gate Shut", "2024-05-07", "Mill Gazette", [OTHER])
WHOLE = ("Ferry Painted", "2024-05-06", "Mill Gazette", [TEXT, OTHER])
UNDATED = ("Ferry Painted", None, "Mill Gazette", [TEXT])
AFTER = TEXT.removeprefix("The ferry")
PIECES = [{"text": "The "}, {"text": "ferry", "bold": True}, {"text": AFTER}]
PAGES = [{"page": 1, "text": TEXT}, {"page": 2, "text": OTHER}]

Expected = list[Any]


def found_in(text: str, tmp_path: Path, name: str = "news.json") -> Expected:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    found: Expected = []
    for _, result in parse_rows(path):
        if isinstance(result, Rejection):
            found.append(result.reason)
            continue
        (article,) = result.parsed.articles
        names = ("title", "published", "source")
        values = [article.fields[name].value if name in article.fields else None for name in names]
        if any(problem.code == "title-missing" for problem in article.problems):
            values[0] = None
        found.append((*values, [paragraph.text for paragraph in article.paragraphs]))
    return found


def without(*names: str, **more: Any) -> dict[str, Any]:
    """Return the first article without some values, and with others."""
    return {name: part for name, part in FIRST.items() if name not in names} | more


PARTS_OF_ARTICLES: dict[str, tuple[Any, Expected]] = {
    "comments": ([BARE | {"body": None, "comments": [{"text": "I liked it."}]}], ["empty"]),
    "comments-with-dates": (
        [
            {
                "date": "2024-05-06",
                "comments": [{"title": "Re", "text": OTHER, "date": "2024-05-07"}],
            }
        ],
        ["row-unreadable"],
    ),
    "reader-comments": ([FIRST | {"reader_comments": [SECOND]}], [FERRY]),
    "related": ([BARE | {"body": None, "related": [{"title": "Gate", "text": OTHER}]}], ["empty"]),
    "related-whole": ([BARE | {"relatedArticles": [SECOND | {"url": "http://e.org"}]}], ["empty"]),
    "unknown-list": ([BARE | {"also": [{"title": "Gate", "text": OTHER}]}], ["empty"]),
    "quotation": ([BARE | {"quote": {"text": OTHER}}], ["empty"]),
    "pages": ([BARE | {"pages": PAGES}], [WHOLE]),
    "pages-alone": ({"pages": PAGES}, [(None, None, None, [TEXT, OTHER])]),
    "pages-of-text": ([BARE | {"text": None, "ocr_pages": PAGES}], [WHOLE]),
    "pages-beside-text": ([FIRST | {"pages": PAGES}], [FERRY]),
    "pages-of-newspaper": (
        {"issues": [{"date": "2024-05-06", "pages": [{"page": 1, "articles": [without("date")]}]}]},
        [FERRY],
    ),
    "pages-of-web": (
        {"title": "Crawl", "pages": [FIRST | {"url": "http://e.org/1"}, SECOND]},
        [FERRY, GATE],
    ),
    "blocks-with-image": (
        [
            BARE
            | {
                "body": [
                    {"type": "paragraph", "text": TEXT},
                    {"type": "image", "url": "http://e.org/x.jpg", "caption": "A ferry"},
                    {"type": "paragraph", "text": OTHER},
                ]
            }
        ],
        [WHOLE],
    ),
    "content-elements": (
        [
            BARE
            | {
                "content_elements": [
                    {"_id": "A", "type": "text", "content": f"<p>{TEXT}</p>"},
                    {"_id": "B", "type": "image", "caption": "A ferry"},
                    {"_id": "C", "type": "text", "content": f"<p>{OTHER}</p>"},
                ]
            }
        ],
        [WHOLE],
    ),
    "sections-of-article": (
        [BARE | {"sections": [{"heading": "Blue", "text": TEXT}]}],
        [("Ferry Painted", "2024-05-06", "Mill Gazette", ["Blue", TEXT])],
    ),
    "sections-of-newspaper": (
        {"date": "2024-05-06", "sections": [{"name": "Ports", "articles": [without("date")]}]},
        [FERRY],
    ),
    "annotations": (
        [{"data": FIRST, "annotations": [{"result": [{"value": {"text": "ferry"}}]}]}],
        [FERRY],
    ),
    "entities": ([FIRST | {"text": None, "entities": [{"text": "Kim", "type": "P"}]}], ["empty"]),
    "chat": ({"messages": [{"role": "user", "content": TEXT}]}, ["row-unreadable"]),
    "answers": ([{"title": "Ferry", "question": "Who?", "answers": {"text": [TEXT]}}], ["empty"]),
    "squad": (
        {"data": [{"title": "F", "paragraphs": [{"context": TEXT, "qas": [{"id": "1"}]}]}]},
        ["empty"],
    ),
    "query": ({"query": {"text": "ferry", "from": "2024-01-01"}, "results": [FIRST]}, [FERRY]),
    "highlight": (
        {"hits": {"hits": [{"_source": FIRST, "highlight": {"text": ["a <em>ferry</em>"]}}]}},
        [FERRY],
    ),
    "highlighting": (
        {"response": {"docs": [FIRST]}, "highlighting": {"1": {"text": ["a <em>ferry</em>"]}}},
        [FERRY],
    ),
    "embedded": (
        [
            {
                "date": "2024-05-06T01:00:00",
                "title": {"rendered": "Ferry Painted"},
                "content": {"rendered": f"<p>{TEXT}</p>", "protected": False},
                "_embedded": {
                    "author": [{"name": "Ann", "description": ""}],
                    "replies": [[{"date": "2024-06-01", "content": {"rendered": OTHER}}]],
                },
            }
        ],
        [("Ferry Painted", "2024-05-06", None, [TEXT])],
    ),
    "included": ({"data": [{"attributes": FIRST}], "included": [{"attributes": SECOND}]}, [FERRY]),
    "introduction": (
        {"title": "My ferries", "text": "All that I found.", "articles": [FIRST, SECOND]},
        [FERRY, GATE],
    ),
    "introduction-above-texts": (
        {"title": "My ferries", "url": "http://e.org", "text": "All.", "items": [without("title")]},
        [(None, "2024-05-06", "Mill Gazette", [TEXT])],
    ),
    "articles-in-article": ([FIRST | {"articles": [SECOND]}], [FERRY]),
    "items-of-a-list": ([FIRST | {"items": [{"text": "A bullet."}]}], [FERRY]),
    "feed-with-title": ({"title": "Feed", "url": "http://e.org", "items": [FIRST]}, [FERRY]),
    "collection-by-day": ({"title": "Feed", "2024-05-06": [without("date")]}, [FERRY]),
}

COLUMNS: dict[str, tuple[Any, Expected]] = {
    "lists": ({name: [FIRST[name], SECOND[name]] for name in FIRST}, [FERRY, GATE]),
    "lists-below-a-key": (
        {"train": {name: [FIRST[name], SECOND[name]] for name in FIRST}},
        [FERRY, GATE],
    ),
    "lists-and-a-value": (
        {"source": "Mill Gazette"}
        | {name: [FIRST[name], SECOND[name]] for name in ("title", "date", "text")},
        [FERRY, GATE],
    ),
    "objects": ({name: {"0": FIRST[name], "1": SECOND[name]} for name in FIRST}, [FERRY, GATE]),
    "split": (
        {"columns": list(FIRST), "index": [0, 1], "data": [list(FIRST.values())]},
        [FERRY],
    ),
    "unequal": ({"title": ["A", "B"], "text": [TEXT, OTHER, TEXT]}, ["row-unreadable"]),
    "texts-and-labels": (
        {"text": [TEXT, OTHER], "label": [0, 1]},
        [(None, None, None, [TEXT]), (None, None, None, [OTHER])],
    ),
    "one-title-in-a-list": (BARE | {"title": ["Ferry Painted"], "text": [TEXT, OTHER]}, [WHOLE]),
    "tags": (FIRST | {"text": [TEXT, OTHER], "tags": ["ports", "ferries"]}, [WHOLE]),
}

KEYS: dict[str, tuple[Any, Expected]] = {
    "numbers-like-years": ({"2011": without("date"), "2012": without("date")}, [UNDATED] * 2),
    "number-and-shared-value": (
        {"source": "Mill Gazette", "2011": without("date", "source")},
        [UNDATED],
    ),
    "year-over-a-list": (
        {"2011": [without("date")]},
        [("Ferry Painted", "2011", "Mill Gazette", [TEXT])],
    ),
    "year-over-an-object-of-articles": (
        {"2011": {"a": without("date")}},
        [("Ferry Painted", "2011", "Mill Gazette", [TEXT])],
    ),
    "month-over-an-article": ({"2011-03": without("date")}, [UNDATED]),
    "day-over-an-article": ({"2024-05-06": without("date")}, [FERRY]),
    "crawled": ({"crawled": {"2025-03-01": [without("date")]}}, [UNDATED]),
    "retrieved-by-day": ({"retrieved_on": {"2025-03-01": without("date")}}, [UNDATED]),
    "updated": ({"updated": [{"date": "2025-03-01", "articles": [without("date")]}]}, [UNDATED]),
    "answer": ({"timestamp": 1735689600, "articles": [without("date")]}, [UNDATED]),
    "day-and-articles": ({"date": "2024-05-06", "articles": [without("date")]}, [FERRY]),
}

BESIDE_ARTICLES: dict[str, tuple[Any, Expected]] = {
    "schema": ({"schema": {"fields": [{"name": "title", "type": "s"}]}, "data": [FIRST]}, [FERRY]),
    "shards": (
        {"took": 5, "_shards": {"total": 1}, "hits": {"hits": [{"_source": FIRST}]}},
        [FERRY],
    ),
    "feed": ({"feed": {"title": "Feed", "url": "http://e.org"}, "items": [FIRST]}, [FERRY]),
    "meta": ({"data": [FIRST], "meta": {"pagination": {"page": 1}}}, [FERRY]),
    "meta-of-export": (
        {"meta": {"title": "Export", "date": "2025-03-01"}, "data": [without("date")]},
        [UNDATED],
    ),
    "header": (
        {"responseHeader": {"status": 0}, "response": {"docs": [FIRST, SECOND]}},
        [FERRY, GATE],
    ),
    "lists": ({"tags": [{"name": "ports"}], "articles": [FIRST]}, [FERRY]),
    "article-without-text": ({"a1": FIRST, "a2": {"title": "Gate Shut"}}, [FERRY, "empty"]),
    "object-without-text": ({"a1": FIRST, "a2": {"foo": "bar"}}, [FERRY, "row-unreadable"]),
    "day-without-texts": (
        {"2024-05-06": [without("date")], "2024-05-07": [{"title": "Gate Shut"}]},
        [FERRY, "empty"],
    ),
    "header-in-a-list": (
        ["header", FIRST, None, SECOND],
        ["row-unreadable", FERRY, "row-unreadable", GATE],
    ),
    "objects-as-texts": ([json.dumps(FIRST), json.dumps(SECOND)], [FERRY, GATE]),
    "labels": ({"title": "News", "text": "Search in all", "date": "Date"}, ["row-unreadable"]),
}

VALUES: dict[str, tuple[Any, Expected]] = {
    "true-is-no-date": ([without("date", published=True, publishedAt="2024-05-06")], [FERRY]),
    "feedly": (
        {
            "title": "Mill Gazette",
            "updated": 1735689600000,
            "items": [
                {
                    "title": "Ferry Painted",
                    "published": 1714964400000,
                    "origin": {"title": "Mill Gazette", "htmlUrl": "http://e.org"},
                    "summary": {"content": f"<p>{TEXT}</p>", "direction": "ltr"},
                }
            ],
        },
        [FERRY],
    ),
    "guardian": (
        {
            "response": {
                "results": [
                    {
                        "webPublicationDate": "2024-05-06T08:00:00Z",
                        "webTitle": "Ferry Painted",
                        "fields": {
                            "headline": "Ferry Painted",
                            "bodyText": TEXT,
                            "publication": "Mill Gazette",
                        },
                    }
                ]
            }
        },
        [FERRY],
    ),
    "title-in-object": ([without(title={"main": "Ferry Painted", "sub": "Blue"})], [FERRY]),
    "title-with-own-text": (
        {"title": "My archive", "data": FIRST},
        [FERRY],
    ),
    "versions": (
        [{"title": "Ferry Painted", "source": "Mill Gazette", "versions": [without("title")]}],
        [FERRY],
    ),
    "several-versions": ([BARE | {"versions": [without("title"), {"text": OTHER}]}], ["empty"]),
    "source-in-object": ([without(source={"id": None, "name": "Mill Gazette"})], [FERRY]),
    "text-and-null": ([FIRST | {"body": None}], [FERRY]),
    "editorjs": (
        [
            without(
                text={
                    "time": 1,
                    "blocks": [
                        {"type": "paragraph", "data": {"text": TEXT}},
                        {"type": "image", "data": {"caption": "A ferry"}},
                        {"type": "list", "data": {"items": [OTHER]}},
                    ],
                }
            )
        ],
        [WHOLE],
    ),
    "editorjs-as-text": (
        [without(text=json.dumps({"blocks": [{"type": "paragraph", "data": {"text": TEXT}}]}))],
        [FERRY],
    ),
    "quill": ([without(text={"ops": [{"insert": "The ferry"}, {"insert": AFTER}]})], [FERRY]),
    "draft": ([without(text={"blocks": PAGES, "entityMap": {}})], [WHOLE]),
    "slate": (
        [without(text=[{"type": "p", "children": PIECES}, {"type": "p", "children": PAGES[1:]}])],
        [WHOLE],
    ),
    "tiptap": (
        [
            without(
                text={
                    "type": "doc",
                    "content": [
                        {"type": "paragraph", "content": [{"type": "text", "text": TEXT}]},
                        {"type": "paragraph", "content": [{"type": "text", "text": OTHER}]},
                    ],
                }
            )
        ],
        [WHOLE],
    ),
    "contentful": (
        {
            "items": [
                {
                    "sys": {"id": "1", "createdAt": "2025-01-01T00:00:00Z"},
                    "fields": without(
                        text={
                            "nodeType": "document",
                            "content": [{"nodeType": "paragraph", "content": [{"value": TEXT}]}],
                        }
                    ),
                }
            ],
            "includes": {"Asset": [{"fields": {"title": "A picture"}}]},
        },
        [FERRY],
    ),
    "notion": (
        [without(text=[{"type": "paragraph", "paragraph": {"rich_text": [{"plain_text": TEXT}]}}])],
        [FERRY],
    ),
    "lexical": (
        [without(text={"root": {"children": [{"type": "paragraph", "children": PIECES}]}})],
        [FERRY],
    ),
    "telegram": (
        {
            "name": "Ferries",
            "messages": [without(text=["The ", {"type": "bold", "text": "ferry"}, AFTER])],
        },
        [FERRY],
    ),
}

CASES = {
    f"{kind}-{name}": case
    for kind, cases in (
        ("part", PARTS_OF_ARTICLES),
        ("columns", COLUMNS),
        ("key", KEYS),
        ("beside", BESIDE_ARTICLES),
        ("value", VALUES),
    )
    for name, case in cases.items()
}


@pytest.mark.parametrize(("value", "expected"), CASES.values(), ids=CASES)
def test_the_articles_of_a_json_value_are_read(
    value: Any, expected: Expected, tmp_path: Path
) -> None:
    assert found_in(json.dumps(value), tmp_path) == expected


@pytest.mark.parametrize("value", [case[0] for case in CASES.values()], ids=CASES)
def test_each_article_of_a_json_value_can_be_read_alone(value: Any, tmp_path: Path) -> None:
    path, alone = tmp_path / "news.json", tmp_path / "alone"
    path.write_text(json.dumps(value))
    for entry in entries(str(path)):
        if isinstance(entry, Entry) and not isinstance(entry.content, Rejection):
            assert entry.content.data is not None
            alone.write_bytes(entry.content.data)
            (again,) = (found for found in entries(str(alone)) if isinstance(found, Entry))
            assert again.content == entry.content


def test_articles_are_numbered_without_what_stands_beside_them(tmp_path: Path) -> None:
    path = tmp_path / "news.json"
    path.write_text(json.dumps({"_shards": {"total": 1}, "meta": {"a": 1}, "hits": [FIRST]}))
    assert [place for place, _ in parse_rows(path)] == ["row 1 (hits)"]


def test_lines_of_a_bulk_import_are_no_rows(tmp_path: Path) -> None:
    lines = (f'{{"index": {{"_id": "{n}"}}}}\n{json.dumps(FIRST)}\n' for n in range(2))
    assert found_in("".join(lines), tmp_path, "bulk.jsonl") == [FERRY, FERRY]


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ({"title": "All", "text": "All that I found.", "articles": [FIRST]}, "text above articles"),
        ([FIRST | {"articles": [SECOND]}], "articles inside an article"),
    ],
)
def test_a_text_or_article_that_is_not_read_is_told(value: Any, kind: str, tmp_path: Path) -> None:
    path = tmp_path / "news.json"
    path.write_text(json.dumps(value))
    found = entries(str(path))
    assert kind in [part.reason for part in found if isinstance(part, PassedOver)]
