"""What is said of JSON that is not read: why a value is no row, and texts beside articles."""

from collections.abc import Container, Mapping
from typing import Any

from ingest.formats.field_names import field_of
from ingest.formats.json_names import can_be_collection
from ingest.formats.json_objects import (
    SPEAKERS,
    are_labels,
    has_title,
    is_talk,
    members_of,
)

_SHORTEST_TEXT = 40  # letters; a shorter one is the caption of a picture
_Names = Mapping[str, str] | None


def lists_not_read(value: dict[str, Any], read: Container[str], said: _Names) -> list[str]:
    """Return the names of lists that have titles and texts, but stand below names of other things.

    Such a list is below "videos" or "related". `read` are the names whose rows are read.
    """
    return [
        name
        for name, part in value.items()
        if name not in read
        and can_be_collection(name)
        and isinstance(part, list)
        and any(isinstance(one, dict) and _has_both(one, said) for one in part)
    ]


def _has_both(value: dict[str, Any], said: _Names) -> bool:
    return has_title(value, said) and any(
        isinstance(part, str) and len(part) >= _SHORTEST_TEXT and field_of(name, said) == "text"
        for name, part in value.items()
    )


def why_no_row(value: dict[str, Any] | list[Any]) -> str:
    """Return why an object or list that is not empty is no row, with advice."""
    if isinstance(value, list):
        names = [str(one) for one in value]
        orient = " Save the table with the names of its columns in each row (in pandas:"
        orient += ' to_json(orient="records")).'
        return f"It is a list of values without names ({', '.join(names)[:80]}).{orient}"
    if all(name.isdecimal() and isinstance(part, str) for name, part in value.items()):
        return (
            "It is one column of a table. Save the table row by row (in pandas:"
            ' to_json(orient="records")).'
        )
    if str(value.get("role")) in SPEAKERS or any(is_talk(value, name) for name in value):
        return "It has messages of people or programs to each other, not articles."
    if are_labels(value):
        return "Its values are the labels of a form, not those of an article."
    members = {".".join(path): part for path, part in members_of(value)}
    why = f"No key of it means the text of an article ({', '.join(members)[:200]})."
    inner = [name for name, part in members.items() if "." in name and isinstance(part, str)]
    texts = [name for name in inner if field_of(name.partition(".")[0]) == "text"]
    if not texts:
        return why
    said = f"text={texts[0]}"
    ending = texts[0].partition(".")[2]
    titles = [name for name in inner if field_of(name.partition(".")[0]) == "title"]
    said += "".join(f",title={name}" for name in titles if name.partition(".")[2] == ending)
    return f"{why} It has several texts; name one with --map, for example --map {said}"
