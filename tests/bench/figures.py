"""Computes figures from measurements: percentiles of times in ms, and sizes of pages in bytes."""

from collections.abc import Iterable, Sequence
from statistics import fmean
from typing import Any

from tests.bench.client import Answer


def percentile(values: Sequence[float], share: float) -> float:
    """Return a percentile of values by the nearest rank; 0.0 if there are no values.

    `share` is from 0 to 1: 0.95 for the 95th percentile.
    """
    if not values:
        return 0.0
    ranked = sorted(values)
    return ranked[max(0, min(len(ranked) - 1, -int(-share * len(ranked) // 1) - 1))]


def spread_of(seconds: Sequence[float]) -> dict[str, float]:
    """Return a dict with the number of durations, and their percentiles in milliseconds."""
    return {
        "count": len(seconds),
        "p50_ms": round(percentile(seconds, 0.5) * 1_000, 2),
        "p95_ms": round(percentile(seconds, 0.95) * 1_000, 2),
        "p99_ms": round(percentile(seconds, 0.99) * 1_000, 2),
        "most_ms": round(max(seconds, default=0.0) * 1_000, 2),
    }


def group_by(answers: Iterable[Answer], what: str) -> dict[str, dict[str, Any]]:
    """Group answers by an attribute of their addresses; return figures for each group.

    `what` is the name of the attribute, such as "kind". Each value of the attribute is a key of the
    result. The figures are percentiles of the times, and sizes in bytes.
    """
    groups: dict[str, list[Answer]] = {}
    for answer in answers:
        groups.setdefault(getattr(answer.address, what), []).append(answer)
    return {
        name: spread_of([answer.seconds for answer in group])
        | {
            "body_bytes": round(fmean(answer.body_bytes for answer in group)),
            "most_body_bytes": max(answer.body_bytes for answer in group),
            "head_bytes": round(fmean(answer.head_bytes for answer in group)),
        }
        for name, group in groups.items()
    }


def slowest(answers: Iterable[Answer], count: int = 8) -> list[dict[str, Any]]:
    """Return the addresses with the slowest answers, each with its kind of filter and its time."""
    ranked = sorted(answers, key=lambda answer: -answer.seconds)[:count]
    return [
        {
            "path": answer.address.path,
            "sort": answer.address.filter_kind,
            "ms": round(answer.seconds * 1_000, 2),
        }
        for answer in ranked
    ]
