"""Links to the other pages of a list."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import Http404

NEAR = 2


@dataclass(frozen=True, slots=True)
class PageLink:
    """A page's number and address; without an address it stands for the pages left out."""

    number: int
    url: str
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class Pages:
    """Where in a list we are: page `number` of `count`, items `first` to `last` (counted from
    1)."""

    number: int
    count: int
    first: int
    last: int
    previous: str
    next: str
    near: tuple[PageLink, ...]


class BeyondLast(Http404):
    """There is no such page; `last_url` leads to the last one."""

    def __init__(self, sentence: str, last_url: str) -> None:
        super().__init__(sentence)
        self.last_url = last_url


def make_pages(
    number: int, count: int, page_size: int, total: int, url_of: Callable[[int], str]
) -> Pages:
    """The links from page `number`: the first, the last, and NEAR pages on either side, with gaps
    between."""
    shown = sorted({1, count, *range(max(1, number - NEAR), min(count, number + NEAR) + 1)})
    near: list[PageLink] = []
    for page in shown:
        if near and page > near[-1].number + 1:
            near.append(PageLink(page - 1, ""))
        near.append(PageLink(page, url_of(page), is_current=page == number))
    return Pages(
        number=number,
        count=count,
        first=(number - 1) * page_size + 1,
        last=min(number * page_size, total),
        previous=url_of(number - 1) if number > 1 else "",
        next=url_of(number + 1) if number < count else "",
        near=tuple(near),
    )
