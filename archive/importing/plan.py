"""Decides the outcome of each file and the article of each extract; writes nothing.

A Planner remembers planned files that are not stored yet. So two files with the same article can be
in one batch, and a dry run, which stores nothing, has the same outcomes as an import.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

from archive.corrections.separations import apart_from, separated_articles
from archive.importing.candidates import ArticleRef, CandidateExtract, Candidates
from archive.importing.capture_columns import saved_not_after
from archive.importing.existing_rows import ExistingCapture, existing_captures, seen_paths
from archive.matching.lookup_keys import LookupKeys
from archive.matching.source_resolver import SourceRef, SourceResolver
from archive.models import Extract, JoinedExtract
from ingest.date_witnesses import future_date_problem
from ingest.file_columns import ArticleColumns, extract_key
from ingest.pipeline import FileError, FileResult
from ingest.same_article import (
    ComparedText,
    Link,
    Verdict,
    are_dates_near,
    article_key,
    can_be_of_one_day,
    containment,
    judge,
    letters_of,
    link_relation,
)
from ingest.values import FoundMentions


class Outcome(StrEnum):
    """The outcome of one file in an import; docs/import.md explains each outcome."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REJECTED = "rejected"
    FAILED = "failed"


@dataclass(slots=True)
class IdentityProblem:
    """A doubt about the article to which an extract belongs; a person should decide.

    `code` is the code of the problem. `other` is another article that the extract could belong to;
    it is None for the code `link-common` (too many articles have the link of the extract). `share`
    is the part of the shorter text that the longer text contains, from 0.0 to 1.0.
    """

    code: str
    other: ArticleRef | None = None
    share: float = 0.0


@dataclass(frozen=True, slots=True)
class Recognition:
    """How the article of an extract was recognised, if the article existed before the extract.

    `how` is a value of `JoinedExtract.How`. `share` is the part of the shorter text that the longer
    text contains, from 0.0 to 1.0.
    """

    how: str
    share: float


@dataclass(slots=True)
class ExtractPlan:
    """The plan for one extract: its columns, its mentions, and the article that it belongs to.

    `position` is the index of the extract in its file, `article_ref` its article, and
    `identity_problems` are doubts about this article. `columns` has the values of the extract's
    row, and `lookup` the keys by which its article is found. `stored` is the stored row of an
    extract that was parsed again; None for a new extract. `joined` says how its article was
    recognised if the extract is a further copy of an article; otherwise it is None.
    """

    position: int
    columns: dict[str, Any]
    mentions: FoundMentions
    lookup: LookupKeys
    article_ref: ArticleRef = field(default_factory=ArticleRef)
    identity_problems: list[IdentityProblem] = field(default_factory=list)
    stored: Extract | None = None
    joined: Recognition | None = None

    @classmethod
    def draft(cls, article: ArticleColumns, source: SourceRef | None) -> "ExtractPlan":
        """Return a plan for a parsed article; `Planner.choose_article` sets the article later."""
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
            columns["fields"].get("dateline_day", {}).get("value") or "",
        )
        return cls(article.position, columns, article.mentions, lookup)


