"""Test that staff can separate texts that an import joined, and that no import joins them again."""

from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from archive import search
from archive.corrections import (
    CorrectionError,
    StaleForm,
    correct,
    redo,
    separate,
    settle,
    undo,
    withdraw,
)
from archive.corrections.article_overlay import rebuild
from archive.models import ArchiveVersion, Article, Correction, Decision, Extract, KnownItem
from archive.search import SearchQuery
from tests.corrections.joined_mills import (
    COMMON,
    LINK,
    NORTH,
    SOUTH,
    article_at,
    import_joined,
    write_mills,
)
from tests.saved_files import (
    codes,
    dump,
    kcnawatch,
    plain,
    reparse_with,
    run_import,
    save,
    sentences,
    stories,
)

pytestmark = pytest.mark.usefixtures("archive")


@pytest.fixture
def joined(folder: Path) -> tuple[Extract, Extract]:
    return import_joined(folder)


def articles_of_extracts() -> dict[str, int]:
    """Return a dict from the name of each file to the id of its article."""
    rows = Extract.objects.values_list("capture__paths__path", "article")
    return {Path(path).stem: article for path, article in rows}


def shown(article: int) -> str:
    return Article.objects.get(pk=article).body.rsplit("\n\n", 1)[-1]


def test_a_separated_text_is_an_article_of_its_own(
    joined: tuple[Extract, Extract], ada: User, folder: Path
) -> None:
    first, version = joined[1].article_id, ArchiveVersion.current().number
    decision = separate([[joined[1].pk]], "two mills", ada)
    second = article_at(folder, "south")
    assert articles_of_extracts() == {"north": first, "south": second.pk}
    assert second.pk != first
    assert shown(first) == "The north mill in Kujang County turned at dawn."
    assert second.body.endswith("lamps were lit.")
    assert (second.title, str(second.published_on), second.word_count > 0) == (
        "Mill Opened",
        "2024-03-05",
        True,
    )
    assert second.source is not None
    assert second.source.slug == "kcna-kp"
    assert (decision.kind, decision.reason) == ("separate", "two mills")
    assert ArchiveVersion.current().number > version
    assert set(Article.objects.values_list("version", flat=True)) == {
        ArchiveVersion.current().number
    }
    for article in (Article.objects.get(pk=first), second):
        assert article.mentions.get().entity.slug == "kujang"


def test_undo_and_redo_are_exact(
    joined: tuple[Extract, Extract], ada: User, client: Client
) -> None:
    first = joined[0].article_id
    before = dump(with_ids=True)
    decision = separate([[joined[1].pk]], "two mills", ada)
    second = Article.objects.latest("pk").pk
    apart = dump()
    undo(decision, ada)
    assert articles_of_extracts() == {"north": first, "south": first}
    after = dump_without(second)
    assert after["all of Extract"] == before["all of Extract"]
    assert _values(first) == _values_in(before, first)
    redo(decision, ada)
    assert dump() == apart
    undo(decision, ada)
    assert dump_without(second)["all of Extract"] == before["all of Extract"]


def dump_without(article: int) -> dict[str, list[tuple[object, ...]]]:
    """Return all rows of extracts; `article` has none of them."""
    rows = list(Extract.objects.order_by("pk").values_list())
    assert not Extract.objects.filter(article=article).exists()
    return {"all of Extract": sorted(rows, key=repr)}


def _values(pk: int) -> tuple[object, ...]:
    return tuple(Article.objects.values_list().get(pk=pk)[:-1])


def _values_in(tables: dict[str, list[tuple[object, ...]]], pk: int) -> tuple[object, ...]:
    return next(row for row in tables["all of Article"] if row[0] == pk)[:-1]


def test_an_address_once_given_keeps_working(
    joined: tuple[Extract, Extract], ada: User, client: Client
) -> None:
    first = joined[0].article
    decision = separate([[joined[1].pk]], "two mills", ada)
    second = Article.objects.latest("pk")
    assert client.get(second.get_absolute_url()).status_code == 200
    undo(decision, ada)
    for address, target in (
        (second.get_absolute_url(), first.get_absolute_url()),
        (f"/articles/{second.pk}/", first.get_absolute_url()),
        (f"/articles/{second.pk}/evidence/", f"/articles/{first.pk}/evidence/"),
        (f"/articles/{second.pk}/versions/", f"/articles/{first.pk}/versions/"),
    ):
        response = client.get(address)
        assert (response.status_code, response["Location"]) == (301, target)
    assert list(Article.objects.public()) == [first]
    redo(decision, ada)
    assert client.get(second.get_absolute_url()).status_code == 200
    assert Article.objects.public().count() == 2


