"""Test the page that corrects all articles of a list with one decision."""

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

from archive.corrections import bulk_steps, correct
from archive.models import Article, Decision
from archive.search import catch_up, rebuild
from tests.corrections.many_rows import make_articles
from tests.factories import make_article, make_problem, make_source

pytestmark = pytest.mark.django_db

MOVE = {"change": "move", "value_move": "1"}


def bulk(kind: str, **query: object) -> str:
    return reverse("admin:archive_article_bulk", args=[kind], query=query)


def seen_in(page: str) -> str:
    """Return the digest of the preview that a page shows."""
    [digest] = re.findall(r'name="seen" value="([0-9a-f]{16})"', page)
    return str(digest)


def dates() -> list[str]:
    return [
        str(day) for day in Article.objects.order_by("pk").values_list("published_on", flat=True)
    ]


def test_a_public_list_is_corrected_with_one_decision_and_undone(corrector: Client) -> None:
    make_articles(12)
    make_article({"published": "2023-05-05"})
    rebuild()
    shown = corrector.get("/articles/", {"date": "2024-01", "sort": "oldest"}).content.decode()
    [link] = re.findall(r'href="([^"]*)" rel="nofollow">Correct all 12 articles', shown)
    assert link == bulk("public", date="2024-01")
    assert "(staff only)" not in corrector.get("/articles/").content.decode()
    first = corrector.get(link).content.decode()
    assert "<h1>Correct 12 articles</h1>" in first and "Articles, January 2024" in first
    preview = corrector.post(link, MOVE | {"do": "preview"}).content.decode()
    assert "Move the dates: 1 day later" in preview and "of 12 change" in preview
    assert re.findall(r"<td>(\d+ \w+ \d+)</td>", preview)[:2] == [
        "12 January 2024",
        "13 January 2024",
    ]
    assert Decision.objects.count() == 0
    sent = MOVE | {"do": "apply", "seen": seen_in(preview)}
    missing = corrector.post(link, sent)
    assert missing.status_code == 400 and "This field is required" in missing.content.decode()
    done = corrector.post(link, sent | {"reason": "the rule read the wrong day"}, follow=True)
    assert "12 articles changed" in done.content.decode()
    assert "List: Articles, January 2024, /articles/?date=2024-01" in done.content.decode()
    assert (dates()[0], dates()[11:]) == ("2024-01-02", ["2024-01-13", "2023-05-05"])
    assert LogEntry.objects.get().change_message == "Move the dates: 1 day later: 12 articles"
    page = corrector.get(
        reverse("admin:archive_article_change", args=[Article.objects.earliest("pk").pk])
    )
    assert "one decision about 12 articles" in page.content.decode()
    its_page = reverse("admin:archive_decision_change", args=[Decision.objects.get().pk])
    assert f'href="{its_page}">Undo' in page.content.decode()
    corrector.post(its_page, {"do": "undo"})
    assert dates()[0] == "2024-01-01"


def test_a_list_that_changed_after_the_preview_is_shown_again(
    corrector: Client, grace: User
) -> None:
    first, _second = make_articles(2)
    rebuild()
    address = bulk("public", date="2024")
    apply = MOVE | {"do": "apply", "reason": "why"}
    seen = seen_in(corrector.post(address, MOVE | {"do": "preview"}).content.decode())
    correct(Article.objects.get(pk=first), {"published": "2024-02-02"}, "seen in print", grace)
    catch_up()
    again = corrector.post(address, apply | {"seen": seen})
    shown = again.content.decode()
    assert again.status_code == 409 and "changed after you saw the preview" in shown
    assert "were decided by a person before, and stay as they are" in shown
    assert 'value="why"' in shown
    thorough = corrector.post(address, MOVE | {"do": "preview", "with_corrected": "on"})
    assert "of 2 change" in thorough.content.decode()
    make_article({"published": "2024-03-03"})
    rebuild()
    fresh = corrector.post(address, apply | {"seen": seen_in(shown)})
    assert fresh.status_code == 409
    assert Decision.objects.count() == 1
    assert (
        corrector.post(address, apply | {"seen": seen_in(fresh.content.decode())}).status_code
        == 302
    )
    assert dates() == ["2024-02-02", "2024-01-03", "2024-03-04"]


