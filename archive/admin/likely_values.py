"""Finds the likely values of a field about which there is a problem, each with its evidence.

The values come from the saved files of the article and from pages that list it, never from other
articles: the witnesses of the date, the marks and addresses in the text, the values that another
saved file of the same article gives.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from archive.admin.evidence import date_witnesses
from archive.corrections import FIELDS, shown_values
from archive.corrections.choose_extract import extracts_of, parsed_value
from archive.models import Article, Extract, Source
from ingest.partial_date import PartialDate
from ingest.rules import STAND_IN
from ingest.sources import read_source_name, source_key
from ingest.values import LONGEST_WORDS

MOST_VALUES = 3
"""The largest number of values that are offered for one problem."""

Found = Iterator[tuple[str, str]]
"""Pairs (value, evidence in words). The values are as in FIELDS."""


@dataclass(frozen=True, slots=True)
class LikelyValue:
    """A value that may be right. `label` is the value in words, and `evidence` says why."""

    value: str
    label: str
    evidence: str
    is_shown: bool = False


def likely_values(article: Article, problem: Mapping[str, Any]) -> list[LikelyValue]:
    """Return at most MOST_VALUES values that may be right for the field of a problem.

    The best values are first. If no value but the shown one is known, the list is empty.
    """
    find = _FINDERS.get(problem["field"])
    if find is None or article.shown_extract is None:
        return []
    evidence: dict[str, list[str]] = {}
    for value, why in find(article, article.shown_extract, problem):
        clean = _clean(problem["field"], value)
        if clean and why not in evidence.setdefault(clean, []):
            evidence[clean].append(why)
    shown = shown_values(article)[problem["field"]]
    if set(evidence) <= {shown}:
        return []
    names = dict(Source.objects.filter(slug__in=evidence).values_list("slug", "name"))
    return [
        LikelyValue(value, names.get(value, value), "; ".join(reasons), is_shown=value == shown)
        for value, reasons in list(evidence.items())[:MOST_VALUES]
    ]


def _clean(field: str, value: str) -> str:
    """Return a value in its standard form; "" if staff may not set it."""
    try:
        return FIELDS[field].clean(value)
    except ValueError:
        return ""


def _dates(article: Article, extract: Extract, problem: Mapping[str, Any]) -> Found:
    for witness in date_witnesses(extract):
        yield witness.value, _quoting(witness.label, witness.quotation)
    yield from _in_other_files(article, extract, "published")
    listed = article.known_as.exclude(published_on=None).order_by("published_on")
    for day in listed.values_list("published_on", flat=True)[:MOST_VALUES]:
        yield PartialDate.of(day).iso, "a saved page lists the article with this date"


def _sources(article: Article, extract: Extract, problem: Mapping[str, Any]) -> Found:
    own = str(extract.fields.get("source", {}).get("value") or "")
    names = [(name, "named in the file") for name in (own, problem["words"])]
    names += [(name, "given beside it") for name in problem["candidates"]]
    ids, slugs = Source.objects.ids_by_name_key(), dict(Source.objects.values_list("pk", "slug"))

    def slug_of(name: str) -> str:
        pk = ids.get(source_key(name)) or ids.get(source_key(read_source_name(name)[0]))
        return slugs.get(pk or 0, "")

    for name, why in names:
        yield slug_of(name), f"“{name}”, {why}"
    yield from ((slug_of(name), why) for name, why in _in_other_files(article, extract, "source"))
    sites = _sites()
    for slug, host in sites:
        if _is_host(host, urlsplit(article.original_url).hostname or ""):
            yield slug, f"the original address is on {host}"
    text = extract.capture.text
    for slug, host in sites:
        if match := re.search(rf"(?<![\w-]){re.escape(host)}(?![\w-])", text, re.IGNORECASE):
            yield slug, f"the saved text has “{match[0]}”"
    agency = article.agency.strip().casefold()
    for slug, name in Source.objects.order_by("pk").values_list("slug", "name") if agency else ():
        if re.match(rf"{re.escape(agency)}\b", name.casefold()):
            yield slug, f"the agency is {article.agency}"


def _titles(article: Article, extract: Extract, problem: Mapping[str, Any]) -> Found:
    if extract.fields.get("title", {}).get("rule") != STAND_IN:
        yield parsed_value(extract, "title"), "the title that was read"
    if problem["code"] == "titles-disagree" and len(problem["words"]) < LONGEST_WORDS:
        yield problem["words"], "the other title in the file"
    yield from _in_other_files(article, extract, "title")
    listed = article.known_as.exclude(title="").order_by("pk").values_list("title", flat=True)
    for title in listed[:MOST_VALUES]:
        yield title, "a saved page lists the article with this title"


def _languages(article: Article, extract: Extract, problem: Mapping[str, Any]) -> Found:
    yield parsed_value(extract, "language"), "the language of the text"
    for tag in problem["candidates"]:
        yield tag.partition("-")[0].casefold(), f"the file says “{tag}”"


def _in_other_files(article: Article, extract: Extract, field: str) -> Found:
    """Yield the values of a field in the other saved files of the article."""
    for other in extracts_of([article.pk])[article.pk]:
        stored = other.fields.get(field, {})
        if other.pk != extract.pk and stored.get("value") and stored.get("rule") != STAND_IN:
            yield str(stored["value"]), f"the saved file {other.capture.short_id} gives it"


def _sites() -> list[tuple[str, str]]:
    """Return (slug, host) of each source whose home page is known: ("kcna-kp", "kcna.kp")."""
    pages = Source.objects.exclude(home_page="").order_by("pk").values_list("slug", "home_page")
    hosts = ((slug, urlsplit(page).hostname or "") for slug, page in pages)
    return [(slug, host.removeprefix("www.")) for slug, host in hosts if host]


def _is_host(host: str, other: str) -> bool:
    return other == host or other.endswith(f".{host}")


def _quoting(label: str, quotation: str) -> str:
    return f"{label} “{quotation}”" if quotation else label


_FINDERS: dict[str, Callable[[Article, Extract, Mapping[str, Any]], Found]] = {
    "published": _dates,
    "source": _sources,
    "title": _titles,
    "language": _languages,
}
