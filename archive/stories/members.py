"""Groups articles that match into stories, and stores which articles each story has."""

from collections.abc import Collection, Iterable

from archive.database.bulk import in_slices, insert_rows
from archive.models import Article, StoryMatch, StoryMember
from archive.stories.decided import Decided, decided_about
from archive.stories.matches import partners_of
from ingest.stories.groups import Match, group_stories

_KINDS = list(StoryMatch.Kind.values)  # near-equal texts are the surest matches


def stories_of(articles: Collection[int]) -> dict[int, int]:
    """Return a dict from article id to the story that the article is in; others are left out."""
    stories: dict[int, int] = {}
    for part in in_slices(list(articles)):
        rows = StoryMember.objects.filter(article__in=part).order_by()
        stories.update(rows.values_list("article_id", "story"))
    return stories


def members_of(story: int) -> list[int]:
    """Return the ids of the articles of a story, in the order of their ids."""
    rows = StoryMember.objects.filter(story=story).order_by("pk")
    return list(rows.values_list("article_id", flat=True))


def regroup(articles: Collection[int]) -> set[int]:
    """Group these articles (ids) and all that are connected with them; store their stories.

    Returns the ids of the articles that are in another story now, or in none, or in one.
    """
    connected = _connected(articles)
    decided = decided_about(connected)
    public: set[int] = set()
    for part in in_slices(list(connected)):
        rows = Article.objects.public().filter(pk__in=part).order_by()
        public.update(rows.values_list("pk", flat=True))
    matches = [match for match in _matches(connected, decided) if public.issuperset(match.pair)]
    same = [pair for pair in decided.same if public.issuperset(pair)]
    wanted: dict[int, int] = {}
    for group in group_stories(matches, same, decided.other):
        wanted.update(dict.fromkeys(group, min(group)))
    return _store(connected, wanted)


def _connected(articles: Collection[int]) -> set[int]:
    """Return these articles, and all that matches, decisions and stories connect with them."""
    connected: set[int] = set()
    new = set(articles)
    while new:
        connected |= new
        stories = set(stories_of(new).values())
        reached = partners_of(new) | decided_about(new).articles()
        for part in in_slices(list(stories)):
            rows = StoryMember.objects.filter(story__in=part).order_by()
            reached.update(rows.values_list("article_id", flat=True))
        new = reached - connected
    return connected


def _matches(articles: Collection[int], decided: Decided) -> Iterable[Match]:
    """Yield the matches of these articles; both articles of a match find each other."""
    found: dict[tuple[int, int], tuple[str, float]] = {}
    for part in in_slices(list(articles)):
        rows = StoryMatch.objects.filter(article__in=part).order_by()
        for one, other, kind, measure in rows.values_list(
            "article_id", "other_id", "kind", "measure"
        ):
            found[one, other] = kind, measure
    names = _order_of({pk for pair in found for pk in pair})
    for (one, other), (kind, measure) in found.items():
        if one < other and (other, one) in found:
            order = (_KINDS.index(kind), -measure, *sorted((names[one], names[other])))
            yield Match((one, other), order)


def _order_of(articles: Collection[int]) -> dict[int, str]:
    """Return for each article a text that does not depend on when it was imported."""
    names: dict[int, str] = {}
    for part in in_slices(list(articles)):
        rows = Article.objects.filter(pk__in=part).order_by()
        for pk, title, sha, position in rows.values_list(
            "pk", "title", "shown_extract__capture__sha256", "shown_extract__position"
        ):
            names[pk] = f"{title} {sha}:{position}"
    return names


def _store(articles: Collection[int], wanted: dict[int, int]) -> set[int]:
    stored = stories_of(articles)
    changed = {pk for pk in {*stored, *wanted} if stored.get(pk) != wanted.get(pk)}
    for part in in_slices(list(changed)):
        StoryMember.objects.filter(article__in=part).delete()
    rows = [(pk, wanted[pk]) for pk in sorted(changed) if pk in wanted]
    insert_rows(StoryMember, ("article", "story"), rows)
    return changed
