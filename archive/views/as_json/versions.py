"""The versions of an article, comparisons of two texts, and saved files, as JSON."""

from typing import Any

from archive.api import one_article as api
from archive.views.as_json.common import day, link, saved
from archive.views.as_json.page_values import Addresses, PageValues
from archive.views.parts.article_versions import GRADES, Saved, Version
from archive.views.parts.listed_items import ListedItem
from ingest.text_changes import Grade


def saved_file(addresses: Addresses, file: Any) -> api.SavedFile:
    """Return a saved file of an article (`archive.views.article.SavedFile`)."""
    return api.SavedFile(
        sha256=file.sha256,
        url=addresses.page(file.url),
        json_url=addresses.json(file.url),
        saved=file.saved,
        is_shown=file.is_shown,
        file_names=file.file_names,
    )


def listed_item(addresses: Addresses, item: ListedItem) -> api.ListedItem:
    """Return an article that a saved page lists."""
    return api.ListedItem(
        title=item.title,
        date=item.iso_date,
        url=addresses.page(item.url),
        is_in_archive=item.is_held,
        note=item.note,
    )


def _version(
    addresses: Addresses, version: Version, compare_url: str, files: list[Any]
) -> api.Version:
    return api.Version(
        short_id=version.short_id,
        url=addresses.page(version.url),
        json_url=addresses.json(version.url),
        is_shown=version.is_shown,
        title=version.title,
        source_name=version.source,
        date=version.published,
        saved=saved(version.saved),
        difference=version.difference,
        compare_url=addresses.page(compare_url),
        saved_files=[saved_file(addresses, file) for file in files],
    )


def versions(page: PageValues) -> api.Versions:
    """Return the versions of an article."""
    article = page["article"]
    return api.Versions(
        article=link(page.addresses, article.title, article.get_absolute_url()),
        url=page.url,
        json_url=page.json_url,
        versions=[
            _version(page.addresses, row["version"], row["compare_url"], row["files"])
            for row in page["rows"]
        ],
    )


def version_text(page: PageValues) -> api.VersionText:
    """Return the text of one version."""
    article, version = page["article"], page["version"]
    return api.VersionText(
        article=link(page.addresses, article.title, article.get_absolute_url()),
        version=_version(page.addresses, version, page["compare_url"], page["files"]),
        position=page["position"],
        version_count=page["number"],
        text=version.extract.body,
        listed_items=[listed_item(page.addresses, item) for item in page["listed_items"]],
    )


def comparison(page: PageValues) -> api.Comparison:
    """Return a comparison of two texts."""
    article, compared = page["article"], page["comparison"]
    return api.Comparison(
        article=link(page.addresses, article.title, article.get_absolute_url()),
        url=page.url,
        json_url=page.addresses.own,
        left=_compared_text(page.addresses, compared.left),
        right=_compared_text(page.addresses, compared.right),
        is_order_known=compared.is_order_known,
        change_count=compared.total,
        changes=[
            api.GradeCount(difference=grade.words, count=grade.count) for grade in compared.grades
        ],
        fields=[
            api.FieldDifference(label=pair.label, before=pair.before, after=pair.after)
            for pair in compared.fields
        ],
        parts=[
            api.ComparedPart(
                left=[_run(run) for run in row.left], right=[_run(r) for r in row.right]
            )
            for row in compared.rows
        ],
    )


def _compared_text(addresses: Addresses, side: Any) -> api.ComparedText:
    return api.ComparedText(
        heading=side.heading,
        url=addresses.page(side.url),
        saved=saved(side.saved),
        text=side.text,
    )


def _run(run: Any) -> api.Run:
    return api.Run(
        text=run.text,
        style=run.style,
        change=run.number,
        difference=GRADES[run.grade] if run.grade != Grade.NONE else "",
        ends_paragraph=run.ends_paragraph,
    )


def capture(page: PageValues) -> api.Capture:
    """Return a saved file, with the spans of its fields."""
    stored = page["capture"]
    return api.Capture(
        sha256=stored.sha256,
        short_id=stored.short_id,
        url=page.url,
        json_url=page.json_url,
        file_names=page["file_names"],
        size=stored.size,
        saved=saved(Saved(stored.saved_not_before, stored.saved_not_after)),
        imported_on=day(page["imported_on"]),
        articles=[
            link(page.addresses, article.title, article.get_absolute_url())
            for article in page["articles"]
        ],
        problems=page["problems"],
        text=page["shown_text"],
        hidden_characters=page["hidden_characters"],
        fields=[
            api.MarkedField(name=span.label, span=(span.start, span.end))
            for span in page["spans"]
            if span.label
        ],
    )
