"""A page inside a file of another form: a record of a web archive, or a message (MHTML)."""

from typing import NamedTuple


class WebPage(NamedTuple):
    """A page: its bytes, and what the file around it says about it.

    `form` is the form of the file: "warc" or "mhtml". `charset` is the encoding that the file
    declares for the bytes, or "". `is_html` is false for a page that is plain text. `facts` are
    pairs of a name and a value: "saved_from" is the address of the page, "saved" the moment of
    saving, "head_title" its title.
    """

    form: str
    body: bytes
    charset: str
    is_html: bool
    facts: list[tuple[str, str]]