@dataclass(slots=True)
class FilePlan:
    """The plan for one file: its outcome, and the rows to write.

    - `result` is what reading the file returned. `error` is set if the file was rejected or failed.
    - `existing` is the capture with the same bytes; None if the archive does not have the bytes.
      If `is_read_again` is True, the columns of this capture are updated.
    - If `is_new_path` is True, the path of the file is stored.
    - `extracts` are the new extracts, and `reparsed` the stored extracts whose rows are updated.
      `vanished` are the stored extracts that the parser did not find again; their rows get a
      problem.
    - If `is_listing_new` is True, the known items that the file lists are stored. If
      `is_listing_changed` is True, these items replace the stored list of the file.
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
    """Makes the plans of files, in the order of the files.

    Call `settle` after each batch that was stored or rolled back. In a dry run, call `keep`
    instead: the planned files are then remembered until the run ends, in about 1 KB for each
    article.
    """

    def __init__(self, sources: SourceResolver) -> None:
        self.sources = sources
        self.candidates = Candidates()
        # The articles from which staff separated texts; None before they are read for a batch.
        self._separated: set[int] | None = None
        self._captures: dict[str, ExistingCapture] = {}
        self._paths: set[tuple[str, str]] = set()

    def settle(self) -> None:
        """Forget the planned files, because their batch was stored or rolled back."""
        self._captures.clear()
        self._paths.clear()
        self.candidates.forget()
        self._separated = None

    def keep(self) -> None:
        """Keep the planned files in memory, with compressed bodies, because nothing is stored."""
        self.candidates.pack()

    def plan(self, results: Sequence[FileResult]) -> list[FilePlan]:
        """Return a plan for each parsed file, in the order of `results`."""
        existing = existing_captures([result.sha256 for result in results if result.sha256])
        seen = seen_paths(
            [capture.pk for capture in existing.values() if capture.pk is not None],
            [result.path for result in results],
        )
        today = datetime.now(UTC).date()
        imported = {sha256: capture.imported_on for sha256, capture in existing.items()}
        drafts = [self.draft(result, imported.get(result.sha256) or today) for result in results]
        self.candidates.load(draft.lookup for extracts in drafts for draft in extracts)
        return [
            self._plan_file(result, existing.get(result.sha256), seen, extracts)
            for result, extracts in zip(results, drafts, strict=True)
        ]

    def draft(self, result: FileResult, imported: date) -> list[ExtractPlan]:
        """Return a plan for each extract of a parsed file.

        `imported` is the day of the import of the file (UTC). A date of an article after the last
        day on which the file can have been saved is doubtful. Each plan has the source of its
        extract, but not yet the article (see `choose_article`).
        """
        articles = result.parsed.articles if result.parsed else ()
        plans = [
            ExtractPlan.draft(article, self.sources.find(article.source)) for article in articles
        ]
        for plan in plans:
            _doubt_future_date(plan, result, imported)
        return plans

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
        """Return the plan for a file whose bytes the archive has; `drafts` is made by `draft`.

        The capture does not change, unless the file was rejected before and must be parsed again
        with other overrides (`ExistingCapture.is_worth_reading`).
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
        """Return the plan for a file that was parsed; `drafts` is made by `draft`.

        `existing` is the capture of the file if it was rejected before and is parsed again,
        otherwise None.
        """
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
        """Set the article and the identity problems of a plan; return True if the article is new.

        `sha256` is the hash of the saved file in which the extract was read.
        """
        same: dict[ArticleRef, tuple[bool, float]] = {}
        identity_problems: dict[ArticleRef, IdentityProblem] = {}
        link = self.candidates.usable_link(plan.lookup)
        others_of_same: list[CandidateExtract] = []
        candidates = self.candidates.matching(plan.lookup, link)
        body = plan.columns["body"]
        text = ComparedText(body, letters_of(body) if candidates else "")
        for candidate in candidates:
            article_ref = candidate.article_ref
            if article_ref in same and same[article_ref][0] >= _is_same_link(
                link, candidate, sha256
            ):
                others_of_same.append(candidate)
                continue
            verdict, share, is_same_link = _compare(plan, text, link, candidate, sha256)
            if verdict is Verdict.SAME:
                same[article_ref] = max(same.get(article_ref, (False, 0.0)), (is_same_link, share))
            elif verdict is not Verdict.OTHER and share >= getattr(
                identity_problems.get(article_ref), "share", 0.0
            ):
                code = "link-shared" if verdict is Verdict.LINK_ONLY else "possible-duplicate"
                identity_problems[article_ref] = IdentityProblem(code, article_ref, share)
        # If several articles are the same as the new one, they are sorted by the values in `same`.
        # So for these articles, the candidates that were left out above are compared, too.
        for candidate in others_of_same if len(same) > 1 else ():
            verdict, share, is_same_link = _compare(plan, text, link, candidate, sha256)
            if verdict is Verdict.SAME:
                article_ref = candidate.article_ref
                same[article_ref] = max(same[article_ref], (is_same_link, share))
        if same:
            best, *others = sorted(same, key=lambda article_ref: same[article_ref], reverse=True)
            apart = self._nearest_apart(plan, sha256, same, candidates)
            best, others = apart or (best, others)
            plan.article_ref = best
            plan.joined = _recognition(plan, candidates, best, *same[best])
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

    def _nearest_apart(
        self,
        plan: ExtractPlan,
        sha256: str,
        same: dict[ArticleRef, tuple[bool, float]],
        candidates: Sequence[CandidateExtract],
    ) -> tuple[ArticleRef, list[ArticleRef]] | None:
        """Choose between articles that staff separated; return (best, others that match, too).

        `same` are the articles that are the same as the planned text, and `candidates` the extracts
        with which it was compared. The articles that staff separated from these articles are
        compared, too, and those that are the same are added to `same`.

        The best article is the one with the text that is most like the planned text (`_likeness`).
        The articles that staff separated from it are not in the others, because staff decided that
        they are different. The result is None if staff separated nothing from these articles.
        `sha256` is the hash of the planned file.
        """
        if self._separated is None:
            self._separated = separated_articles()
        known = [ref.pk for ref in same if ref.pk in self._separated]
        apart = apart_from([pk for pk in known if pk is not None])
        if not apart:
            return None
        further = self.candidates.of_articles(set().union(*apart.values()).difference(known))
        body = plan.columns["body"]
        text = ComparedText(body, letters_of(body))
        for candidate in further:
            verdict, share, is_same_link = _compare(plan, text, "", candidate, sha256)
            if verdict is Verdict.SAME:
                same.setdefault(candidate.article_ref, (is_same_link, share))
        likeness: dict[ArticleRef, tuple[float, bool, bool]] = {}
        for candidate in (*candidates, *further):
            ref = candidate.article_ref
            if ref in same:
                like = _likeness(plan, text, candidate)
                likeness[ref] = max(likeness.get(ref, like), like)
        apart = apart_from([ref.pk for ref in same if ref.pk is not None])
        best, *others = sorted(same, key=lambda ref: likeness[ref], reverse=True)
        return best, [ref for ref in others if ref.pk not in apart.get(best.pk or 0, ())]


