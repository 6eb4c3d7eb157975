"""Values that many answers have: addresses, dates, marked texts, links with counts, errors."""

from typing import Annotated

from msgspec import Meta, Struct

Address = Annotated[str, Meta(description="A whole address, or empty.")]
Id = Annotated[int, Meta(ge=1, description="It never changes and is never used again.")]
Number = Annotated[int, Meta(ge=0)]
DateText = Annotated[
    str,
    Meta(
        pattern=r"^([0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?)?$",
        description="As precise as it is known: 2025-04-17, 2025-04, 2025, or empty.",
    ),
]
Sha256 = Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
Span = Annotated[
    tuple[int, int],
    Meta(description="Start and end of words in a text, in code points; the end is exclusive."),
]


class Value(Struct, kw_only=True):
    """A value of an answer."""


class MarkedText(Value):
    """A text, and the spans of it that the page marks, such as the matches of a search."""

    text: str
    marks: list[Span]


class Link(Value):
    """The address of a page, and its text on pages."""

    label: str
    url: Address


class Count(Value):
    """How many articles there are of one kind, and the list of exactly these articles."""

    label: str
    count: Number
    url: Address


class SentenceLink(Value):
    """A sentence of the page, and the page to which it leads."""

    sentence: str
    label: str
    url: Address


class Entity(Value):
    """A place, organisation or person."""

    kind: str
    slug: str
    name: str
    url: Address
    json_url: Address


class Source(Value):
    """A source of articles."""

    slug: str
    name: str
    url: Address
    json_url: Address


class Saved(Value):
    """When a file was saved: the first and the last possible day; empty if it is not known."""

    not_before: DateText
    not_after: DateText
    in_words: str


class WrongValue(Value):
    """A value of the request that is not valid, and the address without it."""

    sentence: str
    url_without: Address


class Error(Value):
    """Why there is no answer, in the words of the page.

    `url` is the address of the last page of a list, if a later page was asked for.
    """

    status: Annotated[int, Meta(ge=400, le=599)]
    title: str
    message: str
    wrong_values: list[WrongValue] = []
    url: Address = ""
