"""Test the versions of articles: which copies are versions, their names, and their problems."""

from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import transaction

from archive.corrections import separate, settle, undo
from archive.corrections import versions as versions_module
from archive.corrections.entity_decisions import ban, merge, rename, split_off
from archive.corrections.problems import problem_key
from archive.importing.gazetteer_loader import _articles_of as articles_to_index
from archive.models import Article, Entity, Extract, Mention, TextVersion, VersionName
from archive.models.version_names import names_of_versions
from tests.saved_files import codes, plain, run_import, save, sentences

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("archive")]

LINK = "http://kcna.kp/en/article/q/17.kcmsf"
FIRST = (
    "The bridge of Kujang County was opened by Ri Chol Su. It is 120 metres long.\n\n"
    + sentences(4)
    + "\n\nAt the end the workers of North Phyongan Province danced until the evening."
)
COPIES = {
    "first": FIRST,
    "spaces": FIRST.replace("\n\n", "\n"),
    "cut": FIRST[:-40],
    "number": FIRST.replace("120 metres", "150 metres"),
    "name": FIRST.replace("Kujang County", "the county"),
    "renamed": FIRST.replace("Ri Chol Su", "Kim Yong Ho, an engineer"),
    "shorter": FIRST.replace(" It is 120 metres long.", ""),
    "wording": FIRST.replace("danced until", "danced up to"),
}


@pytest.fixture
def user() -> User:
    return User.objects.create_user("corrector")


def write(folder: Path, *names: str) -> None:
    for name in names:
        save(folder, name, plain(body=COPIES[name], url=LINK))


def state() -> list[Any]:
    """Return the versions of the only article, each with its copies, grade and names."""
    article = Article.objects.public().get()
    rows = TextVersion.objects.filter(article=article).select_related("extract")
    versions = [
        (
            version.extract.body,
            version.is_shown,
            version.grade,
            sorted(
                Path(path).stem
                for path in version.copies.values_list("extract__capture__paths__path", flat=True)
            ),
            sorted(version.names.values_list("entity__slug", "words")),
        )
        for version in rows
    ]
    return [sorted(versions), article.body, sorted(map(problem_key, article.problems))]


def versions() -> list[list[str]]:
    return sorted(version[3] for version in state()[0])


def test_copies_with_the_same_words_make_no_version(folder: Path) -> None:
    write(folder, "first", "spaces", "cut")
    run_import(folder)
    assert Article.objects.get().extracts.count() == 3
    assert not TextVersion.objects.exists()
    assert not codes(Article.objects.get())


def test_other_words_make_a_version_with_a_grade_and_a_problem(folder: Path) -> None:
    write(folder, "first", "spaces", "number", "wording")
    run_import(folder)
    assert versions() == [["first", "spaces"], ["number"], ["wording"]]
    grades = {tuple(version[3]): version[2] for version in state()[0]}
    shown = next(tuple(version[3]) for version in state()[0] if version[1])
    assert grades.pop(shown) == 0
    assert codes(Article.objects.get()).count("version-differs") == sum(
        grade >= 3 for grade in grades.values()
    )


def test_a_name_that_only_an_older_version_has_is_stored(folder: Path) -> None:
    write(folder, "first", "renamed")
    run_import(folder)
    (older,) = (version for version in state()[0] if not version[1])
    assert older[3] == ["first"]
    assert ("ri-chol-su", "ri chol su") in older[4]
    named = Article.objects.get().mentions.values_list("entity__slug", flat=True)
    assert "kim-yong-ho" in named
    assert "ri-chol-su" not in named


