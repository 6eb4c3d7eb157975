"""Stores decisions of a file that separate texts, in an archive with the same saved files.

In this archive, the texts may be joined as in the other archive, or they may be separate already,
for example because their files were imported in another order.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from archive.corrections.separation_decisions import new_article
from archive.corrections.separations import (
    SEPARATED,
    ExtractName,
    base_of,
    find_named,
    received,
    stand_in,
)
from archive.corrections.transfer.entity_references import NotFoundError
from archive.corrections.transfer.targets import check_correction, find_article
from archive.models import Article, Correction, Decision, Extract

Item = Mapping[str, Any]


class Separation:
    """The corrections of one decision that separates extracts, as the file describes them.

    After `store`, `is_changed` is True if a correction was new, and `articles` has the ids of the
    articles of the new corrections. Raises ValueError if no correction gives an extract to an
    article.
    """

    def __init__(self, decision: Decision, items: Sequence[Item]) -> None:
        self.decision = decision
        self.is_changed = False
        self.articles: set[int] = set()
        self._left = {item["key"]: item for item in items if not item["value"]}
        self._got = [item for item in items if item["value"]]
        if not self._got:
            raise ValueError("no text gets an article")

    def store(self) -> Iterator[str]:
        """Store the corrections that are new; yield a sentence for each that is not possible."""
        for item in self._got:
            try:
                check_correction(item)
                self._store(item)
            except NotFoundError as error:
                yield str(error)

    def _store(self, item: Item) -> None:
        """Store the two corrections of one extract, unless they are stored already.

        Raises NotFoundError if this archive does not have the extract, or if it does not have the
        article from which the extract is separated. In the second case, the correction with the
        article of the extract is stored.
        """
        key, lead = item["key"], item["value"]
        name = ExtractName.of(key)
        ExtractName.of(lead)
        extract = find_named(name)
        if extract is None:
            raise NotFoundError(
                f"no article of the saved file {name.sha256[:12]} (article {name.position + 1}) is"
                " in this archive"
            )
        first = self._first_article(key)
        group = self.decision.corrections.filter(received(), corrected_value=lead)
        made = group.order_by("pk").first()
        if made is None or made.article_id is None:
            article = self._article_for(extract, lead, first)
        elif first is not None and first.pk == made.article_id:
            # When the decision was imported before, the archive did not have the first article.
            # Now it has it, joined to the extract.
            article = new_article(extract)
            group.update(article=article)
            self.is_changed = True
        else:
            article = Article.objects.get(pk=made.article_id)
        self._add(article, key, lead, base_of(extract, key))
        if key in self._left:
            if first is None:
                find_article(self._left[key])
            else:
                self._add(first, key, "", "")

    def _first_article(self, key: str) -> Article | None:
        """Return the article from which an extract is separated; None if it is not here."""
        if key not in self._left:
            return None
        check_correction(self._left[key])
        stored = self.decision.corrections.filter(kind=SEPARATED, key=key, corrected_value="")
        left = stored.select_related("article").first()
        if left is not None:
            return left.article
        try:
            return find_article(self._left[key])
        except NotFoundError:
            return None

    def _article_for(self, extract: Extract, lead: str, first: Article | None) -> Article:
        """Return the article that an extract gets.

        It is a new article if the extract is joined to `first`, the article from which the decision
        separates it. Otherwise the extract stays with its article.
        """
        if first is not None and stand_in(first.pk) == extract.article_id:
            return new_article(extract)
        return extract.article

    def _add(self, article: Article, key: str, value: str, parsed: Any) -> None:
        known = self.decision.corrections.filter(kind=SEPARATED, key=key)
        values = known.values_list("corrected_value", flat=True)
        if bool(value) in map(bool, values):
            return
        Correction.objects.create(
            decision=self.decision,
            article=article,
            kind=SEPARATED,
            key=key,
            parsed_value=parsed,
            corrected_value=value,
        )
        self.is_changed = True
        self.articles.add(article.pk)
