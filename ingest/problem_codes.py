"""The kinds of problems: the code that the archive stores, a label and the affected field."""

from typing import Literal, NamedTuple


class ProblemCode(NamedTuple):
    """A kind of problem.

    `label` is a description for people. `field` is the affected field of the article: a correction
    of this field settles the problem. It is "" if no field is affected, and None if each problem of
    this kind sets its own field.

    `about` says what the problem is about:

    - "value": a value or text that was read
    - "name": a name in the title or body; a decision about the name settles the problem
    - "identity": it is not sure to which article a file belongs; the problem remains after a
      reparse, and when the article shows another of its files
    - "version": the copies of the article have different words; the archive finds these problems
      again whenever the copies of the article change
    """

    label: str
    field: str | None = ""
    about: Literal["value", "name", "identity", "version"] = "value"


PROBLEM_CODES = {
    "damaged": ProblemCode("Damaged bytes in the file", "body"),
    "date-early": ProblemCode("Date earlier than the outlets", "published"),
    "date-in-future": ProblemCode("Date in the future", "published"),
    "date-unknown": ProblemCode("Date unknown", "published"),
    "dates-disagree": ProblemCode("Dates disagree", "published"),
    "furniture-left": ProblemCode("Part of the page left in the text", "body"),
    "key-changed": ProblemCode("Now read as another article", about="identity"),
    "language-differs": ProblemCode("Language differs from the tag", "language"),
    "lines-left-out": ProblemCode("Lines left out that can be text", "body"),
    "link-common": ProblemCode("Link shared by very many articles", "original_url", "identity"),
    "link-shared": ProblemCode("Link shared with another article", "original_url", "identity"),
    "link-unusable": ProblemCode("Link cannot be used", "original_url"),
    "mojibake": ProblemCode("Garbled characters", "body"),
    "names-left-out": ProblemCode("Too many names in the article", "body", "name"),
    "part-vanished": ProblemCode("No longer found in its file", about="identity"),
    "place-ambiguous": ProblemCode("Name can mean several places", None, "name"),
    "place-province-clash": ProblemCode("Province differs from the gazetteer", None, "name"),
    "place-unknown": ProblemCode("Place not in the gazetteer", None, "name"),
    "possible-duplicate": ProblemCode("Possible duplicate", about="identity"),
    "problems-left-out": ProblemCode("Too many problems in the article"),
    "several-matches": ProblemCode("Matches several articles", about="identity"),
    "source-long": ProblemCode("Name of the source too long", "source"),
    "source-said-differs": ProblemCode("Source differs from --source", "source"),
    "source-unknown": ProblemCode("Source unknown", "source"),
    "sources-disagree": ProblemCode("Sources disagree", "source"),
    "texts-disagree": ProblemCode("Texts disagree", "body"),
    "title-long": ProblemCode("Title very long", "title"),
    "title-missing": ProblemCode("Title missing", "title"),
    "titles-disagree": ProblemCode("Titles disagree", "title"),
    "unreadable-field": ProblemCode("Field cannot be read", None),
    "version-differs": ProblemCode("Versions differ in facts or passages", "body", "version"),
}
"""A dict from codes to kinds of problems. Never change a code, because the archive stores them."""


def codes_about(subject: Literal["value", "name", "identity", "version"]) -> frozenset[str]:
    """Return the codes of all kinds of problems whose `about` is `subject`."""
    return frozenset(code for code, kind in PROBLEM_CODES.items() if kind.about == subject)
