"""Test who is named together: every number is counted again from the mentions in the database."""

from collections import Counter
from itertools import combinations
from math import isclose
from random import Random
from xml.etree import ElementTree

import pytest
from django.test import Client

from archive.measures.association import log_likelihood
from archive.views import network as network_page
from tests.read_answers import ids_listed, rows_at
from tests.sample_pages import SamplePages
from tests.views.names_of_articles import names_of_articles

GRAPHML = "{http://graphml.graphdrawing.org/xmlns}"
FILTERS = ("source=kcna-kp", "place=kusong", "q=works", "date=2025-03", "q=works+OR+province")


@pytest.mark.parametrize("query", FILTERS)
def test_names_are_compared_with_the_whole_archive(
    client: Client, sample_pages: SamplePages, query: str
) -> None:
    named, ids = names_of_articles(), ids_listed(client, query)
    total = client.get("/articles/").context["total"]
    for kind in ("person", "organisation", "place"):
        here = Counter(slug for pk in ids for of, slug in named.get(pk, ()) if of == kind)
        everywhere = Counter(slug for each in named.values() for of, slug in each if of == kind)
        rows = rows_at(client, f"/articles/together.csv?{query}&rows={kind}")
        for row in rows:
            slug = row["value"]
            numbers = [int(row[name]) for name in ("articles", "of", "everywhere", "of_everywhere")]
            assert numbers == [here[slug], len(ids), everywhere[slug], total], row
            likelihood = log_likelihood(here[slug], len(ids), everywhere[slug], total)
            assert isclose(float(row["log_likelihood"]), likelihood, abs_tol=0.01)
        missing = set(here) - {row["value"] for row in rows}
        assert kind == "place" or not missing
        chance = Random(query)
        for row in chance.sample(rows, min(3, len(rows))):
            address = row["url"].removeprefix("http://testserver")
            assert client.get(address).context["total"] == int(row["articles"]), address


def test_the_page_shows_the_surest_names(client: Client, sample_pages: SamplePages) -> None:
    for address in ("?person=ri-su-yong&by=count", "?place=kusong&rows=organisation&by=count"):
        page = client.get(f"/articles/together/{address}")
        rows = page.context["rows"]
        assert rows
        for row in rows[:5]:
            assert client.get(row.here_url).context["total"] == row.here, row
            assert client.get(row.everywhere_url).context["total"] == row.everywhere, row
    numbers = [row.here for row in rows]
    assert numbers == sorted(numbers, reverse=True)
    whole = client.get("/articles/together/").content.decode()
    assert "nothing to compare it with" in whole
    assert "It cannot count each story once" in (
        client.get("/articles/together/?count=stories&q=works").content.decode()
    )


@pytest.mark.parametrize("query", FILTERS)
def test_ties_are_all_pairs_of_the_most_frequent_names(
    client: Client, sample_pages: SamplePages, query: str
) -> None:
    named, ids = names_of_articles(), ids_listed(client, query)
    page = client.get(f"/articles/network/?{query}&nodes=15").context["network"]
    nodes = {(node.kind, node.slug): node for node in page.nodes}
    assert page.total == len(ids)
    pairs: Counter[frozenset[tuple[str, str]]] = Counter()
    single: Counter[tuple[str, str]] = Counter()
    for pk in ids:
        present = sorted(named.get(pk, set()) & nodes.keys())
        single.update(present)
        pairs.update(map(frozenset, combinations(present, 2)))
    assert {key: node.articles for key, node in nodes.items()} == dict(single)
    found = {
        frozenset([(one.one.kind, one.one.slug), (one.other.kind, one.other.slug)]): one
        for one in page.ties
    }
    for key, one in found.items():
        assert one.tie.articles == pairs[key]
    for key in pairs.keys() - found.keys():
        kinds = {kind for kind, _slug in key}
        assert "place" in kinds, key  # a place and what lies in it
    for one in Random(query).sample(page.ties, min(4, len(page.ties))):
        assert client.get(one.url).context["total"] == one.tie.articles, one.url
    files = rows_at(client, f"/articles/network.csv?{query}&nodes=15")
    assert [int(row["articles"]) for row in files] == [one.tie.articles for one in page.ties]


def test_other_programs_read_the_graph(client: Client, sample_pages: SamplePages) -> None:
    address = "network.graphml?source=kcna-kp&nodes=12"
    graph = ElementTree.fromstring(client.get(f"/articles/{address}").getvalue())
    keys = {key.get("id"): key.get("attr.name") for key in graph.iter(f"{GRAPHML}key")}
    nodes = {
        node.get("id"): {keys[data.get("key")]: data.text for data in node}
        for node in graph.iter(f"{GRAPHML}node")
    }
    assert len(nodes) == 12
    page = client.get("/articles/network/?source=kcna-kp&nodes=12").context["network"]
    edges = list(graph.iter(f"{GRAPHML}edge"))
    assert len(edges) == len(page.ties) > 0
    for edge, one in zip(edges, page.ties, strict=True):
        values = {keys[data.get("key")]: data.text for data in edge}
        assert nodes[edge.get("source")]["label"] == one.one.name
        assert nodes[edge.get("target")]["label"] == one.other.name
        assert values["weight"] == str(one.tie.articles)
        assert values["is_more"] in ("true", "false")


def test_files_redirect_to_files(client: Client, sample_pages: SamplePages) -> None:
    for name in ("network.graphml", "network.csv", "together.csv", "grid.csv", "network/"):
        answer = client.get(f"/articles/{name}?date=May+2025")
        assert (answer.status_code, answer["Location"]) == (301, f"/articles/{name}?date=2025-05")
    assert client.get("/articles/network.graphml?bogus=1").status_code == 400


def test_the_picture_has_a_line_for_each_name(
    client: Client, sample_pages: SamplePages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(network_page, "SURE", 0.0)
    page = client.get("/articles/network/?source=kcna-kp").context
    assert 2 <= len(page["drawn"]) <= network_page.DRAWN
    assert page["arcs"].height == f"{len(page['drawn']) * 1.75:g}rem"
    assert len(page["arcs"].arcs) >= len(page["drawn"]) / 2


@pytest.mark.parametrize(
    "address",
    [
        *("together/?rows=source", "together/?by=name", "network/?nodes=1", "network/?nodes=999"),
        *("network/?kinds=x", "network.csv?place=nowhere", "network.graphml?nodes=-3"),
    ],
)
def test_values_are_checked(client: Client, sample_pages: SamplePages, address: str) -> None:
    assert client.get(f"/articles/{address}").status_code == 400