@pytest.mark.parametrize("part", range(4))
def test_the_order_of_imports_makes_no_difference(folder: Path, part: int) -> None:
    orders = list(permutations(["first", "cut", "number", "name", "shorter"]))
    results = []
    for order in orders[part :: len(orders) // 6]:
        with transaction.atomic():
            for name in order:
                write(folder, name)
                run_import(folder / f"{name}.txt")
            results.append(state())
            transaction.set_rollback(True)
    assert len(results[0][0]) == 4
    assert all(result == results[0] for result in results)


def test_a_separated_copy_is_no_version_any_more(folder: Path, user: User) -> None:
    write(folder, "first", "number")
    run_import(folder)
    assert len(versions()) == 2
    other = TextVersion.objects.get(is_shown=False).extract
    decision = separate([[other.pk]], "two bridges", user)
    assert not TextVersion.objects.exists()
    undo(decision, user)
    assert len(versions()) == 2


def test_the_problem_can_be_settled_and_stays_settled(folder: Path, user: User) -> None:
    write(folder, "first", "number")
    run_import(folder)
    article = Article.objects.get()
    (problem,) = (each for each in article.problems if each["code"] == "version-differs")
    settle(article, [problem_key(problem)], "seen", user)
    assert "version-differs" not in codes(Article.objects.get())
    run_import("--reparse")
    assert "version-differs" not in codes(Article.objects.get())
    write(folder, "shorter")
    run_import(folder)
    assert codes(Article.objects.get()).count("version-differs") == 1


def test_further_copies_of_the_same_versions_open_no_settled_problem(
    folder: Path, user: User
) -> None:
    write(folder, "first", "number")
    run_import(folder)
    article = Article.objects.get()
    (problem,) = (each for each in article.problems if each["code"] == "version-differs")
    settle(article, [problem_key(problem)], "seen", user)
    shown: set[str] = set()
    for number, marks in enumerate(["!", "!!", "?", "!?", "…"]):
        for name in ("first", "number"):
            body = COPIES[name].replace("evening.", f"evening{marks}")
            save(folder, f"{name}-{number}", plain(body=body, url=LINK))
        run_import(folder)
        article = Article.objects.get()
        shown.add(article.body)
        assert "version-differs" not in codes(article)
    assert len({"150" in body for body in shown}) == 2  # each version was shown once
    assert len(versions()) == 2


def test_a_further_copy_compares_no_versions_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder, "first", "number", "wording")
    run_import(folder)
    compared: list[Extract] = []
    monkeypatch.setattr(versions_module, "grade_between", lambda *pair: compared.extend(pair))
    monkeypatch.setattr(versions_module, "find_mentions", lambda *pair: compared.extend(pair))
    write(folder, "cut")
    run_import(folder)
    assert ["cut", "first"] in versions()
    assert not compared


def test_reparse_finds_the_same_versions(folder: Path) -> None:
    write(folder, *COPIES)
    run_import(folder)
    before = state()
    assert run_import("--reparse").counts == {"unchanged": len(COPIES)}
    assert state() == before


def test_reparse_finds_new_names_in_versions_that_are_not_shown(renamed: Article) -> None:
    before = state()
    VersionName.objects.filter(words="ri chol su").delete()
    assert run_import("--reparse").counts == {"unchanged": 1, "updated": 1}
    assert state() == before
    assert Article.objects.get().version > renamed.version


def test_a_place_that_only_a_version_names_is_indexed_again_if_its_province_changes(
    folder: Path,
) -> None:
    write(folder, "first", "renamed")
    run_import(folder)
    article = Article.objects.get()
    places = set(Entity.objects.filter(slug__in=["kujang", "north-phyongan"]))
    article.mentions.filter(entity__in=places).delete()
    version = TextVersion.objects.get(is_shown=False)
    version.names.filter(entity__slug="north-phyongan").delete()
    province = Entity.objects.get(slug="north-phyongan")
    assert articles_to_index({province.pk}) == {article.pk}


def test_reparse_finds_the_versions_of_an_older_archive(folder: Path) -> None:
    write(folder, *COPIES)
    run_import(folder)
    before = state()
    TextVersion.objects.all().delete()
    article = Article.objects.get()
    article.problems = [each for each in article.problems if each["code"] != "version-differs"]
    article.save()
    stamped = article.version
    run_import("--reparse")
    assert state() == before
    assert Article.objects.get().version > stamped


@pytest.fixture
def renamed(folder: Path) -> Article:
    """Return an article that names Ri Chol Su only in a version that is not shown."""
    write(folder, "first", "renamed")
    run_import(folder)
    return Article.objects.get()


def counted(article: Article, entity: Entity) -> bool:
    """Return True if a name in a version counts for this entity or one merged into it."""
    return entity.pk in {pk for _, pk, _ in names_of_versions([article.pk])}


def test_a_merger_reaches_articles_that_have_the_name_only_in_a_version(
    renamed: Article, user: User
) -> None:
    old, new = (Entity.objects.get(slug=slug) for slug in ("ri-chol-su", "kim-yong-ho"))
    Mention.objects.filter(entity=new).delete()
    merge(old, new, "one person", user)
    assert Article.objects.get().version > renamed.version


def test_a_banned_alias_does_not_count_in_a_version(renamed: Article, user: User) -> None:
    entity = Entity.objects.get(slug="ri-chol-su")
    assert counted(renamed, entity)
    decision = ban(entity, "Ri Chol Su", "not a person", user)
    stamped = Article.objects.get().version
    assert stamped > renamed.version
    assert not counted(renamed, entity)
    undo(decision, user)
    assert Article.objects.get().version > stamped
    assert counted(renamed, entity)


def test_an_alias_that_is_split_off_takes_the_names_of_versions_with_it(
    renamed: Article, user: User
) -> None:
    old = Entity.objects.get(slug="ri-chol-su")
    rename(old, "Ri Chol Sung", old.slug, "his name", user)
    decision = split_off(old, "Ri Chol Su", "another person", user)
    new = Entity.objects.exclude(pk=old.pk).get(names__name="Ri Chol Su")
    assert counted(renamed, new)
    assert not counted(renamed, old)
    assert Article.objects.get().version > renamed.version
    undo(decision, user)
    assert Entity.objects.get(pk=new.pk).merged_into == old
    assert counted(renamed, new)
