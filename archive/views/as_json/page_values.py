"""What answers in JSON are made from: the values of a page, and whole addresses."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import HttpRequest
from msgspec import Struct

from archive.api.formats import json_address


@dataclass(frozen=True)
class Addresses:
    """Makes whole addresses; `request` has the host."""

    request: HttpRequest

    @cached_property
    def host(self) -> str:
        """The beginning of all addresses, such as "https://archive.example.org"."""
        return self.request.build_absolute_uri("/")[:-1]

    def page(self, address: str) -> str:
        """Return the whole address of a page; "" and addresses of other sites stay as they are."""
        return f"{self.host}{address}" if address.startswith("/") else address

    def json(self, address: str) -> str:
        """Return the whole address of the JSON of a page; "" if there is no page."""
        return self.page(json_address(address)) if address else ""

    @cached_property
    def own(self) -> str:
        """The whole address of the requested JSON."""
        return self.json(self.request.get_full_path())


@dataclass(frozen=True)
class PageValues:
    """The values of a page: the template context, its permanent address (`path`) and feed."""

    addresses: Addresses
    title: str
    path: str
    feed: str
    context: Mapping[str, Any]
    status: int = 200

    def __getitem__(self, name: str) -> Any:
        """Return a value of the template context."""
        return self.context[name]

    @property
    def url(self) -> str:
        """Return the whole address of the page."""
        return self.addresses.page(self.path)

    @property
    def json_url(self) -> str:
        """Return the whole address of the JSON of the page."""
        return self.addresses.json(self.path)

    @property
    def next(self) -> str:
        """Return the whole address of the JSON of the next page of a list, or ""."""
        return self.addresses.json(self["pages"].next)


Maker = Callable[[PageValues], Struct]
