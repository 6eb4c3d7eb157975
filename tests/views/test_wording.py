"""Test keywords, collocates and formulae: every number is recounted from the texts themselves."""

import json
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import log, log2

import pytest
from django.http import QueryDict
from django.test import Client

from archive.listing.wording_filter import KeywordsFilter
from archive.measures.association import SURE
from archive.models import Article
from archive.search import rebuild
from archive.search.wording import LONGEST
from archive.views import keywords as keywords_page
from archive.views.parts import measure_pages
from tests.factories import make_place
from tests.read_answers import rows_at
from tests.search_library import SOURCES, Library

pytestmark = pytest.mark.django_db

# No two of these words have the same key.
WORDS = [
    *("iron", "steel", "coal", "river", "bridge", "school"),
    *("doctor", "winter", "music", "garden", "orange", "metal"),
]
SLOGANS = (
    "let us defend our garden",
    "work hard for the great river bridge",
    "the great river bridge",
)


@pytest.fixture
def library() -> Library:
    library = Library()
    chance = random.Random(11)
    for number in range(90):
        source = chance.choice([*SOURCES, None])
        words = WORDS[:7] if source == "kcna-kp" else WORDS[4:]
        sentences = [" ".join(chance.choices(words, k=chance.randint(3, 9))) for _ in range(4)]
        if chance.random() < 0.5:
            sentences.insert(chance.randint(0, 4), chance.choice(SLOGANS))
        library.article(
            chance.choice(words),
            ". ".join(sentences) + ".",
            source=source,
            on=chance.choice(["2025-04-17", "2025-06-01", "2025-05", "2024-12-31", "2024", None]),
            places=chance.choice([[], ["kujang"], ["kusong"]]),
            withdrawn=number % 20 == 7,
        )
    rebuild()
    return library


def texts_of(articles: Sequence[Article]) -> list[list[list[str]]]:
    """Return the words of each sentence of each article; the title is the first sentence."""
    return [
        [part.split() for part in [article.title, *article.body.lower().split(".")] if part.split()]
        for article in articles
    ]


def articles_at(client: Client, url: str) -> list[Article]:
    """Return the articles of a list, as its file has them."""
    file = url.replace("/articles/?", "/articles.csv?").replace("view=concordance&", "")
    return list(Article.objects.filter(pk__in=[row["id"] for row in rows_at(client, file)]))


def flat(sentences: Sequence[list[str]]) -> list[str]:
    return [word for sentence in sentences for word in sentence]


def likelihood(cells: Sequence[int]) -> float:
    """Return G² of a table of two rows and two columns, from observed and expected numbers."""
    both, first, second, _neither = cells
    total = sum(cells)
    row, column = both + first, both + second
    expected = [
        row * column / total,
        row * (total - column) / total,
        (total - row) * column / total,
        (total - row) * (total - column) / total,
    ]
    return 2 * sum(seen * log(seen / by) for seen, by in zip(cells, expected, strict=True) if seen)


FILTERS = (
    "source=kcna-kp",
    "place=kujang&date=2025",
    "q=school",
    "q=iron+OR+music&source=-voice-of-korea",
    "date=unknown",
)


def test_keywords_are_counted_in_all_articles(client: Client, library: Library) -> None:
    everything = list(Article.objects.public())
    seen = 0
    for query in FILTERS:
        here = articles_at(client, f"/articles/?{query}")
        ids = {article.pk for article in here}
        rest = [article for article in everything if article.pk not in ids]
        counts = [
            Counter(word for text in texts_of(group) for word in set(flat(text)))
            for group in (here, rest)
        ]
        wanted = {}
        for word in counts[0] | counts[1]:
            both, other = counts[0][word], counts[1][word]
            value = likelihood([both, len(here) - both, other, len(rest) - other])
            is_more = both * len(everything) > len(here) * (both + other)
            if value > SURE and word not in query.split("&")[0]:
                wanted[word] = (is_more, both, both + other, round(value, 6))
        for show, is_more in (("", True), ("&show=rarer", False)):
            page = client.get(f"/articles/keywords/?{query}{show}").context
            shown = {
                row["word"]: (is_more, row["here"], row["whole"], round(row["likelihood"], 6))
                for row in page["rows"]
            }
            assert shown == {word: row for word, row in wanted.items() if row[0] == is_more}, query
            for row in page["rows"]:
                assert len(articles_at(client, row["here_url"])) == row["here"] or not row["here"]
                assert len(articles_at(client, row["whole_url"])) == row["whole"]
            file = rows_at(client, f"/articles/keywords.csv?{query}{show}")
            assert [row["word"] for row in file] == [row["word"] for row in page["rows"]]
            seen += len(shown)
    assert seen > 8


