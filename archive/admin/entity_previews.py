"""What an act about an entity would change: counts before and after, the spellings it would leave,
examples."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Count, Q

from archive.admin.lookup import label_of
from archive.admin.quotations import words_after, words_before
from archive.corrections.entity_decisions import digest, family, names_of, texts_of
from archive.corrections.entity_overlay import references_to
from archive.display.safe_text import count_of
from archive.models import Article, Entity, EntityName, Mention
from ingest.mentions.gazetteer import fold

EXAMPLES = 8


@dataclass(frozen=True, slots=True)
class CountRow:
    """An entity with the articles that name it and the mentions in them, now and after the act."""

    name: str
    articles: int
    mentions: int
    articles_after: int
    mentions_after: int


@dataclass(frozen=True, slots=True)
class MentionPreview:
    """A mention that would change, in its surroundings."""

    article: Article
    before: str
    words: str
    after: str


@dataclass(frozen=True, slots=True)
class Preview:
    """All that the page says before an act is done. `seen` are the digests of what it was made
    from."""

    sentences: tuple[str, ...]
    counts: tuple[CountRow, ...]
    spellings_of: str
    spellings: tuple[str, ...]
    examples: tuple[MentionPreview, ...]
    seen: dict[int, str]


def preview_merger(entity: Entity, target: Entity) -> Preview:
    """Of merging an entity into another: the names in the articles stay, and count for the other
    one."""
    ours, theirs = family(entity), family(target)
    following = len({each.entity for each in references_to(entity)} - {entity.pk})
    sentences = [
        (
            f"{label_of(target)} stands for both from now on, in lists, counts, search and on the"
            " articles' pages."
        ),
        f"The page of {label_of(entity)} leads there.",
    ]
    if following:
        sentences.append(f"What lies or stands in it moves along: {count_of(following, 'name')}.")
    counts = (
        CountRow(label_of(entity), *naming(ours), 0, 0),
        CountRow(label_of(target), *naming(theirs), *naming([*ours, *theirs])),
    )
    return Preview(
        tuple(sentences),
        counts,
        label_of(target),
        live_spellings([*theirs, *ours]),
        examples(Q(entity__in=ours)),
        {each.pk: digest(each) for each in (entity, target)},
    )


def preview_split(entity: Entity, name: str, target: Entity | None) -> Preview:
    """Of a spelling that means another: what was found by it goes over, except what a person spoke
    about."""
    ours = family(entity)
    moving = found_by(ours, name)
    theirs = family(target) if target else []
    label = label_of(target) if target else f"{name} (new)"
    before = naming(theirs) if target else (0, 0)
    counts = (
        CountRow(label_of(entity), *naming(ours), *naming(ours, ~moving)),
        CountRow(label, *before, *naming([*ours, *theirs], Q(entity__in=theirs) | moving)),
    )
    return Preview(
        (
            f"“{name}” means {label} from now on, whatever is imported or read again.",
            "What people said of single mentions stays as they said it.",
        ),
        counts,
        label_of(entity),
        live_spellings(ours, without=name),
        examples(moving & Q(entity__in=ours)),
        {each.pk: digest(each) for each in (entity, target) if each},
    )


def preview_ban(entity: Entity, name: str) -> Preview:
    """Of a spelling that means it no longer: what was found by it is hidden, except what a person
    spoke about."""
    ours = family(entity)
    moving = found_by(ours, name)
    return Preview(
        (
            (
                f"“{name}” never links to {label_of(entity)} again. What was found by it is hidden"
                " at once."
            ),
            "What else these words may name is looked for at the next import_articles --reparse.",
        ),
        (CountRow(label_of(entity), *naming(ours), *naming(ours, ~moving)),),
        label_of(entity),
        live_spellings(ours, without=name),
        examples(moving & Q(entity__in=ours)),
        {entity.pk: digest(entity)},
    )


def preview_words(
    entity: Entity, sentences: Iterable[str], spellings: Collection[str] = ()
) -> Preview:
    """Of an act that changes no count now: what is told of an entity, its name, a further
    spelling."""
    ours = family(entity)
    count = naming(ours)
    names = tuple(dict.fromkeys([*live_spellings(ours), *spellings]))
    counts = (CountRow(label_of(entity), *count, *count),)
    return Preview(
        tuple(sentences), counts, label_of(entity), names, (), {entity.pk: digest(entity)}
    )


def naming(entities: Collection[int], which: Q | None = None) -> tuple[int, int]:
    """How many public articles name one of these entities, and by how many mentions; with `which`,
    only by these."""
    mentions = Mention.objects.shown().filter(
        which or Q(), entity__in=entities, article__withdrawn_at__isnull=True
    )
    counted = mentions.order_by().aggregate(
        articles=Count("article", distinct=True), mentions=Count("pk")
    )
    return counted["articles"], counted["mentions"]


def found_by(entities: Collection[int], name: str) -> Q:
    """The mentions of these entities that were found by a spelling, whatever its case, and of which
    nobody spoke."""
    return Q(entity__in=entities, text__in=texts_of(entities, name), state=Mention.State.PARSED)


def live_spellings(entities: Collection[int], without: str = "") -> tuple[str, ...]:
    """The spellings by which these entities are found, each once."""
    names = [each.name for each in names_of(entities) if each.kind != EntityName.Kind.BANNED]
    return tuple(name for name in dict.fromkeys(names) if fold(name) != fold(without))


def examples(which: Q) -> tuple[MentionPreview, ...]:
    """The latest mentions of these, each in its surroundings."""
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
        words_before(text[: mention.start]),
        text[mention.start : mention.end],
        words_after(text[mention.end :]),
    )
