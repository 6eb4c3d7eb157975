"""The lists of items that staff have to review, on the front page of the admin."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, PermissionsMixin
from django.db.models import Model, QuerySet
from django.urls import reverse

from archive.admin.base_classes import BoundedPaginator
from archive.admin.review_rows import FILES, files_url
from archive.admin.review_sections import SECTIONS
from archive.models import Article


@dataclass(frozen=True, slots=True)
class WaitingList:
    """A link to a list of items to review; `count` is their number: "more than 10,000"."""

    title: str
    explanation: str
    url: str
    count: str


def waiting_lists(
    user: "AbstractBaseUser | AnonymousUser | PermissionsMixin",
) -> Iterable[WaitingList]:
    """Yield the lists of items to review that this user may see.

    In a large archive, pairs of similar names are not counted until a person opens their section in
    the review queue. The pairs are then stored until a name is added, removed or banned.
    """
    assert isinstance(user, PermissionsMixin | AnonymousUser)
    if user.has_perm("archive.view_entity"):
        queue = reverse("admin:archive_entity_review")
        for name, section in SECTIONS.items():
            if name == FILES:
                continue
            url = f"{queue}?doubt={name}"
            yield WaitingList(section.title, section.explanation, url, section.count_label())
    if user.has_perm("archive.view_article"):
        yield WaitingList(
            "Articles with problems",
            "The parser or the name finder was unsure about something in these articles. Correct"
            " the article, or settle the problem: mark it as checked.",
            reverse("admin:archive_article_changelist", query={"problems": "yes"}),
            count_label(Article.objects.filter(has_problems=True)),
        )
    if user.has_perm("archive.view_filereport"):
        files = SECTIONS[FILES]
        address = reverse("admin:archive_filereport_changelist", query={"is_waiting__exact": "1"})
        url = files_url() if user.has_perm("archive.view_entity") else address
        yield WaitingList(files.title, files.explanation, url, files.count_label())


def count_label(rows: QuerySet[Model]) -> str:
    """Return the number of these rows as text: "12", "more than 10,000"."""
    return BoundedPaginator(rows, 1).count_label
