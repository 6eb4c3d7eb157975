"""Every number and every list of the articles page equals what plain SQL counts over the tables: after a real import,
after corrections, withdrawals and merges, and after all of them were undone."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import transaction
from django.http import QueryDict
from django.test import Client, override_settings
from pytest_django import DjangoDbBlocker, Settings

from archive import corrections, search
from archive.facets import FacetValue
from archive.filters import ArticleFilter
from archive.models import Act, ArchiveVersion, Article, Entity, Mention
from tests.archive.plain_sql import DATE_FIELDS, ENTITIES, SLUGS, PlainTables, as_words, rows
from tests.conftest import CORPUS, SEEDS
from tests.ingest.saved_files import plain as plain_file
from tests.ingest.saved_files import save, sentences

INVENTED = 60
COMBINATIONS = 110  # for each state of the archive
CORRECTIONS = 36
PAGES = 8  # whose every link is followed
PARTIAL_DATES = ["", "2023", "2024", "2024-02", "2024-02-29", "2024-12", "2024-12-31", "2025-04", "2026-01-01"]

Address = dict[str, list[str]]


@pytest.fixture(scope="module")
def imported(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Path]:
    """The seeds, invented files, and where it is there the corpus, imported once for all tests of this module; gives
    the state folder."""
    state = tmp_path_factory.mktemp("counted")
    folders = [SEEDS, write_invented(state / "saved"), *([CORPUS] if CORPUS.is_dir() else [])]
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(STATE_DIR=state, INDEX_DIR=state / "index"):
            call_command("load_gazetteer", verbosity=0)
            call_command("rebuild_index", verbosity=0)
            call_command("import_articles", *map(str, folders), verbosity=0)
        yield state
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def state_dir(imported: Path, settings: Settings) -> Path:
    """In place of a folder a test: the import's."""
    from archive.labels import forget_labels
    from archive.views.home import count_holdings

    forget_labels()
    count_holdings.cache_clear()
    settings.STATE_DIR, settings.INDEX_DIR = imported, imported / "index"
    settings.STATIC_ROOT = imported / "static"
    settings.STATIC_ROOT.mkdir(exist_ok=True)
    return imported


@pytest.fixture(autouse=True)
def followed(state_dir: Path, db: None) -> None:
    """The index of the database as it is: what the test before did was rolled back."""
    search.catch_up()
    if search.status().state != search.IndexState.READY:
        search.rebuild()


def write_invented(folder: Path) -> Path:
    """Files of several outlets and places, some without a date."""
    folder.mkdir()
    chance = Random(4)
    for number in range(INVENTED):
        places = chance.sample(["Kujang County", "Sinuiju City", "Unsan County", "Russia", "Pyongyang"], 2)
        body = f"{sentences(number)}\n\nWorkers of {places[0]} and {places[1]} met."
        on = chance.choice(["", "2024-12-31", "2025-01-01", "2025-02-28", "2025-04-17", "2025-04-18"])
        source = chance.choice(["KCNA.kp (En)", "Voice of Korea (EN)", "Pyongyang Times (EN)", "(En)"])
        save(folder, f"{number:03}", plain_file(f"Bridge {number} Opened", body, on=on, source=source))
    return folder


class Combinations:
    """Random addresses of what the archive holds."""

    def __init__(self, chance: Random, plain: PlainTables) -> None:
        self.chance = chance
        self.values = {name: [*plain.slugs(name), *self.some(list(plain.ids[name]), 5), "unknown"] for name in SLUGS}
        self.dates = plain.known_dates()
        self.texts = [
            words.split() for pair in rows("SELECT title_words, body_words FROM plain_article") for words in pair
        ]

    def some(self, values: Sequence[str], most: int) -> list[str]:
        return self.chance.sample(values, self.chance.randint(0, min(most, len(values))))

    def signed(self, values: list[str]) -> list[str]:
        return [self.chance.choice(["", "", "-"]) + value for value in dict.fromkeys(values)]

    def address(self) -> Address:
        chosen = {name: self.signed(self.some(values[:12], 2)) for name, values in self.values.items()}
        chosen = {name: values if self.chance.random() < 0.6 else [] for name, values in chosen.items()}
        dates = [self.date() for _ in range(self.chance.choice([0, 0, 1, 1, 2, 3]))]
        terms = [self.term() for _ in range(self.chance.choice([0, 0, 0, 1, 2]))]
        return {"q": terms, "date": self.signed(dates), **chosen}

    def date(self) -> str:
        if self.chance.random() < 0.1:
            return "unknown"
        first, last = sorted(self.cut(self.chance.choice(self.dates)) for _ in range(2))
        if self.chance.random() < 0.6 or first > last:
            return first
        return self.chance.choice([f"{first}..{last}", f"{first}..", f"..{last}"])

    def cut(self, known: str) -> str:
        return known[: self.chance.choice([4, 7, 7, 10])]

    def term(self) -> str:
        """One to three words that stand next to each other somewhere, or one of two such phrases, or none such."""
        phrases = [self.phrase() for _ in range(self.chance.choice([1, 1, 1, 2]))]
        return " OR ".join(phrases) if len(phrases) > 1 else self.signed(phrases)[0]

    def phrase(self) -> str:
        words = self.chance.choice([text for text in self.texts if text])
        start = self.chance.randrange(len(words))
        return " ".join(words[start : start + self.chance.randint(1, 3)])