def test_the_index_and_its_counts_follow(joined: tuple[Extract, Extract], ada: User) -> None:
    search.rebuild()
    assert search.search(SearchQuery(words="lamps")).total == 1
    decision = separate([[joined[1].pk]], "two mills", ada)
    search.catch_up()
    assert search.search(SearchQuery()).total == 2
    assert search.search(SearchQuery(words="north")).ids == (joined[0].article_id,)
    undo(decision, ada)
    search.catch_up()
    assert search.search(SearchQuery()).total == 1
    # The shown text of the article does not have the word, but its other version has.
    assert search.search(SearchQuery(words="north")).total == 1
    assert search.search(SearchQuery(words="north", with_versions=False)).total == 0


def test_no_import_and_no_reparse_joins_them_again(
    joined: tuple[Extract, Extract], ada: User, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    separate([[joined[1].pk]], "two mills", ada)
    apart = articles_of_extracts()
    assert run_import(folder).counts == {"unchanged": 2}
    reparse_with(monkeypatch, lambda parsed: parsed)
    assert articles_of_extracts() == apart
    write_mills(folder / "..")
    run_import(folder / ".." / "north.txt", folder / ".." / "south.txt")
    assert Article.objects.count() == 2


@pytest.mark.parametrize("is_undone", [False, True])
@pytest.mark.parametrize(
    ("text", "name"),
    [
        (f"{SOUTH} ", "south"),
        (NORTH, "north"),
        (f"{SOUTH}\n\nOne more line about it.", "south"),
        (f"{NORTH}\n\nOne more line about it.", "north"),
        (SOUTH.rsplit(",", 1)[0], "south"),
    ],
)
def test_a_further_copy_goes_to_the_article_with_its_text(
    joined: tuple[Extract, Extract],
    ada: User,
    folder: Path,
    text: str,
    name: str,
    is_undone: bool,
) -> None:
    """Import a copy while the texts are separate, then undo and redo the decision."""
    decision = separate([[joined[1].pk]], "two mills", ada)
    if is_undone:
        undo(decision, ada)
        redo(decision, ada)
    wanted = article_at(folder, name).pk
    report = run_import(save(folder, "copy", plain("Mill Opened", text)))
    assert report.counts == {"updated": 1}
    assert articles_of_extracts()["copy"] == wanted
    assert set(codes(article_at(folder, "copy"))) <= {"version-differs"}
    undo(decision, ada)
    assert set(articles_of_extracts().values()) == {joined[0].article_id}
    redo(decision, ada)
    assert articles_of_extracts()["copy"] == wanted


def test_a_copy_with_the_link_of_the_other_goes_where_its_text_is(
    joined: tuple[Extract, Extract], ada: User, folder: Path
) -> None:
    separate([[joined[1].pk]], "two mills", ada)
    run_import(save(folder, "copy", plain("Mill Opened", SOUTH, url=f"{LINK}n")))
    assert articles_of_extracts()["copy"] == article_at(folder, "south").pk


def test_a_copy_under_the_title_of_the_other_goes_where_its_text_is(
    folder: Path, ada: User
) -> None:
    """The south mill was joined by its link. A copy has neither its title nor its link."""
    run_import(save(folder, "north", plain("Mill Opened", NORTH, url=f"{LINK}1")))
    run_import(save(folder, "south", plain("Lamps Lit At Sea", SOUTH, url=f"{LINK}1")))
    article = Article.objects.get()
    separate([[article.extracts.latest("pk").pk]], "two mills", ada)
    report = run_import(save(folder, "copy", plain("Mill Opened", SOUTH + " ")))
    assert report.counts == {"updated": 1}
    assert article_at(folder, "copy") == article_at(folder, "south") != article
    assert set(codes(article_at(folder, "copy"))) <= {"version-differs"}
    run_import(save(folder, "north2", plain("Lamps Lit At Sea", NORTH + " ")))
    assert article_at(folder, "north2") == article


def test_a_text_that_contains_the_other_can_be_separated(folder: Path, ada: User) -> None:
    long = f"{NORTH}\n\n{sentences(3, 12)}"
    run_import(save(folder, "short", plain("Mill Opened", NORTH)))
    run_import(save(folder, "long", plain("Mill Opened", long)))
    article = Article.objects.get()
    separate([[article.extracts.earliest("pk").pk]], "a review quotes it", ada)
    assert article_at(folder, "long").pk == article.pk
    run_import(save(folder, "short again", plain("Mill Opened", NORTH + " ")))
    run_import(save(folder, "long again", plain("Mill Opened", long + "!")))
    assert article_at(folder, "short again") == article_at(folder, "short")
    assert article_at(folder, "long again") == article_at(folder, "long")


def test_equal_texts_are_told_apart_by_their_titles(folder: Path, ada: User) -> None:
    run_import(save(folder, "a", plain("Basket Laid", COMMON, url=f"{LINK}1")))
    run_import(save(folder, "b", plain("Wreath Laid", COMMON, url=f"{LINK}1")))
    article = Article.objects.get()
    separate([[article.extracts.latest("pk").pk]], "other day", ada)
    run_import(save(folder, "a2", plain("Basket Laid", COMMON + " ", url=f"{LINK}1")))
    run_import(save(folder, "b2", plain("Wreath Laid", COMMON + " ", url=f"{LINK}1")))
    assert article_at(folder, "a2") == article_at(folder, "a")
    assert article_at(folder, "b2") == article_at(folder, "b")


def test_corrections_of_both_articles_stay_and_apply_again(
    joined: tuple[Extract, Extract], ada: User, folder: Path
) -> None:
    first = joined[0].article
    correct(first, {"title": "North Mill Opened"}, "clearer", ada)
    decision = separate([[joined[1].pk]], "two mills", ada)
    second = article_at(folder, "south")
    assert (first.pk, Article.objects.get(pk=first.pk).title) == (first.pk, "North Mill Opened")
    assert second.title == "Mill Opened"
    correct(second, {"title": "South Mill Opened", "body": SOUTH + " Corrected."}, "clearer", ada)
    run_import(save(folder, "copy", plain("Mill Opened", f"{SOUTH}\n\nA line more.")))
    assert Article.objects.get(pk=second.pk).body.endswith("Corrected.")
    undo(decision, ada)
    assert Article.objects.get(pk=first.pk).title == "North Mill Opened"
    assert "Corrected" not in Article.objects.get(pk=first.pk).body
    redo(decision, ada)
    again = Article.objects.get(pk=second.pk)
    assert (again.title, again.body) == ("South Mill Opened", SOUTH + " Corrected.")


def test_a_text_that_staff_corrected_does_not_leave_its_article(
    joined: tuple[Extract, Extract], ada: User
) -> None:
    """The south mill is shown. If its text was corrected, its file cannot go away under it."""
    article = joined[0].article
    correct(article, {"body": SOUTH + " Corrected."}, "typing error", ada)
    with pytest.raises(CorrectionError, match="was corrected on this saved file"):
        separate([[joined[1].pk]], "two mills", ada)
    separate([[joined[0].pk]], "two mills", ada)
    assert Article.objects.get(pk=article.pk).body.endswith("Corrected.")


def test_a_withdrawn_text_does_not_get_public(
    joined: tuple[Extract, Extract], ada: User, folder: Path
) -> None:
    decision = separate([[joined[1].pk]], "two mills", ada)
    hidden = withdraw(article_at(folder, "south"), "private", ada)
    with pytest.raises(CorrectionError, match="is withdrawn"):
        undo(decision, ada)
    undo(hidden, ada)
    undo(decision, ada)
    withdraw(joined[0].article, "private", ada)
    with pytest.raises(CorrectionError, match="is withdrawn"):
        redo(decision, ada)
    assert Decision.objects.get(pk=decision.pk).undone_at is not None


def test_what_cannot_be_separated_is_refused_and_nothing_changes(
    joined: tuple[Extract, Extract], ada: User
) -> None:
    before, both = dump(with_ids=True), [joined[0].pk, joined[1].pk]
    for groups, error in (
        ([], CorrectionError),
        ([[]], CorrectionError),
        ([both], CorrectionError),
        ([[both[0]], [both[1]]], CorrectionError),
        ([[both[1], 10**9]], StaleForm),
    ):
        with pytest.raises(error):
            separate(groups, "two mills", ada)
    with pytest.raises(CorrectionError):
        separate([[both[1]]], "  ", ada)
    assert dump(with_ids=True) == before
    assert not Decision.objects.exists()


def test_an_empty_article_cannot_be_corrected(
    joined: tuple[Extract, Extract], ada: User, folder: Path
) -> None:
    decision = separate([[joined[1].pk]], "two mills", ada)
    second = article_at(folder, "south")
    undo(decision, ada)
    second.refresh_from_db()
    for attempt in (
        lambda: correct(second, {"title": "Other"}, "why", ada),
        lambda: settle(second, ["x"], "why", ada),
        lambda: withdraw(second, "why", ada),
    ):
        with pytest.raises(CorrectionError):
            attempt()


def test_several_texts_become_one_article_or_one_each(folder: Path, ada: User) -> None:
    import_joined(folder)
    west = NORTH.replace("north", "west")
    run_import(save(folder, "west", plain("Mill Opened", west)))
    run_import(save(folder, "south2", plain("Mill Opened", SOUTH + " ")))
    at = {Path(path).stem: pk for pk, path in extract_paths()}
    decision = separate([[at["south"], at["south2"]], [at["west"]]], "three mills", ada)
    places = articles_of_extracts()
    assert places["south"] == places["south2"]
    assert len({places["north"], places["south"], places["west"]}) == 3
    run_import(save(folder, "west2", plain("Mill Opened", west + " ")))
    assert articles_of_extracts()["west2"] == places["west"]
    undo(decision, ada)
    assert len(set(articles_of_extracts().values())) == 1


def extract_paths() -> list[tuple[int, str]]:
    return list(Extract.objects.values_list("pk", "capture__paths__path"))


def test_decisions_about_the_same_text_can_be_undone_in_any_order(folder: Path, ada: User) -> None:
    """Take two texts out together, then one of them out of the new article."""
    import_joined(folder)
    west = NORTH.replace("north", "west")
    run_import(save(folder, "west", plain("Mill Opened", west)))
    at = {Path(path).stem: pk for pk, path in extract_paths()}
    first = articles_of_extracts()["north"]
    one = separate([[at["south"], at["west"]]], "not the north", ada)
    second = articles_of_extracts()["south"]
    other = separate([[at["west"]]], "not the south", ada)
    third = articles_of_extracts()["west"]
    assert len({first, second, third}) == 3
    undo(one, ada)
    assert articles_of_extracts() == {"north": first, "south": first, "west": third}
    undo(other, ada)
    assert set(articles_of_extracts().values()) == {first}
    redo(one, ada)
    assert articles_of_extracts() == {"north": first, "south": second, "west": second}
    redo(other, ada)
    assert articles_of_extracts() == {"north": first, "south": second, "west": third}


def test_an_article_of_an_import_keeps_at_least_one_text(folder: Path, ada: User) -> None:
    north, south = import_joined(folder)
    one = separate([[north.pk]], "two mills", ada)
    undo(one, ada)
    separate([[south.pk]], "two mills", ada)
    with pytest.raises(CorrectionError, match="would have no text left"):
        redo(one, ada)


def test_rebuilding_changes_nothing(joined: tuple[Extract, Extract], ada: User) -> None:
    decision = separate([[joined[1].pk]], "two mills", ada)
    for _turn in range(2):
        before = list(Article.objects.order_by("pk").values_list())
        rebuild([pk for pk, *_ in before])
        assert list(Article.objects.order_by("pk").values_list()) == before
        undo(decision, ada)


def test_problems_that_name_the_other_article_are_settled(folder: Path, ada: User) -> None:
    """A text between two articles matches both; staff separate it from its article."""
    half = f"{COMMON}\n\n{sentences(5, 8)}"
    run_import(save(folder, "a", plain("Mill Opened", COMMON)))
    run_import(save(folder, "b", plain("Mill Opened", half)))
    assert Article.objects.count() == 1
    joined = Article.objects.get().extracts.latest("pk")
    separate([[joined.pk]], "two mills", ada)
    run_import(save(folder, "c", plain("Mill Opened", half + " ")))
    run_import(save(folder, "d", plain("Mill Opened", COMMON + " ")))
    assert Article.objects.count() == 2
    assert [codes(article) for article in Article.objects.all()] == [[], []]


def test_a_doubt_that_was_there_before_is_settled_while_the_decision_stands(
    joined: tuple[Extract, Extract], ada: User, folder: Path
) -> None:
    """The south mill has a problem that names the first article, as an older import left it."""
    decision = separate([[joined[1].pk]], "two mills", ada)
    second = article_at(folder, "south")
    problem = {
        "code": "several-matches",
        "message": "matches, too",
        "field": "",
        "words": "",
        "spans": [],
        "candidates": [str(joined[0].article_id)],
    }
    Extract.objects.filter(pk=joined[1].pk).update(problems=[problem])
    rebuild([second.pk])
    assert codes(article_at(folder, "south")) == []
    undo(decision, ada)
    assert codes(article_at(folder, "south")) == ["several-matches"]


def test_known_items_follow_the_texts(folder: Path, ada: User) -> None:
    """Two texts under one title are listed elsewhere, each with its own lead."""
    story, listing = stories(2)
    other = type(story)(story.title, story.on, f"{sentences(9)} {story.body}")
    run_import(save(folder, "north", kcnawatch(story)))
    run_import(save(folder, "south", kcnawatch(other)))
    run_import(save(folder, "list", kcnawatch(listing, [story, other])))
    article = article_at(folder, "north")
    assert article_at(folder, "south") == article
    before = item_articles()
    assert set(before.values()) == {article.pk}
    south = Extract.objects.get(capture__paths__path=str(folder / "south.txt"))
    decision = separate([[south.pk]], "two stories", ada)
    second = article_at(folder, "south").pk
    assert set(item_articles().values()) == {article.pk, second}
    undo(decision, ada)
    assert item_articles() == before
    redo(decision, ada)
    assert set(item_articles().values()) == {article.pk, second}


def item_articles() -> dict[str, int | None]:
    return dict(KnownItem.objects.values_list("lead", "article"))


def test_the_evidence_page_says_which_articles_are_kept_apart(
    joined: tuple[Extract, Extract], ada: User, folder: Path, client: Client
) -> None:
    decision = separate([[joined[1].pk]], "two different mills", ada)
    first, second = joined[0].article, article_at(folder, "south")
    for one, other in ((first, second), (second, first)):
        page = client.get(f"/articles/{one.pk}/evidence/").content.decode()
        assert f'href="/articles/{other.pk}/mill-opened/"' in page
        assert "two different mills" in page
    undo(decision, ada)
    assert "Kept apart" not in client.get(f"/articles/{first.pk}/evidence/").content.decode()


def test_a_copy_that_is_imported_later_becomes_part_of_the_decision(
    joined: tuple[Extract, Extract], ada: User, folder: Path
) -> None:
    decision = separate([[joined[1].pk]], "two mills", ada)
    assert decision.corrections.count() == 2
    run_import(save(folder, "copy", plain("Mill Opened", SOUTH + " ")))
    assert decision.corrections.count() == 3
    added = decision.corrections.latest("pk")
    second = article_at(folder, "south")
    assert (added.article_id, added.parsed_value) == (second.pk, joined[0].article_id)
    assert Correction.objects.count() == 3


def test_undoing_a_decision_with_many_copies_takes_few_queries(
    joined: tuple[Extract, Extract], ada: User, folder: Path
) -> None:
    """The number of queries must not grow with the number of copies that were imported later."""
    decision = separate([[joined[1].pk]], "two mills", ada)
    queries = []
    for count in (5, 20):
        for number in range(count):
            path = save(folder, f"{count}-{number}", plain("Mill Opened", SOUTH + " " * number))
            run_import(path)
        with CaptureQueriesContext(connection) as captured:
            undo(decision, ada)
        redo(decision, ada)
        queries.append(len(captured))
    assert queries[1] <= queries[0] + 5
