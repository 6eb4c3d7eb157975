"""Finds out whether staff decided about a mention that the name finder found, or about a problem.

An article can have thousands of mentions and decisions. So the answer for one mention or problem is
found without a search through all decisions.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from typing import Any

from archive.models import Mention


class DecidedMentions:
    """The mentions of one article about which staff decided.

    A mention without a span is used only by the method `answer`, which also compares entities.
    """

    def __init__(self, decided: Iterable[Mention]) -> None:
        mentions = list(decided)
        self._of_entity = _Spans(
            ((mention.entity.meant_id, mention.field), mention) for mention in mentions
        )
        valid = [mention for mention in mentions if mention.state != Mention.State.RETRACTED]
        self._of_field = _Spans((mention.field, mention) for mention in valid)
        self._slugs = {
            mention.entity.slug for mention in valid if mention.state != Mention.State.REJECTED
        }

    def settle(self, found: Mention) -> bool:
        """Return True if staff decided about a mention of the same entity at overlapping words.

        `found` is a mention that the name finder found. Two entities are treated as the same if one
        is merged into the other, or if both are merged into the same target.
        """
        key = (found.entity.meant_id, found.field)
        return self._of_entity.overlap(key, found.start or 0, found.end or 0)

    def answer(self, problem: Mapping[str, Any]) -> bool:
        """Return True if a decision about a mention settles a problem with a name.

        The decision settles the problem if the mention overlaps the words of the problem, or if the
        mention is not rejected and its entity is a candidate of the problem. A decision that was
        undone settles nothing.
        """
        return any(slug in self._slugs for slug in problem["candidates"]) or any(
            self._of_field.overlap(problem["field"], start, end) for start, end in problem["spans"]
        )


class _Spans:
    """Spans of mentions in groups, such as the mentions in the title. They can overlap."""

    def __init__(self, mentions: Iterable[tuple[Hashable, Mention]]) -> None:
        spans: dict[Hashable, list[tuple[int, int]]] = defaultdict(list)
        for key, mention in mentions:
            if mention.start is not None and mention.end is not None:
                spans[key].append((mention.start, mention.end))
        self._starts: dict[Hashable, list[int]] = {}
        # The spans are sorted by start. For each span: the largest end of this span and of all
        # spans before it.
        self._ends: dict[Hashable, list[int]] = {}
        for key, group in spans.items():
            latest = 0
            self._starts[key], self._ends[key] = [], []
            for start, end in sorted(group):
                latest = max(latest, end)
                self._starts[key].append(start)
                self._ends[key].append(latest)

    def overlap(self, key: Hashable, start: int, end: int) -> bool:
        """Return True if a span of the group `key` overlaps the span from `start` to `end`."""
        if key not in self._starts:
            return False
        before = bisect_left(self._starts[key], end)
        return before > 0 and self._ends[key][before - 1] > start
