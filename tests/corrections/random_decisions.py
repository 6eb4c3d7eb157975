"""Staff: three people who decide at random about everything that staff can decide."""

from collections.abc import Callable
from random import Random
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from archive.corrections import (
    CorrectionError,
    NameToAdd,
    correct,
    correct_all,
    decide_mentions,
    redo,
    restore,
    settle,
    undo,
    withdraw,
)
from archive.corrections.bulk_changes import CHANGES
from archive.corrections.bulk_decisions import decide_about_list
from archive.corrections.bulk_plans import plan_change
from archive.corrections.entity_decisions import (
    accept,
    add_spelling,
    ban,
    describe,
    keep_apart,
    merge,
    rename,
    split_off,
)
from archive.corrections.problems import problem_key
from archive.models import Article, Decision, Entity, Mention
from tests.corrections.transfer_archives import NAMES


class Staff:
    """Three people who decide at random."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.users = [User.objects.create_user(name) for name in ("ada", "grace", "joan")]
        self.kinds: list[Callable[[], Any]] = [
            self.correct,
            self.correct_many,
            self.correct_list,
            self.withdraw,
            self.restore,
            self.decide_mention,
            self.add_mention,
            self.settle,
            self.merge,
            self.split,
            self.rename,
            self.describe,
            self.ban,
            self.add_spelling,
            self.accept,
            self.keep_apart,
            self.undo,
            self.undo,
            self.redo,
        ]

    def decide(self, times: int) -> set[str]:
        """Try random decisions; return the names of the methods whose decisions were possible.

        `times` is the number of tries.
        """
        done = set()
        for _ in range(times):
            decide = self.random.choice(self.kinds)
            try:
                with transaction.atomic():
                    decide()
                done.add(decide.__name__)
            except (CorrectionError, IndexError):
                continue
        return done

    @property
    def who(self) -> tuple[str, User]:
        return f"reason {self.random.randrange(1000)}", self.random.choice(self.users)

    def article(self) -> Article:
        return self.random.choice(list(Article.objects.order_by("pk")))

    def entity(self) -> Entity:
        entities = Entity.objects.exclude(kind="place", origin="listed").order_by("pk")
        return self.random.choice(list(entities))

    def spelling(self) -> str:
        return self.random.choice([*NAMES, "Delta Works"])

    def change(self, article: Article) -> dict[str, str]:
        name = self.random.choice(NAMES)
        return self.random.choice(
            [
                {"title": f"A day at the {name}"},
                {"published": self.random.choice(["2024", "2024-05", "2024-05-06", ""])},
                {"source": self.random.choice(["voice-of-korea", "kcna-kp", ""])},
                {"agency": "KCNA", "dateline_place": "Kujang"},
                {"body": f"{article.body}\n\nThey liked the {name} and the Huichon Silk Mill."},
                {"body": article.body.replace("On day 1 they saw", "They did not see")},
                {"original_url": "https://example.org/1"},
            ]
        )

    def correct(self) -> None:
        article = self.article()
        correct(article, self.change(article), *self.who)

    def correct_many(self) -> None:
        correct_all([self.article(), self.article()], {"source": "voice-of-korea"}, *self.who)

    def correct_list(self) -> None:
        name, value = self.random.choice(
            [("move", "1"), ("right", ""), ("source", ""), ("start", "The"), ("withdraw", "")]
        )
        ids = list(Article.objects.order_by("pk").values_list("pk", flat=True))
        articles = self.random.sample(ids, 5)
        is_thorough = self.random.random() < 0.5
        plan = plan_change(articles, CHANGES[name], value, with_corrected=is_thorough)
        decide_about_list(plan, *self.who, "Of a list.")

    def withdraw(self) -> None:
        withdraw(self.article(), *self.who)

    def restore(self) -> None:
        withdrawn = list(Article.objects.filter(withdrawn_at__isnull=False).order_by("pk"))
        restore(self.random.choice(withdrawn), *self.who)

    def decide_mention(self) -> None:
        states = ["parsed", "confirmed", "rejected", "added"]
        mention = self.random.choice(list(Mention.objects.filter(state__in=states).order_by("pk")))
        how = self.random.choice(["confirmed", "rejected", "dropped", "relinked"])
        chosen: Any = {mention.pk: self.entity()} if how == "relinked" else [mention.pk]
        decide_mentions(mention.article, *self.who, **{how: chosen})

    def add_mention(self) -> None:
        article, quotation = self.article(), self.random.choice(["", self.spelling()])
        decide_mentions(article, *self.who, added=[NameToAdd(self.entity(), quotation)])

    def settle(self) -> None:
        article = self.random.choice(list(Article.objects.filter(has_problems=True)))
        settle(article, [problem_key(self.random.choice(article.problems))], *self.who)

    def merge(self) -> None:
        merge(self.entity(), self.entity(), *self.who)

    def split(self) -> None:
        target = self.random.choice([None, self.entity()])
        split_off(self.entity(), self.spelling(), *self.who, target=target)

    def rename(self) -> None:
        slug = f"works-{self.random.randrange(30)}"
        rename(self.entity(), self.spelling(), slug, *self.who)

    def describe(self) -> None:
        site = self.random.choice([None, Entity.objects.get(slug="kujang")])
        entity = self.random.choice(list(Entity.objects.filter(kind="organisation").order_by("pk")))
        describe(entity, {"description": "Makes pills.", "site": site}, *self.who)

    def ban(self) -> None:
        ban(self.entity(), self.spelling(), *self.who)

    def add_spelling(self) -> None:
        add_spelling(self.entity(), self.spelling(), "variant", *self.who)

    def accept(self) -> None:
        accept([self.entity()], *self.who)

    def keep_apart(self) -> None:
        one, other = self.entity(), self.entity()
        if one != other:
            keep_apart(one, other, *self.who)

    def undo(self) -> None:
        standing = list(Decision.objects.filter(undone_at__isnull=True).order_by("pk"))
        undo(self.random.choice(standing), self.random.choice(self.users))

    def redo(self) -> None:
        undone = list(Decision.objects.filter(undone_at__isnull=False).order_by("pk"))
        redo(self.random.choice(undone), self.random.choice(self.users))
