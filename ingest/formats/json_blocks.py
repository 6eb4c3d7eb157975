"""The text of a document that an editor keeps as blocks, such as EditorJS, Quill or Slate.

Such a document is a tree of objects. A paragraph is an object with its words, or with a list of
pieces of words, some of them bold or with a link.
"""

import json
from typing import Any

from ingest.formats.json_text import DECODER

# Where the parts of a block stand, in the order in which they are looked for.
_INSIDE = (
    *("root", "blocks", "ops", "children", "content", "nodes", "rich_text", "data", "items"),
    "attributes",
)
_BEGINS = ("blocks", "ops", "children", "content", "nodes")
_WORDS = ("text", "plain_text", "plainText", "insert", "value", "content", "html")
_KINDS = ("type", "_type", "nodeType", "kind", "block_type", "object")
_WITHOUT_WORDS = frozenset(
    (
        *("image", "img", "figure", "photo", "picture", "video", "audio", "embed", "gallery"),
        *("media", "ad", "advertisement", "iframe", "asset", "divider", "delimiter", "hr"),
        *("horizontalrule", "file", "map", "widget", "button", "atomic"),
    )
)
_PIECES = frozenset(
    (
        *("text", "span", "link", "text_link", "textlink", "bold", "italic", "underline", "code"),
        *("strikethrough", "spoiler", "mention", "mention_name", "hashtag", "cashtag", "plain"),
        *("custom_emoji", "bot_command", "email", "phone", "pre", "a", "hyperlink", "strong"),
    )
)
_BLOCKS = frozenset(
    (
        *("paragraph", "p", "heading", "header", "quote", "blockquote", "list", "listitem"),
        *("list-item", "bulleted_list_item", "h1", "h2", "h3", "h4", "unstyled", "block"),
    )
)
# A block with one of these names is one line: its parts are words beside each other.
_LINES = frozenset(
    ("paragraph", "p", "heading", "header", "h1", "h2", "h3", "h4", "unstyled", "block")
)
_BREAKS = frozenset(("hardbreak", "hard_break", "linebreak", "line_break", "br"))
_DEEPEST = 20


def is_document(value: Any) -> bool:
    """Return True for an object that is the text of an article as a tree of blocks."""
    return isinstance(value, dict) and (
        any(isinstance(value.get(name), list) for name in _BEGINS) or is_document(value.get("root"))
    )


def is_block(value: dict[str, Any]) -> bool:
    """Return True for an object that is a paragraph, or some words of one."""
    return _kind(value) in _PIECES or _kind(value) in _BLOCKS


def is_without_words(value: Any) -> bool:
    """Return True for a block that is no part of the text, such as a picture."""
    return isinstance(value, dict) and _kind(value) in _WITHOUT_WORDS


def are_pieces(values: list[Any]) -> bool:
    """Return True for a text that is cut where a link or bold words begin, as Telegram does."""
    return (
        any(isinstance(value, str) for value in values)
        and any(isinstance(value, dict) for value in values)
        and all(isinstance(value, str) or _kind(value) in _PIECES for value in values)
    )


def document_text(value: Any, depth: int = 0, *, is_line: bool = False) -> str:
    """Return the text of a tree of blocks: its paragraphs, with a blank line between them.

    `is_line` is true for what is in a paragraph.
    """
    if isinstance(value, str):
        return value
    if depth > _DEEPEST or is_without_words(value):
        return ""
    if isinstance(value, list):
        is_line = is_line and all(_is_piece(part) or _kind(part) in _BREAKS for part in value)
        parts = [document_text(part, depth + 1, is_line=is_line) for part in value]
        # Pieces of one line have spaces at their ends; paragraphs do not.
        has_spaces = depth > 0 and any(one != one.strip() for one in parts)
        is_line |= has_spaces and all(map(_is_piece, value))
        if is_line or are_pieces(value) or all(map(_is_insert, value)):
            return "".join(parts)
        return "\n\n".join(filter(str.strip, parts))
    if not isinstance(value, dict):
        return ""
    kind = _kind(value)
    if kind in _BREAKS:
        return "\n"
    is_line |= kind in _LINES
    inside = (
        value[name]
        for name in dict.fromkeys((*_INSIDE, kind))
        if isinstance(value.get(name), (dict, list))
    )
    texts = (document_text(part, depth + 1, is_line=is_line) for part in inside)
    inner = next(filter(str.strip, texts), "")
    own = next((value[name] for name in _WORDS if isinstance(value.get(name), str)), "")
    if inner and isinstance(value.get("items"), list):  # an item of a list, and those below it
        return "\n\n".join(filter(None, (own, inner)))
    return inner or own


def text_in_json(text: str) -> str:
    """Return the text of a document that is written as JSON in a value; otherwise the value."""
    if text[:1] not in ("{", "[") or text[-1:] not in ("}", "]"):
        return text
    try:
        value = DECODER.decode(text)
    except (json.JSONDecodeError, RecursionError):
        return text
    is_list = isinstance(value, list) and all(
        isinstance(part, str) or is_document(part) or _kind(part) for part in value
    )
    return (document_text(value) if is_list or is_document(value) else "") or text


def _kind(value: Any) -> str:
    """Return the kind of a block, such as "paragraph"; WordPress writes "core/paragraph"."""
    if not isinstance(value, dict):
        return ""
    names = [value[name] for name in _KINDS if isinstance(value.get(name), str)]
    if isinstance(value.get("name"), str) and value["name"].startswith("core/"):
        names.append(value["name"])
    return names[0].rpartition("/")[2].casefold() if names else ""


def _is_insert(value: Any) -> bool:
    """Return True for some words in a document of Quill, which has line breaks in its words."""
    return isinstance(value, dict) and "insert" in value


def _is_piece(value: Any) -> bool:
    """Return True for words that stand in one line with the words beside them."""
    if not isinstance(value, dict):
        return isinstance(value, str)
    has_parts = any(isinstance(value.get(name), (dict, list)) for name in _INSIDE)
    return _kind(value) in _PIECES or (not _kind(value) and not has_parts)
