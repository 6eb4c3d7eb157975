"""Make one invented example of everything that a public page can show.

The examples are usual, long, odd, corrected, uncertain, withdrawn and so on.
"""

from datetime import date
from hashlib import sha256
from typing import Any, TypeVar

from django.contrib.auth.models import User
from django.db.models import Model
from django.utils import timezone
from django.utils.text import slugify

from archive.corrections.versions import update_versions
from archive.display.labels import forget_labels
from archive.models import (
    ArchiveVersion,
    Article,
    Capture,
    Correction,
    Decision,
    Entity,
    EntityName,
    Extract,
    ImportRun,
    KnownItem,
    Mention,
    OldSlug,
    SeenPath,
    Sighting,
    Source,
    StoryMatch,
    StoryMember,
    TextVersion,
)
from archive.search import rebuild
from ingest.rules import BODY_RULE
from tests.factories import make_article, make_mention, make_place, make_problem, make_source

Row = TypeVar("Row", bound=Model)
HOSTILE = '<script>alert("seed")</script> & "quoted" \'single\''
BODY = (
    "The pharmaceutical works of Kusong City was renovated.\n\nFactories of Kujang County and Unsan"
    " County followed its example, and the technicians of the province introduced new processes by"
    " which raw materials of local origin can be used.\n\nAn official of North Phyongan said that"
    " their products would be shown at an exhibition."
)
MILL = "Textile Mill of Kusong City"
NAMES = f"Kim Tok Hun and Choe Un Ha went round the {MILL}, and Kim Tok Hun praised it."
KOREAN = (
    "지방발전정책을 관철하기 위한 투쟁이 벌어지고있다.\n\n구장군의 공장들이 생산을 정상화하고있다."
)
LONG_TITLE = (
    "Respected Guests of the Provincial, City and County Committees Visit the Newly-Built Foodstuff"
    " Factory, Garment Factory and Daily Necessities Factory and Learn about the Normalization of"
    " Production"
)
KOREAN_TITLE = (
    "지방발전정책관철을 위한 투쟁에서 자랑찬 성과를 거두고있는 구장군 식료공장과 옷공장,"
    " 일용품공장의 로동계급이 "
    "생산정상화의 동음을 높이 울리고있다"
)
LONG_NAME = (
    "Standing Committee for the Normalization of Production in the Foodstuff, Garment and Daily"
    " Necessities Factories of the Cities and Counties of the Provinces"
)
LONG_WORD = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"


# The rules by which the parser reads the fields.
FIELD_RULES = {
    "title": "words",
    "source": "source-name",
    "published": "date-line",
    "dateline_place": "words",
    "dateline_on": "dateline",
    "agency": "words",
    "language": "language-header",
    "original_url": "url",
}


