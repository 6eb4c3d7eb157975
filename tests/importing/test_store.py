"""Tests of storing: the article of a file, the extract that an article shows, reparsed files."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.contrib.auth.models import User

from archive import corrections
from archive.models import ArchiveVersion, Article, Capture, Extract, Mention
from ingest import pipeline
from tests.saved_files import codes, kcnawatch, plain, run_import, save, sentences, stories

pytestmark = pytest.mark.usefixtures("archive")


def article_of(path: Path) -> Article:
    return Article.objects.get(extracts__capture__paths__path=str(path))


# ---- the article to which a file belongs


def test_the_same_page_saved_twice_is_two_captures_of_one_article(folder: Path) -> None:
    story = stories(1)[0]
    save(folder, "a", kcnawatch(story))
    save(folder, "b", kcnawatch(story, saved=date(2026, 6, 1)))
    assert run_import(folder).counts == {"created": 1, "updated": 1}
    article = Article.objects.get()
    assert article.extracts.count() == 2
    assert article.shown_extract and article.shown_extract.capture.saved_not_before == date(
        2026, 6, 1
    )


def test_the_same_article_in_a_later_run_updates_it(folder: Path) -> None:
    text = sentences(1, 10)
    first = save(folder, "a", plain("Bridge Opened", text[: len(text) // 2]))
    run_import(first)
    version = ArchiveVersion.current().number
    second = save(folder, "b", plain("Bridge opened.", text))
    assert run_import(second).counts == {"updated": 1}
    article = Article.objects.get()
    assert article.shown_extract == Extract.objects.get(capture__paths__path=str(second))
    assert article.body == article.shown_extract.body
    assert article.version == ArchiveVersion.current().number == version + 1


def test_a_shorter_file_does_not_replace_the_text(folder: Path) -> None:
    text = sentences(1, 10)
    run_import(save(folder, "a", plain("Bridge Opened", text)))
    body = Article.objects.get().body
    assert run_import(save(folder, "b", plain("Bridge Opened", text[: len(text) // 2]))).counts == {
        "updated": 1
    }
    assert Article.objects.get().body == body


def bare(text: str) -> str:
    """Return the text of a page without a title and date."""
    return f"Pyongyang, March 5 (KCNA) -- {text}\nMore From KCNA.kp (En)\n\nMore Articles\n"


@pytest.mark.parametrize("is_whole_first", [True, False])
def test_texts_without_title_and_date_are_one_when_they_begin_equally(
    folder: Path, is_whole_first: bool
) -> None:
    text = sentences(1, 10)
    texts = [text, text[: len(text) // 2]]
    for name, item in zip("ab", texts if is_whole_first else reversed(texts), strict=True):
        run_import(save(folder, name, bare(item)))
    assert run_import(save(folder, "c", bare(sentences(2)))).counts == {"created": 1}
    assert {extract.key[-8:] for extract in Extract.objects.all()} == {"00000000"}
    assert sorted(article.extracts.count() for article in Article.objects.all()) == [1, 2]


def test_a_text_without_title_and_date_is_not_compared_with_its_source(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    judged: list[Any] = []
    monkeypatch.setattr("archive.importing.plan.judge", lambda *bodies, **_: judged.append(bodies))
    for number in range(4):
        save(folder, f"bare{number}", bare(sentences(number)))
        save(folder, f"titled{number}", plain(f"Title {number}", sentences(number + 10)))
    assert run_import(folder).counts == {"created": 8}
    assert judged == []


def test_two_different_texts_under_one_title_and_day_are_two_articles(folder: Path) -> None:
    save(folder, "a", plain("Press Review", sentences(1)))
    save(folder, "b", plain("Press Review", sentences(2)))
    assert run_import(folder).counts == {"created": 2}
    assert not Article.objects.filter(has_problems=True).exists()


@pytest.mark.parametrize("is_one_batch", [True, False])
def test_texts_that_share_half_are_two_articles_and_a_problem_names_the_other(
    folder: Path, is_one_batch: bool
) -> None:
    own, other = sentences(1, 8), sentences(2, 8)
    half = own[: len(own) // 2] + other[len(other) // 2 :]
    first, second = (
        save(folder, "a", plain("Ceramic Vase", own)),
        save(folder, "b", plain("Ceramic Vase", half)),
    )
    for paths in [[folder]] if is_one_batch else [[first], [second]]:
        run_import(*paths)
    existing, later = article_of(first), article_of(second)
    assert (existing != later, codes(existing), codes(later)) == (True, [], ["possible-duplicate"])
    problem = later.problems[0]
    assert problem["candidates"] == [str(existing.pk)]
    assert f"Article {existing.pk} " in problem["message"]


@pytest.mark.parametrize(
    ("a", "b", "articles"),
    [
        ({"on": "2024-03-05"}, {"on": "2024-03-06"}, 1),
        ({"on": "2024-03-05"}, {"on": "2024-03-07"}, 2),
        ({"on": "2024-03-05"}, {"on": ""}, 1),
        ({"on": ""}, {"on": "2024-03-05"}, 1),
        ({"source": "KCNA.kp (En)"}, {"source": "Voice of Korea (EN)"}, 2),
        ({"title": "Bridge Opened"}, {"title": "“BRIDGE” opened"}, 1),
        ({"title": "Bridge Opened"}, {"title": "Dam Opened"}, 2),
    ],
)
@pytest.mark.parametrize("is_one_batch", [True, False])
def test_candidates_share_source_title_and_nearly_the_day(
    folder: Path, a: dict[str, str], b: dict[str, str], articles: int, is_one_batch: bool
) -> None:
    text = sentences(1)
    first = save(folder, "a", plain(body=text, **{"title": "Bridge Opened", **a}))
    second = save(folder, "b", plain(body=text + "!", **{"title": "Bridge Opened", **b}))
    for paths in [[folder]] if is_one_batch else [[first], [second]]:
        run_import(*paths)
    assert Article.objects.count() == articles


def test_an_equal_link_is_the_same_article_even_rewritten_or_retitled_but_not_both(
    folder: Path,
) -> None:
    link = "http://www.kcna.kp/en/article/17"
    text = sentences(1, 8)
    run_import(save(folder, "a", plain("Bridge Opened", text, url=link)))
    half = text[: len(text) * 6 // 10] + sentences(9, 4)
    rewritten = plain("Bridge Opened", half, url=link, on="2024-03-06")
    retitled = plain("River Crossed", text, url=link.replace("http", "https"), on="2024-05-01")
    both = plain("Concert Given", f"{text[: len(text) * 6 // 10]} {sentences(19, 4)}", url=link)
    assert run_import(save(folder, "b", rewritten)).counts == {"updated": 1}
    assert run_import(save(folder, "c", retitled)).counts == {"updated": 1}
    assert run_import(save(folder, "d", both)).counts == {"created": 1}
    assert codes(Article.objects.get(title="Concert Given")) == ["link-shared"]


def test_a_page_without_title_is_matched_by_its_text(folder: Path) -> None:
    story = stories(1)[0]
    bare = (
        f"{story.body} -0-\n\nwww.kcna.kp ({story.on:%Y.%m.%d}.)\n\nMore From KCNA.kp (En)\n\nMore"
        " Articles\n"
    )
    full, body_only = save(folder, "full", kcnawatch(story)), save(folder, "bare", bare)
    assert run_import(full).counts == {"created": 1}
    assert run_import(body_only).counts == {"updated": 1}
    assert Article.objects.get().title == story.title


def test_a_page_without_title_can_be_imported_first(folder: Path) -> None:
    story = stories(1)[0]
    bare = (
        f"{story.body} -0-\n\nwww.kcna.kp ({story.on:%Y.%m.%d}.)\n\nMore From KCNA.kp (En)\n\nMore"
        " Articles\n"
    )
    full, body_only = save(folder, "full", kcnawatch(story)), save(folder, "bare", bare)
    assert run_import(body_only).counts == {"created": 1}
    assert run_import(full).counts == {"updated": 1}
    assert Article.objects.get().title == story.title


@pytest.mark.parametrize("is_one_batch", [True, False])
@pytest.mark.parametrize(
    ("days", "outcome"), [(-2, "created"), (-1, "updated"), (2, "updated"), (3, "created")]
)
def test_a_page_without_title_matches_every_parsed_day_of_its_article(
    folder: Path, days: int, outcome: str, is_one_batch: bool
) -> None:
    story = stories(3)[-1]
    longer = replace(
        story, on=story.on + timedelta(days=1), body=f"{story.body}\n\n{sentences(7, 1)}"
    )
    sign_off = f"www.kcna.kp ({story.on + timedelta(days=days):%Y.%m.%d}.)"
    bare = f"{story.body} -0-\n\n{sign_off}\n\nMore From KCNA.kp (En)\n\nMore Articles\n"
    pages = (kcnawatch(story), kcnawatch(longer), bare)
    paths = [save(folder, name, page) for name, page in zip("abc", pages, strict=True)]
    reports = [
        run_import(*part) for part in ([paths] if is_one_batch else [[path] for path in paths])
    ]
    counts = sum((Counter(item.counts) for item in reports), Counter[str]())
    assert counts == Counter(["created", "updated", outcome])


def test_several_articles_that_fit_are_recorded(folder: Path) -> None:
    text = sentences(1, 10)
    half, rest = text[: len(text) // 2], text[len(text) // 2 :]
    for name, body in (("a", half), ("b", rest), ("c", text)):
        run_import(save(folder, name, plain("Bridge Opened", body)))
    assert Article.objects.count() == 2
    assert sorted(code for article in Article.objects.all() for code in codes(article)) == [
        "several-matches"
    ]


# ---- odd values


@pytest.mark.parametrize(
    ("url", "stored"),
    [
        ("http://www.kcna.kp/기사/1?q=가", "http://www.kcna.kp/%EA%B8%B0%EC%82%AC/1?q=%EA%B0%80"),
        ("http://www.kcna.kp/" + "a" * 2000, ""),
        ("javascript:alert(1)", ""),
        ("http://[broken", ""),
    ],
)
def test_links_are_percent_encoded_or_left_out_with_a_problem(
    folder: Path, url: str, stored: str
) -> None:
    run_import(save(folder, "a", plain(url=url)))
    article = Article.objects.get()
    assert article.original_url == stored
    assert bool(codes(article)) == (not stored)
    run_import("--reparse")
    assert Article.objects.get().original_url == stored


def test_characters_that_no_database_takes_are_replaced(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    decode = pipeline.decode

    def with_surrogate(*arguments: Any, **options: Any) -> Any:
        saved = decode(*arguments, **options)
        return replace(saved, text=saved.text.replace("Opened", "Op\ud800ned"))

    monkeypatch.setattr(pipeline, "decode", with_surrogate)
    run_import(save(folder, "a", plain("Bridge Opened")), "--source", "Out\udce9let")
    assert Article.objects.get().title == "Bridge Op\ufffdned"
    assert Capture.objects.get().overrides == {"source": "Out\ufffdlet"}


def test_the_day_of_import_is_the_last_possible_day_of_saving(folder: Path) -> None:
    with patch("archive.importing.batch_writer.datetime") as clock:
        clock.now.return_value = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
        run_import(save(folder, "a", kcnawatch(stories(1)[0])))
    clock.now.assert_called_with(UTC)
    capture = Capture.objects.get()
    assert capture.saved_not_before == date(2025, 1, 4)
    assert capture.saved_not_after == date(2026, 11, 22)


# ---- corrections


def correct(article: Article, **values: str) -> None:
    user = User.objects.get_or_create(username="corrector")[0]
    corrections.correct(article, values, "a test", user)


def test_a_correction_outlives_import_reparse_and_a_changed_file(folder: Path) -> None:
    text = sentences(1)
    path = save(folder, "a", plain("Bridge Opened", text))
    run_import(path)
    correct(Article.objects.get(), title="The Bridge Was Opened", published="2024-03-04")
    for call in (
        [folder],
        ["--reparse"],
        [save(folder, "b", plain("Bridge Opened", text + "\n\n" + sentences(7, 1)))],
    ):
        run_import(*call)
        article = Article.objects.get()
        assert (article.title, str(article.published_on)) == ("The Bridge Was Opened", "2024-03-04")
        assert article.is_corrected
    assert article.shown_extract and article.shown_extract.capture.paths.get().file_name == "b.txt"
    assert article.shown_extract.fields["title"]["value"] == "Bridge Opened"


def test_a_corrected_body_pins_the_extract(folder: Path) -> None:
    text = sentences(1)
    run_import(save(folder, "a", plain("Bridge Opened", text)))
    correct(Article.objects.get(), body="What a person wrote.")
    shown = Article.objects.get().shown_extract
    assert run_import(
        save(folder, "b", plain("Bridge Opened", text + "\n\n" + sentences(7, 1)))
    ).counts == {"updated": 1}
    article = Article.objects.get()
    assert (article.shown_extract, article.body) == (shown, "What a person wrote.")


def test_a_withdrawn_article_keeps_its_files_and_stays_withdrawn(folder: Path) -> None:
    text = sentences(1)
    run_import(save(folder, "a", plain("Bridge Opened", text)))
    corrections.withdraw(
        [Article.objects.get()], "a test", User.objects.create(username="corrector")
    )
    assert run_import(save(folder, "b", plain("Bridge Opened", text + "."))).counts == {
        "updated": 1
    }
    assert Article.objects.get().withdrawn_reason == "a test"


# ---- mentions


def test_mentions_are_stored_with_spans_of_the_shown_text(folder: Path) -> None:
    run_import(
        save(
            folder,
            "a",
            plain("Kujang County Thrives", "In Kujang County, North Phyongan Province, it rained."),
        )
    )
    article = Article.objects.get()
    results = set(article.mentions.values_list("entity__slug", "field"))
    assert results == {("kujang", "title"), ("kujang", "body"), ("north-phyongan", "body")}
    for mention in article.mentions.all():
        shown = article.title if mention.field == "title" else article.body
        assert shown[mention.start : mention.end] == mention.text


def test_decisions_about_mentions_are_kept(folder: Path) -> None:
    run_import(save(folder, "a", plain("Bridge", "In Kujang County it rained.")))
    mention = Mention.objects.get()
    corrections.reject([mention], "a test", User.objects.create(username="corrector"))
    run_import("--reparse")
    assert [item.state for item in Mention.objects.all()] == ["rejected"]


def test_after_a_reparse_names_are_found_in_the_corrected_text(folder: Path) -> None:
    run_import(save(folder, "a", plain("Bridge", "In Kujang County it rained.")))
    correct(Article.objects.get(), body="It rained, and it rained, in Kujang County.")
    run_import("--reparse")
    article = Article.objects.get()
    mention = article.mentions.get()
    assert article.body[mention.start : mention.end] == "Kujang"
