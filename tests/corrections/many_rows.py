"""Makes thousands of articles at once, and decides about all of them, also in other processes."""

from datetime import date, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from archive.corrections import bulk_steps, redo, undo
from archive.corrections.bulk_changes import CHANGES
from archive.corrections.bulk_decisions import decide_about_list
from archive.corrections.bulk_plans import plan_change
from archive.corrections.propagation import spread_all
from archive.database.bulk import insert_objects, unsaved, update_rows
from archive.models import ArchiveVersion, Article, Capture, Decision, Extract, ImportRun
from tests.factories import make_problem, make_source

DISAGREE = make_problem("dates-disagree", field="published")


def make_articles(count: int) -> list[int]:
    """Store articles with the dates that a wrong rule read, and return their ids.

    Every tenth article has a problem with its date.
    """
    source = make_source()
    run = ImportRun.objects.create(program_version="test", parser_version="test")
    with transaction.atomic():
        captures, articles, extracts = [], [], []
        for number in range(count):
            day = (date(2024, 1, 1) + timedelta(days=number % 700)).isoformat()
            values = {"title": f"Title {number}", "source": "KCNA.kp (En)", "published": day}
            problems = [] if number % 10 else [DISAGREE]
            captures.append(
                unsaved(Capture, sha256=f"{number:064x}", size=1, layout="plain", run_id=run.pk)
            )
            articles.append(
                unsaved(
                    Article,
                    title=values["title"],
                    body="A mill.",
                    source_id=source.pk,
                    published_on=date.fromisoformat(day),
                    published_precision="day",
                    problems=problems,
                    has_problems=bool(problems),
                    is_date_doubtful=bool(problems),
                )
            )
            extracts.append(
                unsaved(
                    Extract,
                    position=0,
                    start=0,
                    end=1,
                    fields={name: {"value": value} for name, value in values.items()},
                    body="A mill.",
                    problems=problems,
                    is_date_doubtful=bool(problems),
                    parser_version="test",
                )
            )
        insert_objects(captures)
        insert_objects(articles)
        for capture, article, extract in zip(captures, articles, extracts, strict=True):
            extract.capture_id, extract.article_id = capture.pk, article.pk
        insert_objects(extracts)
        update_rows(
            Article, ("shown_extract",), [(extract.pk, extract.article_id) for extract in extracts]
        )
        ArchiveVersion.stamp([article.pk for article in articles])
    return [article.pk for article in articles]


def rows() -> list[tuple[Any, ...]]:
    """Return all columns of all articles, except the version."""
    columns = [each.attname for each in Article._meta.concrete_fields if each.name != "version"]
    return list(Article.objects.order_by("pk").values_list(*columns))


def move_dates(articles: list[int], user: User, **options: Any) -> Decision:
    """Move the dates of these articles (by id) by one day, in one decision."""
    plan = plan_change(articles, CHANGES["move"], "1")
    return decide_about_list(plan, "one day early", user, "Move the dates. List: all", **options)


def act(*names: str) -> None:
    """Do these things in a process that a test may kill; each step is about 20 articles."""
    bulk_steps.STEP = 20
    user, _ = User.objects.get_or_create(username="ada")
    for name in names:
        if name == "make":
            make_articles(400)
        elif name == "decide":
            move_dates(list(Article.objects.values_list("pk", flat=True)), user)
        elif name == "finish":
            spread_all()
        else:
            {"undo": undo, "redo": redo}[name](Decision.objects.get(), user)