def test_keywords_can_be_compared_with_another_list(client: Client, library: Library) -> None:
    here = articles_at(client, "/articles/?source=kcna-kp")
    other = articles_at(client, "/articles/?q=river+OR+iron")
    ids = {article.pk for article in here}
    rest = [article for article in other if article.pk not in ids]
    page = client.get("/articles/keywords/?source=kcna-kp&with=?q%3Driver%2BOR%2Biron").context
    assert (page["found"].here, page["found"].rest) == (len(here), len(rest))
    assert page["found"].both == len(other) - len(rest) > 0
    assert {"steel", "coal"} <= {row["word"] for row in page["rows"]}
    for row in page["rows"]:
        one, two = (
            sum(row["word"] in flat(text) for text in texts_of(group)) for group in (here, rest)
        )
        cells = [one, len(here) - one, two, len(rest) - two]
        assert row["likelihood"] == pytest.approx(likelihood(cells))
        assert len(articles_at(client, row["here_url"])) == row["here"] == one
        assert len(articles_at(client, row["whole_url"])) == row["whole"]
    whole = client.get("/articles/keywords/?source=kcna-kp&with=http://x/articles/?source=kcna-kp")
    assert "nothing to compare" in whole.content.decode()
    for wrong in ("source%3Dnobody", "nothing", "%00", "?sort%3Dnewest", "date%3D2025-13"):
        answer = client.get(f"/articles/keywords/?source=kcna-kp&with={wrong}")
        assert answer.status_code == 400, wrong
        assert "The list to compare with" in answer.content.decode()


def spans(texts: list[list[list[str]]], nodes: set[str], within: int) -> Iterator[tuple[str, bool]]:
    """Yield each word within `within` words of a match, and whether it is after the nearest."""
    for title, *body in texts:
        for words in (title, flat(body)):
            matches = [index for index, word in enumerate(words) if word in nodes]
            for index, word in enumerate(words):
                near = [match - index for match in matches if abs(match - index) <= within]
                if near and word not in nodes:
                    nearest = min(map(abs, near))
                    yield word, -nearest in near


def test_collocates_are_counted_in_windows_and_link_to_near(
    client: Client, library: Library
) -> None:
    seen = 0
    for query, nodes, within in (
        ("q=river", {"river"}, 1),
        ("q=bridge&source=pyongyang-times", {"bridge"}, 2),
        ("q=doctor+OR+defend", {"doctor", "defend"}, 2),
    ):
        articles = articles_at(client, f"/articles/?{query}")
        texts = texts_of(articles)
        near = list(spans(texts, nodes, within))
        words = [word for text in texts for sentence in text for word in sentence]
        others, times = (
            Counter(word for word in words if word not in nodes),
            Counter(word for word, _ in near),
        )
        page = client.get(f"/articles/collocates/?{query}&within={within}").context
        shown = {row.word: (row.before, row.after, row.frequency) for row, _, _ in page["rows"]}
        wanted = {}
        matches = sum(
            [word in nodes for word in part].count(True)
            - sum(one in nodes and other in nodes for one, other in pairwise(part))
            for title, *body in texts
            for part in (title, flat(body))
        )
        assert page["found"].matches == matches
        for word, number in times.items():
            cells = [number, len(near) - number, others[word] - number]
            value = likelihood([*cells, others.total() - sum(cells)])
            is_more = number * others.total() > len(near) * others[word]
            if number >= 3 and value > SURE and is_more:
                after = near.count((word, True))
                wanted[word] = (number - after, after, others[word])
        assert shown == wanted, query
        for row, url, lines in page["rows"]:
            number = len(
                [
                    text
                    for text in texts
                    if row.word in {word for word, _ in spans([text], nodes, within)}
                ]
            )
            assert row.articles == number == len(articles_at(client, url))
            assert client.get(lines).context["line_count"] >= row.times
            assert row.dice == 14 + log2(2 * row.times / (matches + row.frequency))
        file = rows_at(client, f"/articles/collocates.csv?{query}&within={within}")
        assert [row["word"] for row in file] == [row.word for row, _, _ in page["rows"]]
        seen += len(shown)
    assert seen > 2