def typed(term: str) -> str:
    """A term as it is typed: each of its phrases in quotation marks."""
    minus = "-" if term.startswith("-") else ""
    return " OR ".join(f'{minus}"{phrase}"' for phrase in term.removeprefix("-").split(" OR "))


def as_query(address: Address, **more: str) -> str:
    data = QueryDict(mutable=True)
    for name, values in address.items():
        data.setlist(name, [" ".join(map(typed, values))] if name == "q" and values else values)
    for name, value in more.items():
        data[name] = value
    return data.urlencode()


def asked(query: str) -> ArticleFilter:
    found = ArticleFilter(QueryDict(query), path="/articles/")
    assert found.is_valid(), (query, found.errors)
    return found


def check(plain: PlainTables, address: Address, chance: Random) -> int:
    """Total, one page of the list in either order, and every count; gives the total."""
    order = chance.choice(["newest", "oldest"])
    ids = plain.ids_of(address, order)
    last = max(1, -(-len(ids) // search.PAGE_SIZE))
    page = chance.choice([1, last, chance.randint(1, last)])
    query = as_query(address, sort=order, page=str(page))
    results = asked(query).results
    assert results.total == len(ids), query
    assert list(results.ids) == ids[(page - 1) * search.PAGE_SIZE :][: search.PAGE_SIZE], query
    assert results.page_count == last, query
    years, months = opened(address)
    for facet, counts in plain.counts(address).items():
        if facet == "month":
            counts = {month: count for month, count in counts.items() if month // 100 in years}
        elif facet == "day":
            counts = {day: count for day, count in counts.items() if day // 100 in months}
        assert without_zeros(results.counts.get(facet, {})) == without_zeros(counts), (query, facet)
    return len(ids)


def opened(address: Address) -> tuple[set[int], set[int]]:
    """The years whose months are counted, and the months whose days are: those of what is chosen."""
    chosen = [value.lstrip("-") for value in address["date"] if ".." not in value and "unknown" not in value]
    years = {int(date[:4]) for date in chosen}
    return years, {int(date[:7].replace("-", "")) for date in chosen if len(date) > 4}


def without_zeros(counts: Mapping[int, int]) -> dict[int, int]:
    return {value: count for value, count in counts.items() if count}


def check_many(chance: Random) -> PlainTables:
    plain = PlainTables()
    everything: Address = {"q": [], "date": [], **{name: [] for name in SLUGS}}
    check(plain, everything, chance)
    combinations = Combinations(chance, plain)
    totals = [check(plain, combinations.address(), chance) for _ in range(COMBINATIONS)]
    hits = sum(1 for total in totals if total)
    assert hits > COMBINATIONS / 4, "most combinations find nothing, and so show nothing"
    return plain


def contents() -> list[Any]:
    """What is counted, of every article."""
    return [
        rows("SELECT facet, article_id, value FROM plain_value ORDER BY facet, article_id, value"),
        rows("SELECT id, title, body, known FROM plain_article ORDER BY id"),
    ]


class Staff:
    """Somebody who corrects at random."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance
        self.user = User.objects.create_user("ada")
        self.acts: list[Act] = []
        self.merged: list[Entity] = []
        self.bodies = list(Article.objects.values_list("body", flat=True))

    def some_articles(self, **conditions: Any) -> list[Article]:
        ids = list(Article.objects.filter(**conditions).order_by("pk").values_list("pk", flat=True))
        chosen = self.chance.sample(ids, min(len(ids), self.chance.randint(1, 6)))
        return list(Article.objects.filter(pk__in=chosen))

    def work(self, times: int) -> None:
        verbs = [self.correct, self.correct, self.correct_body, self.add_place, self.judge_places, self.withdraw]
        verbs += [self.restore, self.undo, self.redo]
        for _ in range(times):
            self.chance.choice(verbs)()
        for published in ("", "2024", "2024-02"):
            self.say({"published": published})

    def say(self, changes: dict[str, str]) -> None:
        self.acts.append(corrections.correct_all(self.some_articles(withdrawn_at=None), changes, "why", self.user))

    def correct(self) -> None:
        changes = {
            "published": self.chance.choice(PARTIAL_DATES),
            "source": self.chance.choice(["", "kcna-kp", "voice-of-korea", "pyongyang-times", "minju-choson"]),
            "title": self.chance.choice(["Bridge Opened", "Visit to Pyongyang Reported", "At Kujang"]),
        }
        name = self.chance.choice([*changes, "published", "source"])
        self.say({name: changes[name]})

    def correct_body(self) -> None:
        paragraphs = "\n\n".join(self.chance.choice(self.bodies) for _ in range(2)).split("\n\n")
        body = "\n\n".join(self.chance.sample(paragraphs, -(-len(paragraphs) // 2)))
        self.acts.append(corrections.correct(self.some_articles()[0], {"body": body}, "why", self.user))

    def add_place(self) -> None:
        article = self.some_articles()[0]
        named = Mention.objects.filter(article=article).values("entity")
        place = self.chance.choice(list(Entity.objects.places().exclude(pk__in=named).order_by("pk")))
        self.acts.append(corrections.add_place(article, place, "why", self.user))

    def judge_places(self) -> None:
        articles = [article for article in self.some_articles() if article.mentions.shown().exists()]
        for article in articles[:3]:
            judge = self.chance.choice([corrections.reject, corrections.reject, corrections.confirm])
            self.acts.append(judge(list(article.mentions.shown()), "why", self.user))

    def withdraw(self) -> None:
        if articles := self.some_articles(withdrawn_at__isnull=True)[:-1]:
            self.acts.append(corrections.withdraw(articles, "why", self.user))

    def restore(self) -> None:
        if articles := self.some_articles(withdrawn_at__isnull=False):
            self.acts.append(corrections.restore(articles, "why", self.user))

    def undo(self) -> None:
        if self.acts:
            corrections.undo(self.chance.choice(self.acts), self.user)

    def redo(self) -> None:
        if self.acts:
            corrections.redo(self.chance.choice(self.acts), self.user)

    def merge_places(self) -> None:
        for kind in ENTITIES:
            named = Entity.objects.filter(kind=kind, mentions__isnull=False, children__isnull=True).distinct()
            if len(named) > 1:
                gone, kept = self.chance.sample(list(named.order_by("pk")), 2)
                self.merged.append(gone)
                self.say_merged(gone, kept)

    def say_merged(self, gone: Entity, kept: Entity | None) -> None:
        with transaction.atomic():
            Entity.objects.filter(pk=gone.pk).update(merged_into=kept)
            ArchiveVersion.stamp(set(Mention.objects.filter(entity=gone).values_list("article_id", flat=True)))

    def undo_everything(self) -> None:
        for gone in self.merged:
            self.say_merged(gone, None)
        for act in reversed(self.acts):
            corrections.undo(act, self.user)


def test_counts_and_lists_equal_sql_whatever_is_corrected_and_undone() -> None:
    chance = Random(5)
    check_many(chance)
    before = contents()
    staff = Staff(chance)
    staff.work(CORRECTIONS)
    staff.merge_places()
    search.catch_up()
    plain = check_many(chance)
    assert contents() != before
    assert {len(known) for known in plain.known_dates()} == set(DATE_FIELDS), "dates of every precision"
    staff.undo_everything()
    search.catch_up()
    check_many(chance)
    assert contents() == before


def lines(values: Sequence[FacetValue]) -> Iterator[FacetValue]:
    for value in values:
        yield value
        yield from lines(value.children)


def test_every_link_of_a_page_leads_to_as_many_articles_as_it_says(client: Client) -> None:
    chance = Random(6)
    Staff(chance).work(CORRECTIONS // 3)
    search.catch_up()
    plain = PlainTables()
    combinations = Combinations(chance, plain)
    followed = set()
    for _number in range(PAGES):
        page = client.get(f"/articles/?{as_query(combinations.address())}")
        assert page.status_code == 200
        for facet in page.context["facets"]:
            for value in lines(facet.values):
                if value.url not in followed:
                    followed.add(value.url)
                    behind = client.get(value.url)
                    assert (behind.status_code, behind.context["total"]) == (200, value.count), value.url
    assert len(followed) > PAGES


def test_the_corpus_was_counted_too() -> None:
    if not CORPUS.is_dir():
        pytest.skip(f"the corpus is not beside the project: {CORPUS}")
    assert Article.objects.count() > INVENTED + 500


def test_words_are_cut_as_the_documentation_says() -> None:
    assert as_words("ComradeKim Jong Unvisited Café-Ost’s 2nd") == " comrade kim jong un visited cafe ost s 2nd "
