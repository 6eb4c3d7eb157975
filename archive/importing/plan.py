"""Decides what each file is, and to which article it belongs. Reads only.

A Planner remembers what it has planned and what is not yet written, so that two files of one
article can come in one batch, and so that a dry run, which never writes, has the same outcomes.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from archive.importing.candidates import ArticleRef, CandidateExtract, Candidates, LookupKeys
from archive.importing.existing import ExistingCapture, existing_captures, seen_paths
from archive.importing.source_resolver import SourceRef, SourceResolver
from archive.models import Extract
from ingest.columns import ArticleColumns, extract_key
from ingest.identity import Verdict, are_dates_near, article_key, judge
from ingest.pipeline import FileError, FileResult
from ingest.values import FoundMentions


class Outcome(StrEnum):
    """The outcome of importing one file."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REJECTED = "rejected"
    FAILED = "failed"


@dataclass(slots=True)
class IdentityProblem:
    """A doubtful identity that a person should look at.

    Another article could be the same one, or the link identifies none (then `other` is None).
    """

    code: str
    other: ArticleRef | None = None
    share: float = 0.0


@dataclass(slots=True)
class ExtractPlan:
    """One article of a file: its columns, its mentions, and its article.

    `stored` is its row, if it has one.
    """

    position: int
    columns: dict[str, Any]
    mentions: FoundMentions
    lookup: LookupKeys
    article_ref: ArticleRef = field(default_factory=ArticleRef)
    identity_problems: list[IdentityProblem] = field(default_factory=list)
    stored: Extract | None = None

    @classmethod
    def draft(cls, article: ArticleColumns, source: SourceRef | None) -> "ExtractPlan":
        """Make a plan whose article is not decided."""
        slug = source.slug if source else ""
        day_key = article_key(slug, article.published, "")
        columns = article.columns | {"key": extract_key(article, slug), "day_key": day_key}
        lookup = LookupKeys(
            source,
            article.published,
            article.title,
            columns["key"],
            columns["link_key"],
            article.opening,
        )
        return cls(article.position, columns, article.mentions, lookup)


@dataclass(slots=True)
class FilePlan:
    """One file: its outcome, and what to write.

    `existing` is the capture of the same bytes, if there is one; with `is_read_again` its columns
    are written again. `extracts` get rows; those in `reparsed` have one (`ExtractPlan.stored`);
    `vanished` ones were not found again.
    """

    result: FileResult
    outcome: Outcome
    existing: ExistingCapture | None = None
    is_new_path: bool = False
    is_read_again: bool = False
    error: FileError | None = None
    extracts: list[ExtractPlan] = field(default_factory=list)
    reparsed: list[ExtractPlan] = field(default_factory=list)
    vanished: list[Extract] = field(default_factory=list)
    is_listing_new: bool = False
    is_listing_changed: bool = False


