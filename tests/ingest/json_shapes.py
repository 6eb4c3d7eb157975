"""Cases for `test_json_rows`: columns, keys, what stands beside articles, and values."""

import json

from tests.ingest.json_parts import (
    AFTER,
    BARE,
    FERRY,
    FIRST,
    GATE,
    OTHER,
    PAGES,
    PIECES,
    SECOND,
    TEXT,
    UNDATED,
    WHOLE,
    Cases,
    without,
)

COLUMNS: Cases = {
    "table-in-article": ([FIRST | {"columns": ["boat", "length"], "rows": [["A", 3]]}], [FERRY]),
    "table-beside-articles": (
        {"headers": ["boat", "length"], "rows": [["A", 3]], "articles": [FIRST]},
        [FERRY],
    ),
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

KEYS: Cases = {
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

BESIDE_ARTICLES: Cases = {
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
    "described-articles": ({"_meta": {"count": 1}, "a1": FIRST}, [FERRY]),
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

VALUES: Cases = {
    "text-in-article": (
        [
            BARE | {"text": "Share Tweet Print", "article": f"{TEXT} {OTHER}"},
            BARE | {"article": f"{TEXT} {OTHER}"},
            BARE | {"content": f"{TEXT[:40]}…", "description": f"{TEXT} {OTHER}"},
            FIRST | {"article": f"{OTHER} {TEXT}", "description": f"{TEXT} {OTHER}"},
            BARE | {"text": "Share Tweet Print", "description": f"{TEXT} {OTHER}"},
        ],
        [*[(*FERRY[:3], [f"{TEXT} {OTHER}"])] * 3, FERRY, "not-an-article"],
    ),
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
    "content-and-summary": (
        [without("text", content={"content": TEXT}, summary={"content": "A ferry"})],
        [FERRY],
    ),
    "content-encoded": (
        {
            "rss": {
                "channel": {"title": "F", "item": [without("text", **{"content:encoded": TEXT})]}
            }
        },
        [FERRY],
    ),
    "dates-in-object": (
        [without("date", dates={"crawled": "2025-01-01", "published": "2024-05-06"})],
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
    "quill-with-bold-words": (
        [
            without(
                text={
                    "ops": [
                        {"insert": "The "},
                        {"insert": "ferry", "attributes": {"bold": True}},
                        {"insert": AFTER},
                    ]
                }
            )
        ],
        [FERRY],
    ),
    "pieces-of-words": (
        [
            without(
                text={
                    "type": "doc",
                    "content": [
                        {
                            "type": "paragraph",
                            "content": [
                                {"type": "text", "text": TEXT[:5]},
                                {"type": "text", "text": TEXT[5:12], "marks": [{"type": "bold"}]},
                                {"type": "text", "text": TEXT[12:]},
                                {"type": "hardBreak"},
                                {"type": "text", "text": OTHER},
                            ],
                        },
                    ],
                }
            )
        ],
        [WHOLE],
    ),
    "list-in-list": (
        [without(text={"blocks": [{"data": {"items": [{"content": TEXT, "items": [OTHER]}]}}]})],
        [WHOLE],
    ),
    "draft-with-data": (
        [
            without(
                text={
                    "blocks": [
                        {"text": TEXT, "type": "unstyled", "entityRanges": [], "data": {}},
                        {"text": OTHER, "type": "unstyled", "entityRanges": [], "data": {}},
                    ],
                    "entityMap": {},
                }
            )
        ],
        [WHOLE],
    ),
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