def test_a_filtered_list_of_the_admin_and_ticked_articles_are_corrected(corrector: Client) -> None:
    problem = make_problem("dates-disagree", field="published")
    articles = [make_article(problems=[problem]) for _ in range(2)] + [make_article()]
    make_source("Voice of Korea", "voice-of-korea")
    listed = reverse("admin:archive_article_changelist")
    assert "articles of this list…" not in corrector.get(listed).content.decode()
    shown = corrector.get(listed, {"problem": "dates-disagree"}).content.decode()
    address = bulk("list", problem="dates-disagree")
    assert f'href="{address}">Correct all 2 articles of this list…' in shown
    page = corrector.get(address).content.decode()
    assert "kind of problem: Dates disagree" in page
    assert '<option value="dates-disagree">Dates disagree (2)' in page
    settle = {"change": "settle", "value_settle": "dates-disagree"}
    seen = seen_in(corrector.post(address, settle).content.decode())
    sent = settle | {"do": "apply", "seen": seen, "reason": "looked at"}
    assert corrector.post(address, sent).status_code == 302
    assert not Article.objects.filter(has_problems=True).exists()

    ticked = [article.pk for article in articles[1:]]
    chosen = {"action": "correct_chosen", "_selected_action": ticked}
    address = corrector.post(listed, chosen).headers["Location"]
    assert "Correct 2 articles" in corrector.get(address).content.decode()
    source = {"change": "source", "value_source": "voice-of-korea"}
    preview = corrector.post(address, source).content.decode()
    assert "<td>KCNA.kp</td><td>Voice of Korea</td>" in preview
    corrector.post(address, source | {"do": "apply", "seen": seen_in(preview), "reason": "why"})
    slugs = Article.objects.order_by("pk").values_list("source__slug", flat=True)
    assert list(slugs) == ["kcna-kp", "voice-of-korea", "voice-of-korea"]
    every = corrector.post(f"{listed}?q=Works", chosen | {"select_across": "1"})
    assert every.headers["Location"] == bulk("list", q="Works")


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({}, "Choose what to change"),
        ({"change": "no-such"}, "Select a valid choice"),
        ({"change": "date"}, "Enter the new value"),
        ({"change": "date", "value_date": "soon"}, "is not a valid date"),
        ({"change": "move", "value_move": "0"}, "from 1 to 36,600"),
        ({"change": "move", "value_move": "one"}, "Write the number of days"),
        ({"change": "year", "value_year": "24"}, "four digits"),
        ({"change": "year", "value_year": "1812"}, "is not between"),
        ({"change": "source", "value_source": "no-such"}, "Select a valid choice"),
        ({"change": "language", "value_language": "English"}, "is not a language tag"),
        ({"change": "end", "value_end": " "}, "Enter the words"),
    ],
)
def test_a_change_that_is_not_possible_is_explained(
    corrector: Client, sent: dict[str, str], message: str
) -> None:
    response = corrector.post(bulk("chosen", id=make_article().pk), sent | {"do": "preview"})
    assert response.status_code == 400
    assert message in response.content.decode()


def test_a_list_that_cannot_be_read_is_explained(
    corrector: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    article = make_article()
    assert corrector.get(bulk("another")).status_code == 404
    for address, message in (
        (bulk("public", q="mill"), "index"),
        (bulk("list", nonsense="1"), "a filter that does not exist"),
        (bulk("chosen"), "Tick 1 to 200 articles"),
        (bulk("chosen", id="x"), "Tick 1 to 200 articles"),
    ):
        response = corrector.get(address)
        assert (response.status_code, message in response.content.decode()) == (400, True), address
    rebuild()
    Article.objects.update(version=1)
    assert "is no source" in corrector.get(bulk("public", source="no-such")).content.decode()
    monkeypatch.setattr("archive.admin.bulk_lists.MOST_ARTICLES", 0)
    for kind, query in (("public", {"date": "2025"}), ("list", {"q": str(article.pk)})):
        assert "Use a filter" in corrector.get(bulk(kind, **query)).content.decode()


def test_only_staff_who_may_correct_articles_see_the_page(client: Client) -> None:
    address = bulk("chosen", id=make_article().pk)
    assert "/login/" in client.get(address).headers["Location"]
    user = User.objects.create_user("ida", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_article"))
    client.force_login(user)
    for response in (client.get(address), client.post(address, MOVE)):
        assert response.status_code == 403
    listed = client.get(reverse("admin:archive_article_changelist"), {"q": "Works"})
    assert "articles of this list…" not in listed.content.decode()


def test_an_unfinished_decision_is_shown_and_finished(
    corrector: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk_steps, "STEP", 2)
    monkeypatch.setattr("archive.admin.bulk_page.REQUEST_SECONDS", 0.0)
    make_articles(5)
    address = bulk("list", q="Title")
    seen = seen_in(corrector.post(address, MOVE).content.decode())
    apply = MOVE | {"do": "apply", "seen": seen, "reason": "why"}
    done = corrector.post(address, apply, follow=True).content.decode()
    assert "is being applied to 5 articles" in done and "in 0 of 5 changes so far" in done
    assert dates()[0] == "2024-01-01"
    listed = corrector.get(reverse("admin:archive_article_changelist")).content.decode()
    assert "does not apply to all its articles yet" in listed
    busy = corrector.post(address, MOVE)
    assert (busy.status_code, "is still being applied" in busy.content.decode()) == (400, True)
    decision = Decision.objects.get()
    corrector.post(reverse("admin:archive_decision_change", args=[decision.pk]), {"do": "finish"})
    assert dates() == [f"2024-01-0{day}" for day in range(2, 7)]
    decision.refresh_from_db()
    assert decision.waiting is None
