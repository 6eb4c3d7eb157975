"""How many hostile requests the tests try; `make hostile` sets this in the environment."""

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeVar

_MOST_FAILURES = 20

Request = TypeVar("Request")


@dataclass(frozen=True, slots=True)
class Amount:
    """How many hostile requests to send: `count`, from number `first` on.

    `seed` is the random seed that decides the sequence of requests.
    """

    count: int = 500
    seed: int = 1
    first: int = 0

    @classmethod
    def chosen(cls) -> "Amount":
        """Return the amount that is set in the environment; CI sets none."""
        read = os.environ.get
        return cls(
            int(read("HOSTILE_COUNT", cls().count)),
            int(read("HOSTILE_SEED", cls().seed)),
            int(read("HOSTILE_FIRST", cls().first)),
        )

    @property
    def environment(self) -> dict[str, str]:
        """Return the variables with which `chosen` returns this amount."""
        return {
            "HOSTILE_COUNT": str(self.count),
            "HOSTILE_SEED": str(self.seed),
            "HOSTILE_FIRST": str(self.first),
        }


def failures_in(
    requests: Iterable[Request], faults_of: Callable[[Request], Iterable[str]]
) -> list[str]:
    """Return a text for each request with faults, at most _MOST_FAILURES.

    A text has everything that is needed to send the request again: the kind, the seed, the number,
    and the request itself. Each is also printed at once.
    """
    return list(islice(_failures(requests, faults_of), _MOST_FAILURES))


def _failures(requests: Iterable[Request], faults_of: Any) -> Iterator[str]:
    for request in requests:
        faults = list(faults_of(request))
        if faults:
            failure = f"{request}: {'; '.join(faults)}"
            print(f"\n{failure}", flush=True)
            yield failure
