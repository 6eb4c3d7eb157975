"""The base class of Atom feeds: their ids and dates stay the same wherever the archive is served.

The rules are those of RFC 4287: an id must not change, even if the site gets another address.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.contrib.syndication.views import Feed
from django.utils.feedgenerator import Atom1Feed

from archive.models import VersionMark

_NAMESPACE = UUID("6f6a1f0e-7c1b-5d6a-9a57-3a1d5f0c2b84")


class _AtomFeed(Atom1Feed):
    """An Atom feed that was updated when one of its entries was, not when it was published.

    A date of publication can be wrong, and after today. The header Last-Modified has this date.
    """

    def latest_post_date(self) -> datetime:
        updated = [item["updateddate"] for item in self.items if item.get("updateddate")]
        return max(updated) if updated else super().latest_post_date()


class LastingFeed(Feed):
    """A feed whose id, and the ids of whose entries, are made by `lasting_ids`."""

    feed_type = _AtomFeed
    language = "en"
    author_name = "Dateline"

    def get_feed(self, obj: Any, request: Any) -> Any:
        """Return the feed for a request; the ids of this archive are read only once."""
        self.lasting_id = lasting_ids()
        return super().get_feed(obj, request)


def lasting_ids() -> Callable[[str], str]:
    """Return a function that makes an id from a text that names one thing in this archive.

    The id is a name-based UUID (RFC 9562, version 5). The random mark of the first change of the
    archive is part of the name. So two archives have different ids, and an archive keeps its ids at
    another address, and after a backup or a deposit was read. Takes one database query.
    """
    mark = VersionMark.objects.order_by("number").values_list("mark", flat=True).first() or ""

    def lasting_id(name: str) -> str:
        return uuid5(_NAMESPACE, f"{mark}/{name}").urn

    return lasting_id