class SamplePages:
    """The stored samples, by name. The articles of `more` fill more than one page of a list."""

    def __init__(self) -> None:
        self.make_places()
        self.source = make_source()
        Source.objects.filter(pk=self.source.pk).update(
            home_page="http://www.kcna.kp/", description="A news agency."
        )
        self.other_source = make_source("Voice of Korea", "voice-of-korea")
        self.empty_source = Source.objects.create(
            slug="unheard", name="Unheard Outlet", is_listed=False
        )
        OldSlug.objects.create(kind="source", slug="kcna", source=self.source)
        self.usual = self.article(
            "Medical Oxygen Factory", original_url="https://example.org/newstream/1-2/oxygen/"
        )
        self.long = self.article(
            LONG_TITLE, body="\n\n".join([*[BODY] * 8, NAMES]), published="2025-06"
        )
        self.hostile = self.article(
            HOSTILE, body=f"{HOSTILE}\n\n{HOSTILE}", agency=HOSTILE, dateline_place=HOSTILE
        )
        self.korean = self.article(KOREAN_TITLE, body=KOREAN, language="ko", published="2024")
        self.wordy = self.article(LONG_WORD, body=LONG_WORD * 4, source="Voice of Korea (En)")
        self.bare = self.article("Untitled fragment", body="Nothing is known of this.")
        Article.objects.filter(pk=self.bare.pk).update(
            source=None, published_on=None, published_precision="", body="", language=""
        )
        self.doubtful = self.article("Ceramic Vase", is_date_doubtful=True)
        self.more = self.copies(self.article("Press Review 00", published="2025-03-14"), 24)
        self.make_names()
        self.make_names_in_text(self.long)
        self.make_listing()
        self.make_versions()
        self.make_story()
        self.make_corrected()
        self.make_withdrawn()
        self.make_rejected()
        ArchiveVersion.stamp(Article.objects.values_list("pk", flat=True))
        forget_labels()
        rebuild()

    def article(
        self, title: str, *, body: str = BODY, is_date_doubtful: bool = False, **fields: Any
    ) -> Article:
        """Make an article, and its saved file at an unusual path.

        The article has mentions of the places that its body names.
        """
        article = make_article(
            {"title": title, "published": "2025-09-14", "agency": "KCNA", **fields},
            body=body,
            is_date_doubtful=is_date_doubtful,
        )
        Article.objects.filter(pk=article.pk).update(word_count=len(body.split()))
        assert article.shown_extract is not None
        use_real_rules(article.shown_extract)
        capture = article.shown_extract.capture
        Capture.objects.filter(pk=capture.pk).update(
            saved_not_before=date(2025, 9, 14), saved_not_after=date(2026, 3, 2)
        )
        SeenPath.objects.create(capture=capture, path=f"/srv/secret/{article.pk}_<b>&.txt")
        for place, words in (
            (self.kusong, "Kusong City"),
            (self.kujang, "Kujang County"),
            (self.province, "North Phyongan"),
        ):
            if words in body:
                make_mention(article, place, words)
        article.mentions.update(rule="typed-name", confidence=0.98)
        return article

    def copies(self, article: Article, count: int) -> list[Article]:
        """Return `count` articles: the article, and copies of it with numbers in their titles.

        The copies are stored together, which is far quicker than storing them one by one.
        """
        article = Article.objects.select_related("shown_extract__capture").get(pk=article.pk)
        extract, mentions = article.shown_extract, list(article.mentions.all())
        assert extract is not None
        names = [f"{article.title[:-2]}{number:02}" for number in range(1, count)]
        captures = [
            copy(
                extract.capture,
                sha256=sha256(name.encode()).hexdigest(),
                text=extract.capture.text.replace(article.title, name),
            )
            for name in names
        ]
        Capture.objects.bulk_create(captures)
        articles = [copy(article, title=name, shown_extract=None) for name in names]
        Article.objects.bulk_create(articles)
        extracts = [
            copy(
                extract,
                capture=capture,
                article=made,
                fields=extract.fields | {"title": extract.fields["title"] | {"value": made.title}},
            )
            for capture, made in zip(captures, articles, strict=True)
        ]
        Extract.objects.bulk_create(extracts)
        for made, shown in zip(articles, extracts, strict=True):
            made.shown_extract = shown
        Article.objects.bulk_update(articles, ["shown_extract"])
        SeenPath.objects.bulk_create(
            SeenPath(capture=capture, path=f"/srv/secret/{name}.txt")
            for capture, name in zip(captures, names, strict=True)
        )
        Mention.objects.bulk_create(
            copy(mention, article=made) for made in articles for mention in mentions
        )
        return [article, *articles]

    def make_places(self) -> None:
        self.province = make_place("North Phyongan", "province")
        self.kujang = make_place("Kujang", "county", self.province)
        self.kusong = make_place("Kusong", "city", self.province)
        self.empty_place = make_place("Sakju", "county", self.province)
        Entity.objects.filter(pk=self.kujang.pk).update(
            korean_name="구장군",
            latitude="39.86667",
            longitude="126.03333",
            description="A county on a river.",
        )
        for name, kind in (
            ("Kujang", "official"),
            ("Gujang", "variant"),
            ("구장군", "korean"),
            ("Ku", "banned"),
        ):
            EntityName.objects.create(entity=self.kujang, name=name, kind=kind)
        self.merged_place = make_place("Kuchang", "county", self.province)
        Entity.objects.filter(pk=self.merged_place.pk).update(merged_into=self.kujang)
        OldSlug.objects.create(kind="place", slug="kujang-gun", entity=self.kujang)

    def make_names(self) -> None:
        """Make listed and detected organisations and people; one has the longest possible name.

        The copies of one article mention these organisations and people.
        """
        self.works = self.entity(
            "organisation", "Kusong Pharmaceutical Works", is_listed=True, site=self.kusong
        )
        Entity.objects.filter(pk=self.works.pk).update(
            description="Makes medicines.",
            korean_name="구성제약공장",
            evidence="Named so by KCNA.",
            authority_ids={"VIAF": "7", "wikidata": "Q42", "iso_3166": "KP-03"},
        )
        self.committee = self.entity("organisation", LONG_NAME)
        self.official = self.entity(
            "person", "Ri Su Yong", is_listed=True, description="Head of a department."
        )
        self.found_person = self.entity("person", "Pak Myong Sun")
        self.korean_person = self.entity("person", "김철", slug="kim-chol")
        self.hostile_person = self.entity("person", HOSTILE, slug="odd-name")
        self.unnamed = self.entity("person", "Jo Nobody", is_listed=True)
        OldSlug.objects.create(kind="person", slug="ri-su-jong", entity=self.official)
        EntityName.objects.create(entity=self.official, name="Ri Su-jong", kind="misspelling")
        named = [
            *((article, self.works, "Kusong Pharmaceutical Works") for article in self.more),
            *((article, self.official, "Ri Su Yong") for article in self.more[:9]),
            *((article, self.official, "Ri Su-jong") for article in [*self.more[9:12], self.long]),
            *((article, self.found_person, "Pak Myong Sun") for article in self.more[:3]),
            *((article, self.korean_person, "김철") for article in [self.korean, self.bare]),
            (self.hostile, self.hostile_person, HOSTILE),
            (self.long, self.committee, LONG_NAME),
            (self.wordy, self.committee, LONG_NAME),
        ]
        Mention.objects.bulk_create(
            Mention(article=article, entity=entity, text=text, rule="listed-name", confidence=0.95)
            for article, entity, text in named
        )

    def entity(
        self, kind: str, name: str, *, slug: str = "", is_listed: bool = False, **fields: Any
    ) -> Entity:
        made = Entity.objects.create(
            kind=kind, name=name, slug=slug or slugify(name)[:60], is_listed=is_listed, **fields
        )
        EntityName.objects.create(entity=made, name=name, kind="official")
        return made

    def make_names_in_text(self, article: Article) -> None:
        """Make mentions of the names in the last paragraph of the article.

        The mentions are of an organisation, of the place that it implies, and of two people.
        """
        mill = make_mention(article, self.entity("organisation", "Kusong Textile Mill"), MILL)
        Mention.objects.filter(pk=mill.pk).update(rule="organisation-grammar", confidence=0.8)
        implied = make_mention(article, self.empty_place, MILL)
        Mention.objects.filter(pk=implied.pk).update(
            is_implied=True, rule="organisation-site", confidence=0.9
        )
        for name in ("Kim Tok Hun", "Choe Un Ha"):
            person = make_mention(article, self.entity("person", name))
            Mention.objects.filter(pk=person.pk).update(rule="person-grammar", confidence=0.85)

    def make_listing(self) -> None:
        """Make three known items: of a stored article, of a wanted article, and without a title."""
        assert self.usual.shown_extract is not None
        first = len(self.usual.shown_extract.capture.text) - 9
        self.items: list[KnownItem] = []
        for position, (title, held) in enumerate(
            (("Ceramic Vase", self.doubtful), (HOSTILE, None), ("", None))
        ):
            item = KnownItem.objects.create(
                source=self.source,
                published_on=date(2025, 9, 13) if title else None,
                title=title,
                lead="The start of an item without a title",
                key=f"known-{position}",
                article=held,
            )
            self.items.append(item)
            Sighting.objects.create(
                known_item=item,
                capture=self.usual.shown_extract.capture,
                position=position,
                start=first + position,
                end=first + position + 1,
            )

    def make_versions(self) -> None:
        """Give the doubtful article a second version, with another name and a sentence more."""
        body = f"{BODY.replace('Kusong', 'Kujang')} {HOSTILE} It was opened by Pak Myong Sun."
        other = self.article("Ceramic Vase", body=body)
        assert other.shown_extract is not None
        Extract.objects.filter(pk=other.shown_extract.pk).update(article=self.doubtful)
        other.mentions.all().delete()
        other.delete()
        update_versions({self.doubtful.pk: self.doubtful.shown_extract_id})
        rows = TextVersion.objects.filter(article=self.doubtful).order_by("is_shown")
        self.version, self.shown_version = (row.extract.capture.short_id for row in rows)

    def make_story(self) -> None:
        """Let three articles tell one story, in two outlets and two languages."""
        kinds = {self.usual: None, self.wordy: ("near", 0.87), self.korean: ("translated", 0.41)}
        for article, found in kinds.items():
            StoryMember.objects.create(article=article, story=self.usual.pk)
            if found:
                kind, measure = found
                StoryMatch.objects.create(
                    article=self.usual, other=article, kind=kind, measure=measure
                )

    def make_corrected(self) -> None:
        """Make an article with a corrected title, a rejected place and a problem."""
        self.corrected = self.article("Oxygen Facto")
        decision = Decision.objects.create(
            kind="correct",
            reason="The heading was cut.",
            made_by=User.objects.create(username="secret-corrector"),
        )
        Correction.objects.create(
            decision=decision,
            article=self.corrected,
            kind="field",
            key="title",
            parsed_value="Oxygen Facto",
            corrected_value="Oxygen Factory",
        )
        Article.objects.filter(pk=self.corrected.pk).update(
            title="Oxygen Factory",
            is_corrected=True,
            problems=[make_problem("place-ambiguous", f"Two places are called Unsan. {HOSTILE}")],
        )
        Mention.objects.filter(article=self.corrected, entity=self.kusong).update(state="rejected")
        self.corrected.refresh_from_db()

    def make_withdrawn(self) -> None:
        self.withdrawn = self.article(
            "Forged Notice", body="A text that must not be read any more."
        )
        Article.objects.filter(pk=self.withdrawn.pk).update(
            withdrawn_at=timezone.now(), withdrawn_reason=f"The page imitated the source. {HOSTILE}"
        )

    def make_rejected(self) -> None:
        run = ImportRun.objects.create(program_version="test", parser_version="test")
        self.rejected = Capture.objects.create(
            sha256="e" * 64,
            size=48,
            encoding="utf-8",
            text=f"Search results\n\n{HOSTILE}\n",
            rejection="layout-none",
            rejection_message=(
                "The program does not know this kind of page, so it could not find an article in"
                f' it. The file begins "Search results {HOSTILE}".'
            ),
            run=run,
        )
        self.too_large = Capture.objects.create(
            sha256="f" * 64,
            size=12_345_678,
            rejection="too-large",
            rejection_message=(
                "The file has 12,345,678 bytes; the limit is 10,000,000. Only its SHA-256 and its"
                " size are kept."
            ),
            run=run,
        )


def use_real_rules(extract: Extract) -> None:
    """Replace the rules in the evidence of an extract by rules of the parser; save the extract.

    The evidence of the body is added.
    """
    fields = {name: stored | {"rule": FIELD_RULES[name]} for name, stored in extract.fields.items()}
    start = extract.end - len(extract.body)
    spans = []
    for paragraph in extract.body.split("\n\n"):
        spans.append([start, start + len(paragraph)])
        start += len(paragraph) + 2
    fields["body"] = {
        "rule": BODY_RULE,
        "spans": spans,
        "paragraphs": [1] * len(spans),
        "confidence": 1.0,
    }
    extract.fields = fields
    extract.save()


def copy(row: Row, **changes: Any) -> Row:
    """Return an unsaved copy of the row with other values in some fields."""
    values = {
        field.name: getattr(row, field.name)
        for field in row._meta.concrete_fields
        if not field.primary_key
    }
    return type(row)(**values | changes)


def capture_of(article: Article) -> Capture:
    """Return the saved file of the extract that the article shows."""
    assert article.shown_extract is not None
    return article.shown_extract.capture
