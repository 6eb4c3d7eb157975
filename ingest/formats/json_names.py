"""What the name of an object or list in JSON says about the articles in it.

A name can have several words: "reader_comments", "relatedArticles", "text blocks".
"""

from functools import lru_cache

from ingest.dates import read_partial_date
from ingest.formats.field_names import field_of, name_key

# Objects below these names speak of an article, or come from its readers. They are no articles.
_ASIDE = frozenset(
    (
        *("comment", "comments", "reply", "replies", "reviews", "reactions", "댓글", "评论"),
        *("related", "recommended", "recommendations", "similar", "included", "includes"),
        *("suggested", "teaser", "teasers", "discussion", "discussions", "responses"),
        *("annotation", "annotations", "prediction", "predictions", "answer", "answers", "qas"),
        *("facets", "aggregations", "suggest", "suggestions", "spellcheck"),
    )
)
_OF_READERS = frozenset(("comment", "comments", "reply", "replies", "reactions", "댓글", "评论"))
# The same for the last word of a name.
_PEOPLE_AND_PICTURES = frozenset(
    (
        *("author", "authors", "user", "users", "creator", "creators", "contributors", "tags"),
        *("image", "images", "photo", "photos", "video", "videos", "attachments", "enclosures"),
    )
)
_QUERY = frozenset(("query", "request", "params", "filter", "filters", "search"))
# Objects with the last of their words here are found words, or parts of an article.
_MARKED = frozenset(
    ("highlight", "highlights", "highlighting", "spans", "tokens", "entities", "mentions")
)
_COLLECTION = frozenset(
    (
        *("article", "articles", "item", "items", "entry", "entries", "result", "results"),
        *("doc", "docs", "document", "documents", "record", "records", "row", "rows", "data"),
        *("post", "posts", "news", "story", "stories", "hits", "response", "value", "values"),
        *("node", "nodes", "edges", "list", "objects", "collection", "messages", "statuses"),
        *("tweets", "channel", "feed", "rss", "payload", "기사", "기사목록", "文章", "新闻"),
    )
)
# Words that can stand beside one of a collection: "all_articles", "list of articles".
_BESIDE = frozenset(("all", "the", "of", "my", "day", "daily", "today", "saved", "full", "main"))
_PARTS_OF_TEXT = frozenset(
    (
        *("pages", "blocks", "sections", "segments", "chunks", "sentences"),
        *("lines", "parts", "fragments", "slides", "elements", "paras"),
    )
)
_CONVERSATION = frozenset(
    ("messages", "chat", "conversation", "conversations", "dialogue", "turns", "utterances")
)
_SAVING = frozenset(
    (
        *("crawl", "crawled", "crawls", "scrape", "scraped", "scrapes", "retrieved", "saved"),
        *("fetched", "downloaded", "downloads", "accessed", "captured", "captures", "archived"),
        *("snapshot", "snapshots", "backup", "backups", "dump", "dumps", "export", "exports"),
        *("exported", "imported", "imports", "harvested", "indexed", "updated", "modified"),
    )
)


@lru_cache(maxsize=4_000)
def _words(name: str) -> tuple[str, ...]:
    return tuple(name_key(name).split()) or ("",)


@lru_cache(maxsize=4_000)
def is_date(name: str) -> bool:
    """Return True for a day, month or year."""
    return bool(read_partial_date(name))


def is_aside(name: str) -> bool:
    """Return True if no object below this name is an article: comments, related articles."""
    words = _words(name)
    return words[-1] in _PEOPLE_AND_PICTURES or not _ASIDE.isdisjoint(words)


def can_be_collection(name: str) -> bool:
    """Return True if articles can be below a name of which `is_aside` is true.

    A name such as "press_reviews" can be that of a column. Comments always come from readers.
    """
    return is_aside(name) and _words(name)[-1] not in _OF_READERS


def is_query(name: str) -> bool:
    """Return True for the name of the words that were searched for."""
    return _words(name)[-1] in _QUERY


def is_marked(name: str) -> bool:
    """Return True for the name of words that a program marked in a text."""
    return _words(name)[-1] in _MARKED


def is_collection(name: str) -> bool:
    """Return True for the name of articles that are kept together: "articles", "news items".

    Other words can say that these are further articles: "more_stories", "previous_article".
    """
    words = _words(name)
    return words[-1] in _COLLECTION and _COLLECTION.union(_BESIDE).issuperset(words)


def is_part_of_text(name: str) -> bool:
    """Return True for the name of the parts into which a text is divided: "pages", "blocks"."""
    return _words(name)[-1] in _PARTS_OF_TEXT


def is_answer(name: str) -> bool:
    """Return True for the name of the moment at which a program answered, or a feed was made."""
    return name_key(name).replace(" ", "") in ("timestamp", "datetime", "pubdate")


def is_conversation(name: str) -> bool:
    """Return True for the name of what people say to each other."""
    return _words(name)[-1] in _CONVERSATION


def are_versions(name: str) -> bool:
    """Return True for the name of the versions of one article."""
    return _words(name)[-1] in ("versions", "revisions")


def is_of_saving(name: str) -> bool:
    """Return True if the dates below this name are those of saving or changing articles."""
    return field_of(name) == "saved" or not _SAVING.isdisjoint(_words(name))
