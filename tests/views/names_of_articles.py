"""Find which names each article has, without the search index, to compare the pages with."""

from archive.models import Article, Entity, Mention, VersionName


def names_of_articles() -> dict[int, set[tuple[str, str]]]:
    """Return the (kind, slug) of all entities that each public article names, in any version."""
    entities = {entity.pk: entity for entity in Entity.objects.all()}
    shown = Mention.objects.exclude(state__in=("rejected", "retracted", "banned"))
    rows = [
        *shown.values_list("article", "entity"),
        *VersionName.objects.values_list("version__article", "entity"),
    ]
    public = set(Article.objects.filter(withdrawn_at=None).values_list("pk", flat=True))
    named: dict[int, set[tuple[str, str]]] = {}
    for article, entity in rows:
        step: int | None = entity
        while step and article in public:
            one = entities[step]
            if one.merged_into_id is None:
                named.setdefault(article, set()).add((one.kind, one.slug))
            step = one.merged_into_id or one.parent_id
    return named
