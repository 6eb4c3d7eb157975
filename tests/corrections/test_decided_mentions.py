"""Tests that a decision about a mention also settles found names and problems at these words."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from archive.corrections.decided_mentions import DecidedMentions
from archive.models import Entity, Mention

_ENTITIES = (
    Entity(pk=1, slug="kujang", kind="place"),
    Entity(pk=2, slug="unsan", kind="place"),
    Entity(pk=3, slug="old-unsan", kind="place", merged_into_id=2),
)
_fields = st.sampled_from(["title", "body"])
_spans = st.tuples(st.integers(0, 30), st.integers(1, 10)).map(lambda pair: (pair[0], sum(pair)))
_decided_states = st.sampled_from(
    [Mention.State.CONFIRMED, Mention.State.REJECTED, Mention.State.RETRACTED]
)


@st.composite
def mentions(draw: st.DrawFn, *, is_found: bool = False) -> Mention:
    start, end = draw(_spans)
    mention = Mention(field=draw(_fields), start=start, end=end, state=Mention.State.PARSED)
    mention.entity = draw(st.sampled_from(_ENTITIES))
    if not is_found:
        mention.state = draw(_decided_states)
        if draw(st.integers(0, 5)) == 0:
            mention.start = mention.end = None
    return mention


def problems() -> st.SearchStrategy[dict[str, Any]]:
    slugs = st.lists(st.sampled_from([entity.slug for entity in _ENTITIES]), max_size=2)
    spans = st.lists(_spans.map(list), max_size=2)
    return st.fixed_dictionaries({"field": _fields, "candidates": slugs, "spans": spans})


def overlaps(mention: Mention, field: str, start: int, end: int) -> bool:
    if mention.field != field or mention.start is None or mention.end is None:
        return False
    return mention.start < end and start < mention.end


@given(st.lists(mentions(), max_size=8), mentions(is_found=True))
def test_a_found_mention_is_settled_by_one_of_the_same_entity_at_overlapping_words(
    decided: list[Mention], found: Mention
) -> None:
    assert DecidedMentions(decided).settle(found) == any(
        mention.entity.meant_id == found.entity.meant_id
        and overlaps(mention, found.field, found.start or 0, found.end or 0)
        for mention in decided
    )


@given(st.lists(mentions(), max_size=8), problems())
def test_a_problem_is_answered_by_its_candidate_or_at_its_words(
    decided: list[Mention], problem: dict[str, Any]
) -> None:
    assert DecidedMentions(decided).answer(problem) == any(
        (mention.state != Mention.State.REJECTED and mention.entity.slug in problem["candidates"])
        or any(overlaps(mention, problem["field"], start, end) for start, end in problem["spans"])
        for mention in decided
        if mention.state != Mention.State.RETRACTED
    )
