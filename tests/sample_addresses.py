"""The addresses of the invented examples: one for everything that a public page can show."""

from archive.models import Article
from tests.sample_pages import SamplePages, capture_of


def pages_of(samples: SamplePages) -> dict[str, str]:
    """Return a dict from a name to the address of each public page with status 200."""
    compare_url = (
        f"/articles/{samples.doubtful.pk}/compare/{samples.version}/{samples.shown_version}/"
    )
    return {
        "home": "/",
        "list": "/articles/",
        "list-filtered": "/articles/?source=kcna-kp&date=2025-09&place=kujang&place=-kusong",
        "list-searched": "/articles/?q=pharmaceutical",
        "list-noted": '/articles/?q=NEAR+kusong+source:pyongyang+OR+"local+origin',
        "list-stories": "/articles/?count=stories&place=kusong",
        "list-empty": "/articles/?q=zzzz&source=kcna-kp",
        "list-last": "/articles/?sort=oldest&page=2",
        "concordance": "/articles/?q=province+OR+kusong&view=concordance&sort=after",
        "over-time": "/articles/over-time/?q=works&by=month",
        "grid": "/articles/grid/?source=kcna-kp&by=month",
        "together": "/articles/together/?place=kusong",
        "network": "/articles/network/?source=kcna-kp",
        "keywords": "/articles/keywords/?source=kcna-kp",
        "collocates": "/articles/collocates/?q=kusong&within=2",
        "formulae": "/articles/formulae/?length=3",
        "coverage": "/coverage/",
        "coverage-source": "/coverage/?source=kcna-kp&date=2025",
        "trends": (
            "/trends/?line=q%3Dworks&line=place%3Dkusong&by=month&baseline=other-years&split=source"
        ),
        "values": "/articles/place/?source=kcna-kp&place=kujang",
        "article": samples.usual.get_absolute_url(),
        "article-of-list": (
            f"{samples.more[3].get_absolute_url()}?q=pharmaceutical&place=kujang&date=2025-03-14"
        ),
        "article-long": samples.long.get_absolute_url(),
        "article-odd": samples.hostile.get_absolute_url(),
        "article-korean": samples.korean.get_absolute_url(),
        "article-long-word": samples.wordy.get_absolute_url(),
        "article-bare": Article.objects.get(pk=samples.bare.pk).get_absolute_url(),
        "article-doubtful": samples.doubtful.get_absolute_url(),
        "article-corrected": samples.corrected.get_absolute_url(),
        "story": f"/stories/{samples.usual.pk}/",
        "versions": f"/articles/{samples.doubtful.pk}/versions/",
        "versions-one": f"/articles/{samples.korean.pk}/versions/",
        "versions-none": f"/articles/{samples.hostile.pk}/versions/",
        "version": f"/articles/{samples.doubtful.pk}/versions/{samples.version}/",
        "cite": f"/articles/{samples.usual.pk}/cite/",
        "cite-passage": f"/articles/{samples.doubtful.pk}/cite/?paragraph=1",
        "follow": "/follow/",
        "compare": compare_url,
        "compare-inline": f"{compare_url}?view=inline",
        "compare-articles": f"/articles/{samples.usual.pk}/compare-with/{samples.korean.pk}/",
        "changes": "/changes/",
        "changes-empty": "/changes/?source=voice-of-korea&grade=spelling&year=2013",
        "similar": f"/articles/{samples.long.pk}/similar/",
        "evidence": f"/articles/{samples.usual.pk}/evidence/",
        "evidence-names": f"/articles/{samples.long.pk}/evidence/",
        "evidence-corrected": f"/articles/{samples.corrected.pk}/evidence/",
        "capture": capture_of(samples.usual).get_absolute_url(),
        "capture-odd": capture_of(samples.hostile).get_absolute_url(),
        "capture-rejected": samples.rejected.get_absolute_url(),
        "capture-too-large": samples.too_large.get_absolute_url(),
        "sources": "/sources/",
        "source": "/sources/kcna-kp/",
        "source-empty": "/sources/unheard/",
        "places": "/places/",
        "place": "/places/kujang/",
        "place-province": "/places/north-phyongan/",
        "place-empty": "/places/sakju/",
        "places-a-to-z": "/places/?by=name",
        "places-found": "/places/?find=ku",
        "organisations": "/organisations/",
        "organisation": "/organisations/kusong-pharmaceutical-works/",
        "organisation-long": samples.committee.get_absolute_url(),
        "people": "/people/",
        "people-by-count": "/people/?by=count",
        "people-not-found": "/people/?find=zzzz",
        "people-of-letter": "/people/?letter=P",
        "person": "/people/ri-su-yong/",
        "person-found": "/people/pak-myong-sun/",
        "person-korean": "/people/kim-chol/",
        "person-odd": "/people/odd-name/",
        "person-empty": "/people/jo-nobody/",
        "wanted": "/wanted/",
        "wanted-of-source": "/wanted/?source=kcna-kp",
        "wanted-empty": "/wanted/?source=unheard",
        "wanted-found": "/wanted/?q=vase&date=2025-09&show=all",
        "wanted-item": f"/wanted/{samples.items[1].pk}/",
        "wanted-item-held": f"/wanted/{samples.items[0].pk}/",
        "completeness": "/wanted/completeness/",
        "completeness-of-source": "/wanted/completeness/?source=kcna-kp&date=2025",
        "completeness-empty": "/wanted/completeness/?source=unheard",
        "search-help": "/search-help/",
        "about": "/about/",
    }


def faults_of(samples: SamplePages) -> dict[str, tuple[str, int]]:
    """Return a dict from the name of each error page to its address and status."""
    return {
        "400": ("/articles/?source=nobody&date=2025-13&sort=best", 400),
        "404": ("/articles/999999/gone/", 404),
        "410": (samples.withdrawn.get_absolute_url(), 410),
    }