class Planner:
    """Plans files in the order in which they come.

    Call `settle` after a batch is written or given up. A dry run calls `keep` instead: what was
    planned is remembered for the whole run, with compressed bodies (about 1 KB an article).
    """

    def __init__(self, sources: SourceResolver) -> None:
        self.sources = sources
        self.candidates = Candidates()
        self._captures: dict[str, ExistingCapture] = {}
        self._paths: set[tuple[str, str]] = set()

    def settle(self) -> None:
        """Forget what was planned: the database has it now."""
        self._captures.clear()
        self._paths.clear()
        self.candidates.forget()

    def keep(self) -> None:
        """Remember what was planned, in little memory."""
        self.candidates.pack()

    def plan(self, results: Sequence[FileResult]) -> list[FilePlan]:
        """Return one plan for each result, in their order."""
        existing = existing_captures([result.sha256 for result in results if result.sha256])
        seen = seen_paths([capture.pk for capture in existing.values() if capture.pk is not None])
        drafts = [self.draft(result) for result in results]
        self.candidates.load(draft.lookup for extracts in drafts for draft in extracts)
        return [
            self._plan_file(result, existing.get(result.sha256), seen, extracts)
            for result, extracts in zip(results, drafts, strict=True)
        ]

    def draft(self, result: FileResult) -> list[ExtractPlan]:
        """Draft the articles of a result, with their sources."""
        articles = result.parsed.articles if result.parsed else ()
        return [
            ExtractPlan.draft(article, self.sources.find(article.source)) for article in articles
        ]

    def _plan_file(
        self,
        result: FileResult,
        existing: ExistingCapture | None,
        seen: set[tuple[int, str]],
        drafts: list[ExtractPlan],
    ) -> FilePlan:
        error = result.error
        if error and error.traceback:
            return FilePlan(result, Outcome.FAILED, existing, error=error)
        if error and not result.sha256:
            return FilePlan(result, Outcome.REJECTED, error=error)
        existing = self._captures.get(result.sha256) or existing
        pair = (result.sha256, result.path)
        is_seen = pair in self._paths or (
            existing is not None and existing.pk is not None and (existing.pk, result.path) in seen
        )
        self._paths.add(pair)
        plan = (
            self._plan_existing(result, existing, drafts)
            if existing
            else self._plan_new(result, drafts)
        )
        plan.is_new_path = not is_seen
        return plan

    def _plan_existing(
        self, result: FileResult, existing: ExistingCapture, drafts: list[ExtractPlan]
    ) -> FilePlan:
        """Plan bytes that the archive has.

        There is nothing to do, unless they were rejected and other overrides are given now.
        """
        if not existing.rejection:
            return FilePlan(result, Outcome.UNCHANGED, existing)
        if not existing.is_worth_reading(result.overrides.as_json()):
            return FilePlan(
                result,
                Outcome.REJECTED,
                existing,
                error=FileError(existing.rejection, existing.message),
            )
        return self._plan_new(result, drafts, existing)

    def _plan_new(
        self, result: FileResult, drafts: list[ExtractPlan], existing: ExistingCapture | None = None
    ) -> FilePlan:
        """Plan bytes that are read; `existing` is their capture if they are read again."""
        overrides = tuple(sorted(result.overrides.as_json().items()))
        error, pk = result.error, existing.pk if existing else None
        plan = FilePlan(
            result, Outcome.REJECTED, existing, is_read_again=existing is not None, error=error
        )
        if error:
            self._captures[result.sha256] = ExistingCapture(
                pk, error.reason, error.message, overrides
            )
            return plan
        self._captures[result.sha256] = ExistingCapture(pk, overrides=overrides)
        article_refs = [self.choose_article(result.sha256, draft) for draft in drafts]
        plan.outcome = Outcome.CREATED if any(article_refs) else Outcome.UPDATED
        plan.extracts, plan.is_listing_new = drafts, True
        return plan

    def choose_article(self, sha256: str, plan: ExtractPlan) -> bool:
        """Give an extract the article that it belongs to. True when that is a new one."""
        same: dict[ArticleRef, tuple[bool, float]] = {}
        identity_problems: dict[ArticleRef, IdentityProblem] = {}
        link = self.candidates.telling_link(plan.lookup)
        for candidate in self.candidates.matching(plan.lookup, link):
            verdict, share, is_same_link = _compare(plan, link, candidate, sha256)
            article_ref = candidate.article_ref
            if verdict is Verdict.SAME:
                same[article_ref] = max(same.get(article_ref, (False, 0.0)), (is_same_link, share))
            elif verdict is not Verdict.OTHER and share >= getattr(
                identity_problems.get(article_ref), "share", 0.0
            ):
                code = "link-shared" if verdict is Verdict.LINK_ONLY else "possible-duplicate"
                identity_problems[article_ref] = IdentityProblem(code, article_ref, share)
        if same:
            best, *others = sorted(same, key=lambda article_ref: same[article_ref], reverse=True)
            plan.article_ref = best
            plan.identity_problems = [
                IdentityProblem("several-matches", article_ref, same[article_ref][1])
                for article_ref in others
            ]
        else:
            plan.identity_problems = list(identity_problems.values())
            if link != plan.lookup.link_key:
                plan.identity_problems.append(IdentityProblem("link-common"))
        self.candidates.remember(plan.article_ref, sha256, plan.lookup, plan.columns["body"])
        return not same


def _compare(
    plan: ExtractPlan, link: str, candidate: CandidateExtract, sha256: str
) -> tuple[Verdict, float, bool]:
    """Compare an extract with a candidate: the verdict, the share, and whether links are equal.

    Another part of the same file has the same link without being the same article; a title that
    recurs at a shared link ("Press Review") names another article on another day; without a title
    (in a layout that gives none) only the text itself can show that two are one.
    """
    is_same_link = bool(link) and candidate.link_key == link and candidate.sha256 != sha256
    is_same_title = bool(plan.lookup.title) and candidate.key[:-8] == plan.lookup.key[:-8]
    is_same_name = is_same_title and are_dates_near(candidate.key, plan.lookup.key)
    verdict, share = judge(
        plan.columns["body"], candidate.body, is_same_link=is_same_link, is_same_name=is_same_name
    )
    return verdict, share, is_same_link
