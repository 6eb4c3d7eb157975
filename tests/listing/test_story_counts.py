"""Test lists that count stories: each number is a number of stories, and its link gives as many."""

from random import Random
from urllib.parse import parse_qs

import pytest
from hypothesis import HealthCheck, given, settings

from archive.models import StoryMember
from archive.search import rebuild
from tests.listing.lists import lines, list_at
from tests.listing.plain_archive import Archive
from tests.listing.test_facet_links import addresses, as_address

pytestmark = pytest.mark.django_db


class ArchiveOfStories:
    """A generated archive in which two thirds of the articles are in stories."""

    def __init__(self) -> None:
        self.archive = Archive(60)
        self.stories: dict[int, int] = {}
        chance = Random(2)
        ids = list(self.archive.plain)
        chance.shuffle(ids)
        for start in range(0, 40, 4):
            for group in (ids[start : start + 1 + start % 3], ids[start + 1 + start % 3 :][:3]):
                self.stories |= {pk: min(group) for pk in group if pk not in self.stories}
        StoryMember.objects.bulk_create(
            StoryMember(article_id=pk, story=story) for pk, story in self.stories.items()
        )
        rebuild()

    def number(self, query: dict[str, list[str]]) -> int:
        """Return how many stories the articles tell that an address selects."""
        return len({self.stories.get(pk, pk) for pk in self.archive.matching(query)})


def test_every_count_is_a_number_of_stories_and_its_link_gives_as_many() -> None:
    archive = ArchiveOfStories()

    @settings(max_examples=25, suppress_health_check=list(HealthCheck))
    @given(addresses)
    def check(query: dict[str, list[str]]) -> None:
        shown = list_at(f"{as_address(query)}&count=stories")
        matching = archive.archive.matching(query)
        assert shown.results.total == archive.number(query), query
        told = [archive.stories.get(pk, pk) for pk in shown.results.ids]
        assert len(set(told)) == len(told)
        assert set(shown.results.ids) <= set(matching)
        for facet in shown.facets():
            for value in lines(facet.values):
                assert "count=stories" in value.url
                number = archive.number(parse_qs(value.url.partition("?")[2]))
                assert value.count == number, (query, facet.name, value)
        if shown.results.total <= 20:
            assert sorted(told) == sorted({archive.stories.get(pk, pk) for pk in matching})

    check()


def test_a_list_of_stories_has_the_earliest_article_of_each() -> None:
    archive = ArchiveOfStories()
    days = {pk: plain.date or "9" for pk, plain in archive.archive.plain.items()}
    for sort in ("newest", "oldest"):
        pages = [list_at(f"count=stories&sort={sort}&page={page}").results for page in (1, 2)]
        shown = [pk for page in pages for pk in page.ids]
        assert shown
        for pk in shown:
            story = archive.stories.get(pk)
            members = [other for other in archive.archive.matching({}) if story]
            same = [other for other in members if archive.stories.get(other) == story]
            assert all((days[pk][:4], pk) <= (days[other][:4], 10**9) for other in same)


def test_a_wrong_value_is_told() -> None:
    response = list_at("")
    assert not response.address.count
    with pytest.raises(AssertionError):
        list_at("count=articles")
