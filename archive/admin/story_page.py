"""The page on which staff decide which articles tell the same story."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.html import format_html

from archive.admin.access import staff_user
from archive.admin.article_forms import EvidentForm
from archive.admin.html_parts import page_link
from archive.corrections import CorrectionError, join_stories, part_stories
from archive.models import Article, Decision
from archive.stories import members_of, stories_of
from archive.views.parts.told_in import tellings

CONFIRM, PART, JOIN = "confirm", "part", "join"


class StoryForm(EvidentForm):
    """The form for a decision about the story of an article, with its reason.

    `members` are the articles (ids) of the story; only the article itself if it is in none.
    """

    decision = forms.ChoiceField(
        label="Decision", widget=forms.RadioSelect, error_messages={"required": "Choose one."}
    )
    others = forms.MultipleChoiceField(
        label="Articles that tell another story",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    number = forms.IntegerField(
        label="Number of another article that tells this story",
        required=False,
        min_value=1,
        max_value=10**18 - 1,
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    field_order = ["decision", "others", "number", "reason"]

    def __init__(self, article: Article, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(data, prefix="story")
        self.article = article
        story = stories_of([article.pk]).get(article.pk)
        self.members = members_of(story) if story else [article.pk]
        self.fields["seen"].initial = ",".join(map(str, self.members))
        choices = [(JOIN, "Another article tells this story, too")]
        if len(self.members) > 1:
            choices = [
                (CONFIRM, "These articles tell one story"),
                (PART, "The ticked articles tell other stories"),
                *choices,
            ]
        self.fields["decision"].choices = choices  # type: ignore[attr-defined]
        rows = Article.objects.filter(pk__in=self.members).select_related("source").order_by("pk")
        self.fields["others"].choices = [  # type: ignore[attr-defined]
            (row.pk, f"{row.title} ({row.source or 'Unknown source'}, article {row.pk})")
            for row in rows.defer("body")
        ]
        if len(self.members) == 1:
            del self.fields["others"]

    def clean(self) -> dict[str, Any]:
        """Check that the chosen decision has its articles."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("seen") != ",".join(map(str, self.members)):
            raise forms.ValidationError("The story changed while you had the page open.")
        decision = cleaned.get("decision")
        if decision == PART and not cleaned.get("others"):
            self.add_error("others", "Tick the articles that tell other stories.")
        if decision == JOIN and not cleaned.get("number"):
            self.add_error("number", "Write the number of the other article.")
        return cleaned

    def decide(self, user: User) -> Decision:
        """Store the decision; call `is_valid` first. Raises CorrectionError."""
        reason, decision = self.cleaned_data["reason"], self.cleaned_data["decision"]
        if decision == JOIN:
            return join_stories([*self.members, self.cleaned_data["number"]], reason, user)
        if decision == CONFIRM:
            return join_stories(self.members, reason, user)
        others = {int(pk) for pk in self.cleaned_data["others"]}
        kept = [pk for pk in self.members if pk not in others]
        return part_stories(others, kept, reason, user)


def story_view(
    model_admin: "admin.ModelAdmin[Article]", request: HttpRequest, pk: int
) -> HttpResponse:
    """Show the story of an article, and store the decision that the person sends."""
    article = Article.objects.public().filter(pk=pk).first()
    if article is None:
        raise Http404(f"Article {pk} does not exist, or is withdrawn.")
    if not model_admin.has_view_permission(request, article):
        raise PermissionDenied
    can_change = model_admin.has_change_permission(request, article)
    form = StoryForm(article, request.POST if request.method == "POST" else None)
    errors: list[str] = []
    if form.is_bound:
        if not can_change:
            raise PermissionDenied
        if form.is_valid():
            try:
                done = form.decide(staff_user(request))
            except CorrectionError as error:
                errors = list(error.messages.values())
            else:
                where = page_link(done, "the page of this decision")
                text = format_html("The decision is stored. Undo it on {}.", where)
                model_admin.message_user(request, text, messages.SUCCESS)
                return HttpResponseRedirect(request.path)
    story = stories_of([pk]).get(pk)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": "Which articles tell this story?",
        "opts": model_admin.opts,
        "article": article,
        "told": tellings(story, pk) if story else [],
        "form": form,
        "errors": errors,
        "can_change": can_change,
        "media": model_admin.media,
    }
    template = "admin/archive/article/story.html"
    return TemplateResponse(request, template, context, status=400 if form.is_bound else 200)
