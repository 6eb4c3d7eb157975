"""The metadata in the head of the page of an article: citation_*, Dublin Core, schema.org.

Zotero reads all `meta` elements. There is no `citation_journal_title`, because Zotero would take
the article for one of a scholarly journal. The block for schema.org is data, not a script, so the
Content-Security-Policy does not concern it.
"""

import json
from typing import Any

from markupsafe import Markup, escape

from archive.records.cited import ARCHIVE, Cited

_IN_SCRIPT = {"<": r"\u003c", ">": r"\u003e", "&": r"\u0026"}


def metadata(cited: Cited, site: str) -> Markup:
    """Return the elements for the head of a page; `site` is "https://dateline.example"."""
    url = f"{site}{cited.path}"
    fields = [
        ("citation_title", cited.title),
        ("citation_author", cited.author),
        ("citation_publication_date", cited.published.iso),
        ("citation_language", cited.language),
        ("citation_public_url", url),
        ("dc.type", "newspaperArticle"),
        ("dc.title", cited.title),
        ("dc.creator", cited.author),
        ("dc.source", cited.source),
        ("dc.date", cited.published.iso),
        ("dc.language", cited.language),
        ("dc.identifier", url),
        ("dcterms.isPartOf", ARCHIVE),
    ]
    elements = ['<link rel="schema.dc" href="http://purl.org/dc/elements/1.1/">']
    elements += [
        f'<meta name="{name}" content="{escape(" ".join(value.split()))}">'
        for name, value in fields
        if value
    ]
    data = json.dumps(news_article(cited, site), ensure_ascii=False, separators=(",", ":"))
    for mark, code in _IN_SCRIPT.items():
        data = data.replace(mark, code)
    elements.append(f'<script type="application/ld+json">{data}</script>')
    return Markup("\n".join(elements))


def news_article(cited: Cited, site: str) -> dict[str, Any]:
    """Return the NewsArticle of schema.org. Empty values are left out."""
    agency, source = _organisation(cited.author), _organisation(cited.source)
    item = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": cited.title,
        "author": agency or source,
        "publisher": source,
        "datePublished": cited.published.iso,
        "inLanguage": cited.language,
        "dateline": cited.written_at,
        "isBasedOn": cited.original_url,
        "url": f"{site}{cited.path}",
        "identifier": f"sha256:{cited.sha256}" if cited.sha256 else "",
        "archivedAt": f"{site}{cited.path}",
        "isPartOf": {"@type": "ArchiveComponent", "name": ARCHIVE, "url": f"{site}/"},
    }
    return {name: value for name, value in item.items() if value}


def _organisation(name: str) -> dict[str, str]:
    return {"@type": "Organization", "name": name} if name else {}
