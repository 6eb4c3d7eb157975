"""From single measurements to figures: percentiles by kind, in milliseconds and bytes."""

from collections.abc import Iterable, Sequence
from statistics import fmean
from typing import Any

from tests.bench.client import Answer


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` of all values do not exceed (the nearest rank); 0.0 of none."""
    if not values:
        return 0.0
    ranked = sorted(values)
    return ranked[max(0, min(len(ranked) - 1, -int(-share * len(ranked) // 1) - 1))]


def spread_of(seconds: Sequence[float]) -> dict[str, float]:
    """How long things took, in milliseconds."""
    return {
        "count": len(seconds),
        "p50_ms": round(percentile(seconds, 0.5) * 1_000, 2),
        "p95_ms": round(percentile(seconds, 0.95) * 1_000, 2),
        "p99_ms": round(percentile(seconds, 0.99) * 1_000, 2),
        "most_ms": round(max(seconds, default=0.0) * 1_000, 2),
    }


def by(answers: Iterable[Answer], what: str) -> dict[str, dict[str, Any]]:
    """Times by `kind` of page or `sort` of filter, with the bytes on the wire."""
    groups: dict[str, list[Answer]] = {}
    for one in answers:
        groups.setdefault(getattr(one.address, what), []).append(one)
    return {
        name: spread_of([one.seconds for one in group])
        | {
            "body_bytes": round(fmean(one.body_bytes for one in group)),
            "most_body_bytes": max(one.body_bytes for one in group),
            "head_bytes": round(fmean(one.head_bytes for one in group)),
        }
        for name, group in groups.items()
    }


def slowest(answers: Iterable[Answer], count: int = 8) -> list[dict[str, Any]]:
    """The addresses that took longest."""
    ranked = sorted(answers, key=lambda one: -one.seconds)[:count]
    return [
        {"path": one.address.path, "sort": one.address.sort, "ms": round(one.seconds * 1_000, 2)}
        for one in ranked
    ]
