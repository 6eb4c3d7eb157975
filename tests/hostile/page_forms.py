"""Reads the forms of a page, with the values that a browser would send."""

from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urljoin


@dataclass(order=True, unsafe_hash=True)
class PageForm:
    """A form that is sent to an address with a method: "GET" or "POST".

    `pairs` are the names and values of its fields. Of several buttons, and of several fields with
    one name, all are included.
    """

    address: str
    method: str
    pairs: tuple[tuple[str, str], ...] = ()


def forms_of(page: str, html: str) -> Iterator[PageForm]:
    """Yield the forms of a page at the address `page`.

    Forms that have nothing but the token against forged requests are left out.
    """
    for form in _Forms(page, html).forms:
        if {name for name, _value in form.pairs} - {"csrfmiddlewaretoken"}:
            yield form


class _Forms(HTMLParser):
    def __init__(self, page: str, html: str) -> None:
        super().__init__()
        self.page = page
        self.forms: list[PageForm] = []
        self._form: PageForm | None = None
        self._select = self._area = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            address = urljoin(self.page, given.get("action") or self.page)
            self._form = PageForm(address, given.get("method", "get").upper())
            self.forms.append(self._form)
        elif tag == "select":
            self._select = given.get("name", "")
        elif tag == "textarea":
            self._area = given.get("name", "")
            self._add(self._area, "")
        elif tag == "option" and self._select:
            self._add(self._select, given.get("value", ""))
        elif tag in {"input", "button"}:
            self._add(given.get("name", ""), given.get("value", ""))

    def handle_data(self, data: str) -> None:
        if self._area and self._form:
            *others, (name, value) = self._form.pairs
            self._form.pairs = (*others, (name, value + data))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._area = ""

    def _add(self, name: str, value: str) -> None:
        if self._form and name:
            self._form.pairs = (*self._form.pairs, (name, value))