def test_formulae_are_counted_by_article_source_and_month(client: Client, library: Library) -> None:
    for query in ("", "source=kcna-kp", "q=river", "place=kujang"):
        articles = articles_at(client, f"/articles/?{query}")
        page = client.get(f"/articles/formulae/?{query}&length=4").context
        texts = texts_of(articles)
        months = Counter(map(month, articles)) - Counter({None: len(articles)})
        for row in page["rows"]:
            having = [
                article
                for article, text in zip(articles, texts, strict=True)
                if any(
                    f" {row.formula.text} " in f" {' '.join(words)} "
                    for words in (text[0], flat(text[1:]))  # a phrase can go beyond a full stop
                )
            ]
            assert {article.pk for article in having} == {
                article.pk for article in articles_at(client, row.url)
            }, row.formula
            assert row.formula.articles == len(having) >= 3
            assert row.formula.sources == len({one.source_id for one in having} - {None})
            dates = sorted(str(one.published_on) for one in having if one.published_on)
            ends = [end.iso_date for end in (row.first, row.latest) if end]
            assert ends == [
                str_date[: len(end)]
                for str_date, end in zip(dates[:1] + dates[-1:], ends, strict=True)
            ]
            parts = Counter(map(month, having)) - Counter({None: len(having)})
            if row.formula.deviation is not None:
                total, size = parts.total(), months.total()
                plain = sum(abs(parts[key] / total - months[key] / size) for key in months) / 2
                most = 1 - min(months.values()) / size
                assert row.formula.deviation == pytest.approx(plain / most)
    whole = client.get("/articles/formulae/?length=4").context["rows"]
    found = [row.formula.text for row in whole]
    assert "let us defend our garden" in found
    assert "work hard for the great river bridge" in found
    assert "great river bridge" in [
        row.formula.text for row in client.get("/articles/formulae/?length=3").context["rows"]
    ]
    assert all(4 <= len(text.split()) <= LONGEST for text in found)
    assert "hard for the great river bridge" not in found  # only a part of a longer one
    [only] = client.get("/articles/formulae/?find=Let+us").context["rows"]
    assert only.formula.text == "let us defend our garden"
    file = rows_at(client, "/articles/formulae.csv?length=4")
    assert sorted(int(row["articles"]) for row in file)[::-1] == [
        row.formula.articles for row in whole
    ]


def month(article: Article) -> str | None:
    is_known = article.published_on and article.published_precision != "year"
    return str(article.published_on)[:7] if is_known else None


def test_parameters_that_cannot_be_read_and_lists_without_a_measure(
    client: Client, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    for bad in ("keywords/?show=more", "collocates/?q=iron&within=11", "formulae/?length=2"):
        assert client.get(f"/articles/{bad}").status_code == 400
        assert client.get(f"/articles/{bad.replace('/?', '.csv?')}").status_code == 400
    assert client.get("/articles/keywords.csv?q=iron&within=3").status_code == 400
    noted = client.get("/articles/keywords/?q=iron&within=3").content.decode()
    assert "“within” in the address is not a parameter" in noted
    make_place("Kujang City", "city", None, "kujang-city")
    assert "nothing to compare" in client.get("/articles/keywords/").content.decode()
    assert "no articles" in client.get("/articles/keywords/?q=xylophone").content.decode()
    for unsuited in ("", "q=title:iron", "q=iron+NEAR+coal", "q=-iron"):
        page = client.get(f"/articles/collocates/?{unsuited}").content.decode()
        assert "there is nothing to look beside" in page
    stories = client.get("/articles/keywords/?q=iron&count=stories").content.decode()
    assert "It cannot count each story once" in stories
    measures = client.get("/articles/?q=iron&source=kcna-kp&count=stories").content.decode()
    for name in ("keywords", "collocates", "formulae"):
        assert f'href="/articles/{name}/?q=iron&amp;source=kcna-kp' in measures
        meta = json.loads(client.get(f"/articles/{name}.csv-metadata.json").content)
        head = (
            client.get(f"/articles/{name}.csv?q=iron")
            .getvalue()
            .decode("utf-8-sig")
            .splitlines()[0]
        )
        assert [one["name"] for one in meta["tableSchema"]["columns"]] == head.split(",")
    whole = client.get("/articles/").content.decode()
    assert "/articles/formulae/" in whole
    assert "/articles/collocates/" not in whole
    assert "/articles/keywords/" not in whole
    monkeypatch.setattr(measure_pages, "_WAIT", 0)
    taken = [measure_pages._free.acquire() for _ in range(measure_pages.MOST_AT_ONCE)]
    busy = client.get("/articles/keywords/?q=iron")
    assert (busy.status_code, busy["Retry-After"]) == (503, "30")
    for _ in taken:
        measure_pages._free.release()
    assert client.get("/articles/keywords/?q=iron").status_code == 200
    assert keywords_page.SHOWN < keywords_page.MOST_IN_FILE


def test_links_to_the_whole_archive_keep_no_filter(library: Library) -> None:
    chosen = KeywordsFilter(QueryDict("q=coal&added=2000-01-01&source=voice-of-korea"))
    assert chosen.is_valid()
    assert chosen.archive_with("iron") == "/articles/?q=iron"
