"""What each file is, and whose article it holds: decided here, written elsewhere. Reads only.

A Planner remembers what it has planned and what is not yet written, so that two files of one
article can come in one batch, and so that a dry run, which never writes, comes to the same
outcomes."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from archive.importing.candidates import ArticleRef, CandidateExtract, Candidates, LookupKeys
from archive.importing.existing import ExistingCapture, existing_captures, seen_paths
from archive.importing.source_resolver import SourceRef, SourceResolver
from archive.models import Extract
from ingest.columns import ReadArticle, extract_key
from ingest.identity import Verdict, are_dates_near, article_key, judge
from ingest.pipeline import FileError, FileResult
from ingest.values import FoundMentions


class Outcome(StrEnum):
    """What became of a file."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REJECTED = "rejected"
    FAILED = "failed"


@dataclass(slots=True)
class IdentityProblem:
    """An identity that a person should look at: another article that could be the same one, or a
    link that says nothing (then there is no `other`)."""

    code: str
    other: ArticleRef | None = None
    share: float = 0.0


@dataclass(slots=True)
class ExtractPlan:
    """One article of a file: its columns, its mentions, and where it belongs. `stored` is its row,
    if it has one."""

    position: int
    columns: dict[str, Any]
    mentions: FoundMentions
    trace: LookupKeys
    home: ArticleRef = field(default_factory=ArticleRef)
    doubts: list[IdentityProblem] = field(default_factory=list)
    stored: Extract | None = None

    @classmethod
    def draft(cls, article: ReadArticle, outlet: SourceRef | None) -> "ExtractPlan":
        """A plan whose home is not decided."""
        slug = outlet.slug if outlet else ""
        day_key = article_key(slug, article.published, "")
        columns = article.columns | {"key": extract_key(article, slug), "day_key": day_key}
        trace = LookupKeys(
            outlet,
            article.published,
            article.title,
            columns["key"],
            columns["link_key"],
            article.opening,
        )
        return cls(article.position, columns, article.mentions, trace)


@dataclass(slots=True)
class FilePlan:
    """One file: its outcome, and what to write.

    `held` is the capture of the same bytes, if there is one; `is_read_again` that its columns are
    to be written anew. `extracts` get rows; those in `renewed` have one (`ExtractPlan.stored`);
    those that `vanished` are read no more."""

    reading: FileResult
    outcome: Outcome
    held: ExistingCapture | None = None
    is_new_path: bool = False
    is_read_again: bool = False
    trouble: FileError | None = None
    extracts: list[ExtractPlan] = field(default_factory=list)
    renewed: list[ExtractPlan] = field(default_factory=list)
    vanished: list[Extract] = field(default_factory=list)
    is_listing_new: bool = False
    is_listing_changed: bool = False


