"""Test the page on how to search: its examples work, and its counts equal the lists."""

import pytest
from django.core.management import call_command
from django.test import Client

from archive.models import Entity, EntityName
from archive.search import rebuild
from archive.search.query.name_lookup import KnownNames
from archive.search.query.parser import parse_query
from archive.views.search_help import GROUPS
from tests.sample_pages import SamplePages

EXAMPLES = [typed for _heading, _sentence, rows in GROUPS for typed, _meaning in rows]


@pytest.mark.django_db
def test_every_example_is_understood_as_written() -> None:
    call_command("load_gazetteer", verbosity=0)
    for kind, name in (
        ("person", "Kim Jong Un"),
        ("person", "Jo Yong Won"),
        ("organisation", "Workers' Party of Korea"),
    ):
        slug = name.lower().replace(" ", "-").replace("'", "")
        entity, _is_new = Entity.objects.get_or_create(
            kind=kind, slug=slug, defaults={"name": name}
        )
        EntityName.objects.get_or_create(entity=entity, name=name, defaults={"kind": "official"})
    for typed in EXAMPLES:
        parsed = parse_query(typed, KnownNames())
        assert parsed.node is not None, typed
        assert parsed.notes == (), typed


def test_every_example_links_to_a_list_of_its_length(
    client: Client, sample_pages: SamplePages
) -> None:
    response = client.get("/search-help/")
    shown = [example for group in response.context["groups"] for example in group.examples]
    assert [example.typed for example in shown] == EXAMPLES
    assert sum(example.count > 0 for example in shown) > len(shown) / 3
    for example in shown:
        assert client.get(example.url).context["total"] == example.count, example.typed
    numbers = {example.typed: example.count for example in shown}
    assert numbers["place:kujang"] == client.get("/articles/?place=kujang").context["total"] > 0
    assert numbers["place:unknown"] == client.get("/articles/?place=unknown").context["total"]
    assert numbers["date:2025"] == client.get("/articles/?date=2025").context["total"] > 0
    assert (
        numbers['source:"KCNA.kp"'] == client.get("/articles/?source=kcna-kp").context["total"] > 0
    )


def test_the_list_and_the_about_page_link_to_search_help(
    client: Client, sample_pages: SamplePages
) -> None:
    for url in ("/articles/", "/about/"):
        assert '<a href="/search-help/">' in client.get(url).content.decode(), url


def test_search_help_is_rebuilt_when_the_archive_changes(
    client: Client, sample_pages: SamplePages
) -> None:
    tag = client.get("/search-help/").headers["ETag"]
    assert client.get("/search-help/", headers={"If-None-Match": tag}).status_code == 304
    rebuild()
    assert client.get("/search-help/", headers={"If-None-Match": tag}).status_code == 200
