"""Which JSON objects are rows, and in which objects and lists rows are.

An object is a row if one of its keys means the text or the title of an article, or if these are in
objects in it: `{"index": {"title": …}, "text": …}`. Objects that only belong to an article, such
as its comments, and objects that hold a list of articles, are no rows.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from ingest.formats.field_names import field_of, is_part_name
from ingest.formats.json_blocks import (
    document_text,
    is_block,
    is_document,
    is_without_words,
)
from ingest.formats.json_columns import is_by_columns
from ingest.formats.json_names import (
    are_versions,
    can_be_collection,
    is_aside,
    is_collection,
    is_conversation,
    is_date,
    is_marked,
    is_part_of_text,
    is_query,
)

DEEPEST = 8
"""Objects and lists that are deeper in each other than this are not searched for rows."""

SPEAKERS = frozenset(("user", "assistant", "system", "tool", "function", "human", "developer"))
"""The roles of people and programs that speak to each other."""

_DEEPEST_NAME = 3  # objects in each other whose values are those of one row
_LONGEST_LABEL = 40
_OWN = frozenset(("title", "url", "date"))
_SPEAKER = frozenset(("from", "sender", "speaker", "user", "author", "role"))
_HEADINGS = frozenset(("heading", "header", "subheading", "head"))
_Names = Mapping[str, str] | None


def is_row(value: Any, said: _Names, depth: int = 0) -> bool:
    """Return True if a value is an object with the text, or at least the title, of an article.

    `depth` is the number of objects and lists around it that were searched before.
    """
    if depth > DEEPEST:
        return False
    if not isinstance(value, dict) or str(value.get("role")) in SPEAKERS or are_labels(value, said):
        return False
    if is_by_columns(value, said) or (is_block(value) and not _own_fields(value, said)):
        return False
    if has_text(value, said, depth):
        return not is_introduction(value, said, depth)
    return has_title(value, said) and not parts_with_rows(value, said, depth)


def has_title(value: dict[str, Any], said: _Names) -> bool:
    """Return True if a key of an object means the title of an article."""
    return any(
        isinstance(part, str) and field_of(name, said) == "title" for name, part in value.items()
    )


def has_text(value: dict[str, Any], said: _Names, depth: int = 0) -> bool:
    """Return True if the text of an article is in an object: as one value, or in parts."""
    return (
        any(
            _is_text(part, said, depth + 1)
            for name, part in value.items()
            if field_of(name, said) == "text"
        )
        or is_divided_row(value, said, depth)
        or bool(parts_of_text(value, said, depth)[1] or only_version(value, said, depth))
    )


def _is_text(value: Any, said: _Names, depth: int) -> bool:
    return (
        isinstance(value, str)
        or (isinstance(value, list) and are_parts(value, said, depth))
        or (
            is_document(value)
            and bool(document_text(value).strip())
            and not parts_with_rows(value, said, depth, least=1)
        )
    )


def are_labels(value: dict[str, Any], said: _Names = None) -> bool:
    """Return True if the values are words of a form, not those of an article: `"date": "Date"`."""
    return any(
        isinstance(part, str)
        and len(part) <= _LONGEST_LABEL
        and field_of(name, said) == "date" == field_of(part)
        for name, part in value.items()
    )


def is_introduction(value: dict[str, Any], said: _Names, depth: int = 0) -> bool:
    """Return True if the text of an object is the introduction of the articles in it.

    An object with a date of its own is an article; then these are articles inside an article.
    """
    return not _has_date(value, said) and bool(inner_articles(value, said, depth))


def _has_date(value: dict[str, Any], said: _Names) -> bool:
    return any(part and field_of(name, said) == "date" for name, part in value.items())


def inner_articles(
    value: dict[str, Any], said: _Names, depth: int = 0, *, least: int = 1
) -> list[str]:
    """Return the names below which an object keeps articles beside its own text.

    `least` is the number of a title, a date and an address that such an article has. With 2, lists
    with any name count.
    """
    return [
        name
        for name, part in value.items()
        if (
            may_hold(name, part, said, depth + 1)
            and (is_collection(name) or (least > 1 and isinstance(part, list)))
            and not is_row(part, said, depth + 1)
            and holds_rows(part, said, depth + 1, least=least)
        )
        or (least > 1 and can_be_collection(name) and holds_whole(part, said))
    ]


def is_divided_row(value: dict[str, Any], said: _Names, depth: int = 0) -> bool:
    """Return True if an object is a row whose title and text are not in the same object.

    `{"article": {"title": …, "text": …}}` is not such a row: its row is the inner object. No list
    in the object may have articles, because they would be lost. A text that the archivist named
    (`--map text=text.ko`) needs no title.
    """
    titles, texts, is_said = set(), set(), False
    lists = []
    for path, part in members_of(value):
        field = field_of(".".join(path), said)
        group = path[0] if len(path) > 1 else ""
        if field == "title" and isinstance(part, str):
            titles.add(group)
        elif field == "text" and _is_text(part, said, depth + len(path)):
            texts.add(group)
            is_said |= bool(group) and "text" in (said or {})
        elif is_collection(path[-1]) and all(
            may_hold(name, part, said, depth + 1) for name in path
        ):
            lists.append(part)
    is_divided = bool(texts) and (is_said or (bool(titles) and texts.isdisjoint(titles)))
    return is_divided and not any(holds_rows(part, said, depth + 1, least=1) for part in lists)


def members_of(
    value: dict[str, Any], path: tuple[str, ...] = ()
) -> Iterator[tuple[list[str], Any]]:
    """Yield the values in an object and in the objects in it, with the names above each."""
    for name, part in value.items():
        is_whole = field_of(name) == "text" and is_document(part)
        if isinstance(part, dict) and len(path) < _DEEPEST_NAME and not is_whole:
            yield from members_of(part, (*path, name))
        else:
            yield [*path, name], part


def are_parts(values: list[Any], said: _Names, depth: int = 0) -> bool:
    """Return True if the values of a list are paragraphs of one text, and not articles.

    A paragraph can be an object, too. An article has a title, an address or a date of its own. An
    object with questions about a text is neither. Texts in several languages are not one text.
    """
    languages = {
        str(one)
        for value in values
        if isinstance(value, dict)
        for name, one in value.items()
        if field_of(name, said) == "language"
    }
    return (
        bool(values)
        and len(languages) < 2
        and not any(
            isinstance(value, dict)
            and not is_without_words(value)
            and not is_block(value)
            and (
                "qas" in value
                or _OWN & {field_of(name, said) for name in value}
                or parts_with_rows(value, said, depth + 1, least=1)
            )
            for value in values
        )
    )


def parts_of_text(value: dict[str, Any], said: _Names, depth: int = 0) -> tuple[str, list[Any]]:
    """Return the parts of a text that is divided into pages, blocks …, and the name above them.

    The list is empty if there are none. Parts with headings are sections of a text. If they have
    titles, they can be articles.
    """
    for name, part in value.items():
        parts = _numbered_parts(part)
        if parts and is_part_of_text(name) and _have_words(parts, said, depth + 1):
            bare = [_without_heading(one) for one in parts] if has_title(value, said) else parts
            if are_parts(bare, said, depth + 1):
                return name, parts
    return "", []


def _without_heading(part: Any) -> Any:
    if not isinstance(part, dict):
        return part
    return {name: one for name, one in part.items() if name.casefold() not in _HEADINGS}


def _numbered_parts(value: Any) -> list[Any]:
    """Return the values of a list, or of an object with numbers as names: `{"1": …, "2": …}`."""
    if isinstance(value, dict) and all(name.isdecimal() for name in value):
        return list(value.values())
    return value if isinstance(value, list) else []


def _have_words(parts: list[Any], said: _Names, depth: int) -> bool:
    """Return True if parts have words of a text; "pages" can be numbers, "sections" names."""
    if all(isinstance(one, str) and len(one) > _LONGEST_LABEL for one in parts):
        return True
    return depth < DEEPEST and any(
        isinstance(one, dict)
        and (has_text(one, said, depth + 1) or (is_block(one) and bool(document_text(one))))
        for one in parts
    )


def only_version(value: dict[str, Any], said: _Names, depth: int = 0) -> dict[str, Any]:
    """Return the only version of an article whose title stands above its versions; {} if none."""
    for name, part in value.items():
        if are_versions(name) and isinstance(part, list) and len(part) == 1:
            (version,) = part
            if isinstance(version, dict) and has_title(value, said) and depth < DEEPEST:
                is_text = has_text(version, said, depth + 1) and not has_title(version, said)
                return version if is_text else {}
    return {}


def parts_with_rows(
    value: dict[str, Any], said: _Names, depth: int = 0, least: int | None = None
) -> list[str]:
    """Return the names of the lists and objects in an object that have rows.

    An object with a title is an article or a collection. Only objects with a title, and with an
    address or a date, are articles in it, unless the name of their list says that they are. An
    object with a date, too, has articles only below such a name.
    """
    if depth > DEEPEST:
        return []
    is_titled = has_title(value, said)
    is_dated = is_titled and _has_date(value, said)
    names = []
    for name, part in value.items():
        is_read = may_hold(name, part, said, depth + 1) or (
            not is_titled and can_be_collection(name) and holds_whole(part, said)
        )
        if not is_read or is_talk(value, name):
            continue
        is_sure = holds_articles(name) or _are_holders(name, part, said, depth + 1)
        is_sure |= isinstance(part, dict) and is_part_name(name)
        if is_dated and not is_sure:
            continue
        own = max(least or 0, 1) if is_dated else least
        if is_marked(name) or (is_titled and not is_sure):
            own = max(least or 0, 2)
        if holds_rows(part, said, depth + 1, least=own):
            names.append(name)
    return names


def _are_holders(name: str, part: Any, said: _Names, depth: int) -> bool:
    """Return True for the pages or sections of a newspaper, in which lists of articles are."""
    return is_part_of_text(name) and not any(
        is_row(one, said, depth + 1) for one in _numbered_parts(part)
    )


def is_talk(value: dict[str, Any], name: str) -> bool:
    """Return True if people speak to each other below a name. A channel only tells its news."""
    part = value[name]
    return (
        is_conversation(name)
        and isinstance(part, list)
        and "channel" not in str(value.get("type"))
        and any(isinstance(one, dict) and not _SPEAKER.isdisjoint(one) for one in part)
    )


def names_to_read(value: dict[str, Any], said: _Names) -> set[str]:
    """Return the names of the lists and objects in an object whose rows are read or rejected.

    If there are articles with texts, other objects beside them are not told as rejected rows,
    because they say something of the answer of a program, or of the feed. But in an object of
    articles with their ids as keys, everything is told.
    """
    names = set(parts_with_rows(value, said))
    whole = {name for name in names if holds_rows(value[name], said, least=0)}
    if not whole:
        every = {name for name, part in value.items() if may_hold(name, part, said)}
        return names or {name for name in every if not is_talk(value, name)}
    is_keyed = any(is_row(value[name], said) and not is_part_name(name) for name in whole)
    whole |= {name for name in names if can_be_collection(name)}
    told = {
        name
        for name, part in value.items()
        if may_hold(name, part, said)
        and (
            is_keyed and not (is_part_name(name) or is_marked(name) or name[:1] in "_$@")
            if isinstance(part, dict)
            else isinstance(part[0], dict) and holds_articles(name)
        )
    }
    return whole | told


def holds_articles(name: str) -> bool:
    """Return True for the name of a list of articles: "articles", a day, a number."""
    return is_collection(name) or name.isdecimal() or is_date(name)


def may_hold(name: str, part: Any, said: _Names, depth: int = 0) -> bool:
    """Return False for a value in which no articles are, whatever it looks like."""
    if not isinstance(part, (dict, list)) or not part or is_aside(name):
        return False
    if isinstance(part, dict) and is_query(name) and is_row(part, said, depth):
        return False
    is_divided = is_part_of_text(name) or (
        isinstance(part, list) and field_of(name, said) == "text"
    )
    return not (is_divided and are_parts(_numbered_parts(part), said, depth))


def holds_rows(value: Any, said: _Names, depth: int = 0, *, least: int | None = None) -> bool:
    """Return True if a value is a row, or an object or list that contains rows.

    With `least`, a row counts only if it has a text, and this number of a title, a date and an
    address.
    """
    if depth > DEEPEST or not isinstance(value, (dict, list)):
        return False
    if isinstance(value, list):
        return any(holds_rows(part, said, depth + 1, least=least) for part in value)
    if is_row(value, said, depth):
        return least is None or (
            has_text(value, said, depth) and len(_own_fields(value, said)) >= least
        )
    return is_by_columns(value, said) or bool(parts_with_rows(value, said, depth, least))


def holds_whole(value: Any, said: _Names) -> bool:
    """Return True for a list of articles with title, date and text of their own.

    They are articles also below a name such as "press_reviews", which is usual for comments.
    """
    return isinstance(value, list) and any(
        isinstance(one, dict)
        and has_title(one, said)
        and _has_date(one, said)
        and any(
            isinstance(part, str) and field_of(name, said) == "text" for name, part in one.items()
        )
        for one in value
    )


def _own_fields(value: dict[str, Any], said: _Names) -> frozenset[str]:
    return _OWN & {field_of(".".join(path), said) for path, part in members_of(value) if part}
