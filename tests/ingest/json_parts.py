"""Cases for `test_json_rows`: articles, their parts, and objects beside them that are none."""

from typing import Any

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

Cases = dict[str, tuple[Any, list[Any]]]


def without(*names: str, **more: Any) -> dict[str, Any]:
    """Return the first article without some values, and with others."""
    return {name: part for name, part in FIRST.items() if name not in names} | more


PARTS_OF_ARTICLES: Cases = {
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
    "more-stories": ([BARE | {"more_stories": [SECOND | {"url": "http://e.org"}]}], ["empty"]),
    "next-article": ([FIRST | {"previous_article": SECOND}], [FERRY]),
    "next-article-without-date": (
        [without("date", next_article=SECOND)],
        [("Ferry Painted", None, "Mill Gazette", [TEXT])],
    ),
    "teasers": ([{"date": "2024-05-06", "teasers": [without("date")]}], ["row-unreadable"]),
    "posts-of-readers": ([BARE | {"posts": [{"text": OTHER}]}], ["empty"]),
    "numbered-pages": ([BARE | {"pages": {"1": {"text": TEXT}, "2": {"text": OTHER}}}], [WHOLE]),
    "pages-as-texts": ([BARE | {"pages": [TEXT, OTHER]}], [WHOLE]),
    "numbers-of-pages": ([FIRST | {"text": None, "pages": ["1", "2"]}], ["empty"]),
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
    "pages-with-titles": (
        [BARE | {"pages": [{"title": "A", "text": TEXT}, {"title": "B", "text": OTHER}]}],
        ["empty"],
    ),
    "front-page": (
        [BARE | {"front_page": [{"title": "A", "text": TEXT}], "back_page": [SECOND]}],
        ["empty"],
    ),
    "texts-in-languages": (
        [BARE | {"text": [{"lang": "en", "value": TEXT}, {"lang": "ko", "value": OTHER}]}],
        ["empty"],
    ),
    "blocks-of-wordpress": (
        [
            BARE
            | {
                "blocks": [
                    {"name": "core/paragraph", "attributes": {"content": TEXT}},
                    {"name": "core/image", "attributes": {"url": "http://e.org/x.jpg"}},
                    {"name": "core/paragraph", "attributes": {"content": OTHER}},
                ]
            }
        ],
        [WHOLE],
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
    "structured-data": (
        [
            {
                "title": {"rendered": "Ferry Painted"},
                "date": "2024-05-06",
                "content": {"rendered": TEXT},
                "head": {
                    "schema": {"@graph": [{"headline": "X", "articleBody": "Y", "date": "Z"}]}
                },
            }
        ],
        [("Ferry Painted", "2024-05-06", None, [TEXT])],
    ),
    "graph": ({"@graph": [{"@type": "WebSite", "url": "http://e.org"}, FIRST]}, [FERRY]),
    "newspaper-with-title": (
        {"title": "Mill Gazette", "date": "2024-05-06", "pages": [{"articles": [without("date")]}]},
        [FERRY],
    ),
    "link-among-paragraphs": (
        [
            BARE
            | {
                "content": [
                    {"type": "text", "text": TEXT},
                    {"type": "link", "url": "http://e.org", "text": OTHER},
                ]
            }
        ],
        [WHOLE],
    ),
    "forms-of-one-text": (
        [
            BARE
            | {
                "body": [
                    {
                        "value": f"<p>{TEXT}</p><p>{OTHER}</p>",
                        "format": "basic_html",
                        "processed": f"<p>{TEXT}</p><p>{OTHER}</p>",
                        "summary": "A ferry.",
                    }
                ]
            },
            BARE
            | {"paragraphs": [{"html": f"<p>{one}</p>", "text": one} for one in (TEXT, OTHER)]},
            BARE | {"body": [["p", TEXT], ["p", OTHER]]},
            BARE | {"paragraphs": [{"ko": TEXT, "en": OTHER}]},
        ],
        [WHOLE] * 4,
    ),
    "paragraphs-below-a-key": (
        {"date": "2024-05-06", "leaf": [{"type": "paragraph", "text": TEXT}]},
        ["row-unreadable"],
    ),
    "talk": (
        {"name": "Ann", "type": "personal_chat", "messages": [{"from": "Ann", "text": TEXT}]},
        ["row-unreadable"],
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
