"""The numbers of wrong passwords that lock a login.

django-axes counts wrong passwords and calls the functions of this module. In this module, an
address is an IP address, and a name is a login name.

A lock ends 15 minutes after the last wrong password that was counted. During the lock, wrong
passwords are not counted. There are two limits:

- FROM_ADDRESS wrong passwords for one name from one address lock this name only for this address.
  So an attacker with one address cannot lock the name for all others.
- If there are many wrong passwords for one name from all addresses together, one attacker with many
  addresses is probably guessing. After FROM_SEVERAL wrong passwords, a new address has only one
  try; after FROM_ANYWHERE, it has none. An address is new if nobody has ever logged in from it with
  this name. For all other addresses, only the first limit applies.
"""

from collections.abc import Mapping
from contextlib import suppress
from ipaddress import IPv6Address, ip_address
from typing import Any

from axes.attempts import get_cool_off_threshold
from axes.helpers import get_client_username
from axes.models import AccessAttempt, AccessLog
from django.conf import settings
from django.db.models import Sum
from django.http import HttpRequest

FROM_ADDRESS = 10
"""The number of wrong passwords from one address that lock a name for this address."""
FROM_SEVERAL = 30
"""The total number of wrong passwords for a name after which a new address has one try."""
FROM_ANYWHERE = 100
"""The total number of wrong passwords for a name after which a new address has no try."""


def client_address(request: HttpRequest) -> str | None:
    """Return the address by which wrong passwords are counted; None if there is none.

    Each proxy adds the address from which it got the request to the end of X-Forwarded-For. Our own
    proxies added the last `settings.TRUSTED_PROXIES` addresses; a client can invent all others. So
    the result is the first of these last addresses. If we have no proxies, or if the header has
    no valid address at this position, the result is the address of the connection.
    """
    count = settings.TRUSTED_PROXIES or 0
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    seen = [forwarded[-count]] if 0 < count <= len(forwarded) else []
    for text in [*seen, request.META.get("REMOTE_ADDR", "")]:
        with suppress(ValueError):
            return _network_of(text.strip())
    return None


def _network_of(text: str) -> str:
    """Return an IPv4 address as it is, and the first half of an IPv6 address.

    A customer of a provider usually gets all IPv6 addresses with the same first half. Raises
    ValueError for a text that is not an address.
    """
    address = ip_address(text)
    if not isinstance(address, IPv6Address):
        return str(address)
    return str(address.ipv4_mapped or IPv6Address(int(address) >> 64 << 64))


def failure_limit(request: HttpRequest, credentials: Mapping[str, Any] | None = None) -> int:
    """Return the number of wrong passwords that lock a name for the address of the request.

    The name is in `credentials`, or in the form that was sent. 0 means that the name is locked for
    this address already.
    """
    name = get_client_username(request, credentials)
    if AccessLog.objects.filter(username=name, ip_address=client_address(request)).exists():
        return FROM_ADDRESS
    attempts = AccessAttempt.objects.filter(
        username=name, attempt_time__gte=get_cool_off_threshold(request)
    )
    failures = attempts.aggregate(sum=Sum("failures_since_start"))["sum"] or 0
    if failures < FROM_SEVERAL:
        return FROM_ADDRESS
    return 1 if failures < FROM_ANYWHERE else 0