class Planner:
    """Plans files in the order in which they come.

    Call `settle` after a batch is written or given up. A dry run calls `keep` instead: what was
    planned is remembered for the whole run, bodies compressed (about 1 KB an article)."""

    def __init__(self, outlets: SourceResolver) -> None:
        self.outlets = outlets
        self.candidates = Candidates()
        self._captures: dict[str, ExistingCapture] = {}
        self._paths: set[tuple[str, str]] = set()

    def settle(self) -> None:
        """Forget what was planned: the database knows it now."""
        self._captures.clear()
        self._paths.clear()
        self.candidates.forget()

    def keep(self) -> None:
        """Remember what was planned, in little memory."""
        self.candidates.pack()

    def plan(self, readings: Sequence[FileResult]) -> list[FilePlan]:
        """One plan a reading, in their order."""
        held = existing_captures([reading.sha256 for reading in readings if reading.sha256])
        seen = seen_paths([capture.pk for capture in held.values() if capture.pk is not None])
        drafts = [self.draft(reading) for reading in readings]
        self.candidates.load(draft.trace for extracts in drafts for draft in extracts)
        return [
            self._plan_file(reading, held.get(reading.sha256), seen, extracts)
            for reading, extracts in zip(readings, drafts, strict=True)
        ]

    def draft(self, reading: FileResult) -> list[ExtractPlan]:
        """The articles of a reading, with their outlets."""
        articles = reading.parsed.articles if reading.parsed else ()
        return [
            ExtractPlan.draft(article, self.outlets.find(article.source)) for article in articles
        ]

    def _plan_file(
        self,
        reading: FileResult,
        held: ExistingCapture | None,
        seen: set[tuple[int, str]],
        drafts: list[ExtractPlan],
    ) -> FilePlan:
        trouble = reading.trouble
        if trouble and trouble.traceback:
            return FilePlan(reading, Outcome.FAILED, held, trouble=trouble)
        if trouble and not reading.sha256:
            return FilePlan(reading, Outcome.REJECTED, trouble=trouble)
        held = self._captures.get(reading.sha256) or held
        place = (reading.sha256, reading.path)
        is_seen = place in self._paths or (
            held is not None and held.pk is not None and (held.pk, reading.path) in seen
        )
        self._paths.add(place)
        plan = self._plan_held(reading, held, drafts) if held else self._plan_new(reading, drafts)
        plan.is_new_path = not is_seen
        return plan

    def _plan_held(
        self, reading: FileResult, held: ExistingCapture, drafts: list[ExtractPlan]
    ) -> FilePlan:
        """Bytes that are held: nothing to do, unless they were rejected and are now read as the
        archivist says."""
        if not held.rejection:
            return FilePlan(reading, Outcome.UNCHANGED, held)
        if not held.is_worth_reading(reading.overrides.as_json()):
            return FilePlan(
                reading, Outcome.REJECTED, held, trouble=FileError(held.rejection, held.message)
            )
        return self._plan_new(reading, drafts, held)

    def _plan_new(
        self, reading: FileResult, drafts: list[ExtractPlan], held: ExistingCapture | None = None
    ) -> FilePlan:
        """Bytes that are read; `held` is their capture if they are read again."""
        overrides = tuple(sorted(reading.overrides.as_json().items()))
        trouble, pk = reading.trouble, held.pk if held else None
        plan = FilePlan(
            reading, Outcome.REJECTED, held, is_read_again=held is not None, trouble=trouble
        )
        if trouble:
            self._captures[reading.sha256] = ExistingCapture(
                pk, trouble.reason, trouble.message, overrides
            )
            return plan
        self._captures[reading.sha256] = ExistingCapture(pk, overrides=overrides)
        homes = [self.settle_home(reading.sha256, draft) for draft in drafts]
        plan.outcome = Outcome.CREATED if any(homes) else Outcome.UPDATED
        plan.extracts, plan.is_listing_new = drafts, True
        return plan

    def settle_home(self, sha256: str, plan: ExtractPlan) -> bool:
        """Give an extract the article that it belongs to. True when that is a new one."""
        same: dict[ArticleRef, tuple[bool, float]] = {}
        doubts: dict[ArticleRef, IdentityProblem] = {}
        link = self.candidates.telling_link(plan.trace)
        for candidate in self.candidates.matching(plan.trace, link):
            verdict, share, is_same_link = _compare(plan, link, candidate, sha256)
            home = candidate.home
            if verdict is Verdict.SAME:
                same[home] = max(same.get(home, (False, 0.0)), (is_same_link, share))
            elif verdict is not Verdict.OTHER and share >= getattr(doubts.get(home), "share", 0.0):
                code = "link-shared" if verdict is Verdict.LINK_ONLY else "possible-duplicate"
                doubts[home] = IdentityProblem(code, home, share)
        if same:
            best, *others = sorted(same, key=lambda home: same[home], reverse=True)
            plan.home = best
            plan.doubts = [
                IdentityProblem("several-matches", home, same[home][1]) for home in others
            ]
        else:
            plan.doubts = list(doubts.values())
            if link != plan.trace.link_key:
                plan.doubts.append(IdentityProblem("link-common"))
        self.candidates.remember(plan.home, sha256, plan.trace, plan.columns["body"])
        return not same


def _compare(
    plan: ExtractPlan, link: str, candidate: CandidateExtract, sha256: str
) -> tuple[Verdict, float, bool]:
    """Another part of the same file has the same link without being the same article; a title that
    recurs at a shared link ("Press Review") names another article on another day; without a title
    (in a layout that gives none) only the text itself can say that two are one."""
    is_same_link = bool(link) and candidate.link_key == link and candidate.sha256 != sha256
    is_same_title = bool(plan.trace.title) and candidate.key[:-8] == plan.trace.key[:-8]
    is_same_name = is_same_title and are_dates_near(candidate.key, plan.trace.key)
    verdict, share = judge(
        plan.columns["body"], candidate.body, is_same_link=is_same_link, is_same_name=is_same_name
    )
    return verdict, share, is_same_link