def _likeness(
    plan: ExtractPlan, text: ComparedText, candidate: CandidateExtract
) -> tuple[float, bool, bool]:
    """Return how much a planned text is like that of a candidate: the highest is most like it.

    Three values are compared in this order: the part of the planned text that the other text has,
    multiplied by the part of the other text that the planned text has; whether source, title and
    date are equal; and whether the links are equal.
    """
    theirs = candidate.compared.letters
    share = containment(text.letters, theirs)
    lengths = sorted((len(text.letters), len(theirs)))
    lookup = plan.lookup
    return (
        share * share * lengths[0] / (lengths[1] or 1),
        candidate.key == lookup.key,
        bool(lookup.link_key) and candidate.link_key == lookup.link_key,
    )


def _doubt_future_date(plan: ExtractPlan, result: FileResult, imported: date) -> None:
    """Make the date of an extract doubtful, and add a problem, if its file was saved earlier.

    `result` is the parsed file, and `imported` is the day of its import (UTC).
    """
    last = saved_not_after(result, imported)
    is_noted = result.parsed is not None and result.parsed.saved_not_after == last
    spans = tuple(
        (start, end) for start, end in plan.columns["fields"].get("published", {}).get("spans", ())
    )
    problem = future_date_problem(plan.lookup.published, spans, last, is_noted=is_noted)
    known = {problem["code"] for problem in plan.columns["problems"]}
    if problem and problem.code not in known:
        plan.columns["problems"] = [*plan.columns["problems"], problem.as_json()]
        plan.columns["is_date_doubtful"] = True


def _recognition(
    plan: ExtractPlan,
    candidates: Sequence[CandidateExtract],
    chosen: ArticleRef,
    is_same_link: bool,
    share: float,
) -> Recognition:
    """Return how `chosen`, the article of an extract, was recognised.

    `candidates` are the extracts that were compared with the planned extract. `is_same_link` and
    `share` are the result of the comparison with the extract of the article that fits best.
    """
    is_same_title = bool(plan.lookup.title) and any(
        candidate.article_ref is chosen and candidate.key[:-8] == plan.lookup.key[:-8]
        for candidate in candidates
    )
    how = JoinedExtract.How
    return Recognition(
        (how.LINK if is_same_link else how.TITLE if is_same_title else how.TEXT).value, share
    )


def _is_same_link(link: str, candidate: CandidateExtract, sha256: str) -> bool:
    """Return True if a candidate in another file than `sha256` has this link key."""
    return bool(link) and candidate.link_key == link and candidate.sha256 != sha256


def _compare(
    plan: ExtractPlan, text: ComparedText, link: str, candidate: CandidateExtract, sha256: str
) -> tuple[Verdict, float, bool]:
    """Return (verdict, share, is_same_link) for a planned extract and a candidate.

    The verdict tells whether both extracts are the same article. The share is the part of the
    shorter text that the longer text contains, from 0.0 to 1.0. `text` is the planned text.

    - The links of two extracts in the same file are not compared, because both extracts have the
      link of the page.
    - Without an equal link, two texts whose datelines contradict each other are different, even if
      the year is unknown (`can_be_of_one_day`): news of a kind are repeated word for word.
    - Equal titles are used only if the dates are near (`are_dates_near`), because different
      articles can have the same title on different days ("Press Review").
    - If an extract has no title, because its layout has no titles, only texts and links are
      compared.
    """
    is_same_link = _is_same_link(link, candidate, sha256)
    lookup = plan.lookup
    if not is_same_link and not can_be_of_one_day(
        lookup.key, lookup.dateline_day, candidate.key, candidate.dateline_day
    ):
        return Verdict.OTHER, 0.0, False
    is_same_title = bool(plan.lookup.title) and candidate.key[:-8] == plan.lookup.key[:-8]
    is_same_name = is_same_title and are_dates_near(candidate.key, plan.lookup.key)
    relation = Link.SAME if is_same_link else Link.UNKNOWN
    if not is_same_link and candidate.sha256 != sha256:
        relation = link_relation(plan.lookup.link_key, candidate.link_key)
        if relation is Link.SAME:  # a link that very many articles share
            relation = Link.UNKNOWN
    verdict, share = judge(text, candidate.compared, link=relation, is_same_name=is_same_name)
    return verdict, share, is_same_link
