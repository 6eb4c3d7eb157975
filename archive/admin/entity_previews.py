"""Makes previews of decisions about an entity: counts before and after, spellings, examples."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from archive.admin.entity_lookup import label_of
from archive.admin.surrounding_words import words_after, words_before
from archive.corrections.entity_overlay import references_to
from archive.corrections.entity_spellings import digest, family, names_of, texts_of
from archive.display.safe_text import count_of
from archive.models import Article, Entity, EntityName, Mention
from ingest.mentions.gazetteer import fold

EXAMPLES = 8


@dataclass(frozen=True, slots=True)
class CountRow:
    """An entity with its counts now, and its counts after the decision (`…_after`)."""

    name: str
    articles: int
    mentions: int
    articles_after: int
    mentions_after: int


@dataclass(frozen=True, slots=True)
class MentionPreview:
    """An example of a mention in `article`: its `words`, and the text `before` and `after` them."""

    article: Article
    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True)
class Preview:
    """Everything that the page of a decision shows before the decision is made.

    `sentences` explain the decision. `spellings` are the spellings that an entity would have after
    the decision, and `spellings_of` is the label of this entity. `seen` maps the id of each entity
    in the preview to a digest of the entity. `counts` are the entities whose numbers are compared,
    and `examples` some of the mentions that the decision changes.
    """

    sentences: tuple[str, ...]
    counts: tuple[CountRow, ...]
    spellings_of: str
    spellings: tuple[str, ...]
    examples: tuple[MentionPreview, ...]
    seen: dict[int, str]


def preview_merger(entity: Entity, target: Entity) -> Preview:
    """Return the preview of a merger of `entity` into `target`.

    After the merger, mentions of `entity` are counted for `target`. The texts of articles do not
    change.
    """
    ours, theirs = family(entity), family(target)
    following = len({reference.entity for reference in references_to(entity)} - {entity.pk})
    sentences = [
        (
            f"{label_of(target)} stands for both from now on: in lists, counts and search, and on"
            " the pages of articles."
        ),
        f"The page of {label_of(entity)} redirects to it.",
    ]
    if following:
        sentences.append(f"What is located in it moves too: {count_of(following, 'name')}.")
    counts = (
        CountRow(label_of(entity), *count_mentions(ours), 0, 0),
        CountRow(label_of(target), *count_mentions(theirs), *count_mentions([*ours, *theirs])),
    )
    return Preview(
        tuple(sentences),
        counts,
        label_of(target),
        active_spellings([*theirs, *ours]),
        examples(Q(entity__in=ours)),
        {one.pk: digest(one) for one in (entity, target)},
    )


def preview_split(entity: Entity, name: str, target: Entity | None) -> Preview:
    """Return the preview of splitting off the spelling `name` from an entity.

    Mentions with this spelling move to `target`, or to a new entity if `target` is None. Mentions
    about which staff decided do not move.
    """
    ours = family(entity)
    moving = parsed_by_spelling(ours, name)
    theirs = family(target) if target else []
    label = label_of(target) if target else f"{name} (new)"
    before = count_mentions(theirs) if target else (0, 0)
    counts = (
        CountRow(label_of(entity), *count_mentions(ours), *count_mentions(ours, ~moving)),
        CountRow(label, *before, *count_mentions([*ours, *theirs], Q(entity__in=theirs) | moving)),
    )
    return Preview(
        (
            f"“{name}” means {label} from now on, also in later imports.",
            "Decisions about single mentions stay as they are.",
        ),
        counts,
        label_of(entity),
        active_spellings(ours, without=name),
        examples(moving & Q(entity__in=ours)),
        {one.pk: digest(one) for one in (entity, target) if one},
    )


def preview_ban(entity: Entity, name: str) -> Preview:
    """Return the preview of banning the spelling `name` of an entity.

    The ban hides the mentions of the entity with this spelling, except mentions about which staff
    decided.
    """
    ours = family(entity)
    moving = parsed_by_spelling(ours, name)
    return Preview(
        (
            (
                f"“{name}” never links to {label_of(entity)} again. Mentions that were found by it"
                " are hidden at once."
            ),
            "The next import_articles --reparse looks for other names that these words can mean.",
        ),
        (CountRow(label_of(entity), *count_mentions(ours), *count_mentions(ours, ~moving)),),
        label_of(entity),
        active_spellings(ours, without=name),
        examples(moving & Q(entity__in=ours)),
        {entity.pk: digest(entity)},
    )


def preview_words(
    entity: Entity, sentences: Iterable[str], spellings: Collection[str] = ()
) -> Preview:
    """Return the preview of a decision that does not move or hide mentions, such as a new name.

    `sentences` explain the decision, and `spellings` are the spellings that the decision adds. The
    counts after the decision include the mentions that are hidden by a ban of one of these
    spellings, because they are shown again.
    """
    ours = family(entity)
    names = tuple(dict.fromkeys([*active_spellings(ours), *spellings]))
    counts = (
        CountRow(
            label_of(entity), *count_mentions(ours), *_counts_after_adding(entity, ours, spellings)
        ),
    )
    return Preview(
        tuple(sentences), counts, label_of(entity), names, (), {entity.pk: digest(entity)}
    )


def _counts_after_adding(
    entity: Entity, entities: Collection[int], spellings: Collection[str]
) -> tuple[int, int]:
    """Count the articles and mentions that an entity has after `spellings` become its aliases.

    `entities` are the ids of `entity` and of everything merged into it; all of them are counted.
    """
    added = {fold(name) for name in spellings}
    names = EntityName.objects.filter(entity=entity, kind=EntityName.Kind.BANNED)
    banned = {fold(name) for name in names.values_list("name", flat=True)}
    if not banned & added:
        return count_mentions(entities)
    hidden = Mention.objects.filter(entity=entity, state=Mention.State.BANNED)
    shown_again = [
        pk for pk, text in hidden.values_list("pk", "text") if fold(text) not in banned - added
    ]
    is_shown = Q(pk__in=Mention.objects.shown().values("pk")) | Q(pk__in=shown_again)
    return _count(Mention.objects.filter(is_shown, entity__in=entities))


def count_mentions(entities: Collection[int], which: Q | None = None) -> tuple[int, int]:
    """Return two numbers: the public articles that mention these entities, and their mentions.

    `entities` are ids. If the condition `which` is given, only mentions that meet it are counted.
    """
    return _count(Mention.objects.shown().filter(which or Q(), entity__in=entities))


def _count(mentions: QuerySet[Mention]) -> tuple[int, int]:
    public = mentions.filter(article__withdrawn_at__isnull=True)
    counted = public.order_by().aggregate(
        articles=Count("article", distinct=True), mentions=Count("pk")
    )
    return counted["articles"], counted["mentions"]


def parsed_by_spelling(entities: Collection[int], name: str) -> Q:
    """Return a Q (condition) for the automatic mentions of these entities with this spelling.

    Upper and lower case are not distinguished. Mentions about which staff decided are left out.
    """
    return Q(entity__in=entities, text__in=texts_of(entities, name), state=Mention.State.PARSED)


def active_spellings(entities: Collection[int], without: str = "") -> tuple[str, ...]:
    """Return the spellings of these entities that are not banned, except the spelling `without`."""
    names = [alias.name for alias in names_of(entities) if alias.kind != EntityName.Kind.BANNED]
    return tuple(name for name in dict.fromkeys(names) if fold(name) != fold(without))


def examples(which: Q) -> tuple[MentionPreview, ...]:
    """Return at most EXAMPLES mentions that meet the condition `which`, with the words around them.

    Mentions in the articles that were imported last come first.
    """
    mentions = Mention.objects.shown().filter(
        which, article__withdrawn_at__isnull=True, start__isnull=False
    )
    return tuple(
        map(
            _example, mentions.select_related("article").order_by("-article_id", "start")[:EXAMPLES]
        )
    )


def _example(mention: Mention) -> MentionPreview:
    text = mention.article.title if mention.field == Mention.Field.TITLE else mention.article.body
    assert mention.start is not None and mention.end is not None
    return MentionPreview(
        mention.article,
        words_before(text, mention.start),
        text[mention.start : mention.end],
        words_after(text, mention.end),
    )
