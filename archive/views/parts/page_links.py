"""Links to the other pages of a list."""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import Http404

ON_EACH_SIDE = 2


@dataclass(frozen=True, slots=True)
class PageLink:
    """The number and address of a page; `url` is "" for a gap (…) between page numbers."""

    number: int
    url: str
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class Pages:
    """The position of a page in a list, and the links to other pages.

    The page is number `number` of `count` pages, and has the items `first` to `last` of the list,
    counted from 1. `previous` and `next` are addresses, or "". `near` has links to the first, the
    last and the neighbouring pages.
    """

    number: int
    count: int
    first: int
    last: int
    previous: str
    next: str
    near: tuple[PageLink, ...]


class NotInArchive(Http404):
    """Raised if there is no page at an address; the message is a sentence for readers."""


class BeyondLast(NotInArchive):
    """Raised if a list has no page with this number; `last_url` is the address of the last page."""

    def __init__(self, sentence: str, last_url: str) -> None:
        super().__init__(sentence)
        self.last_url = last_url


def make_pages(
    number: int, count: int, page_size: int, total: int, url_of: Callable[[int], str]
) -> Pages:
    """Return the position of page `number` of `count`, and its links to other pages.

    The links lead to the first and the last page, and to ON_EACH_SIDE pages before and after page
    `number`.
    """
    # We use the paginator only to choose the page numbers, so for the paginator every page is one
    # item.
    shown = Paginator(range(count), 1).get_elided_page_range(
        number, on_each_side=ON_EACH_SIDE, on_ends=1
    )
    return Pages(
        number=number,
        count=count,
        first=(number - 1) * page_size + 1,
        last=min(number * page_size, total),
        previous=url_of(number - 1) if number > 1 else "",
        next=url_of(number + 1) if number < count else "",
        near=tuple(
            PageLink(page, url_of(page), is_current=page == number)
            if isinstance(page, int)
            else PageLink(0, "")
            for page in shown
        ),
    )
