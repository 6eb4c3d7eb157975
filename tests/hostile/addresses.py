"""Makes hostile addresses: paths and parameters of the site with odd, damaged or many values."""

from collections.abc import Iterator
from random import Random
from urllib.parse import quote

from archive.search import FACETS
from tests.hostile.hostile_request import (
    VISITORS_HOST,
    HostileRequest,
    encoded,
    odd_body,
    plainly_encoded,
    query_of,
    random_of,
)
from tests.hostile.odd_text import MARKUP, OTHER_SITE, choose_often, damaged, odd_text
from tests.hostile.site_map import SiteMap

METHODS = ("HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "Q")
HOSTS = (
    VISITORS_HOST,
    f"{VISITORS_HOST}:99",
    f"testserver.{VISITORS_HOST}",
    VISITORS_HOST.upper(),
    f"testserver@{VISITORS_HOST}",
    f"{VISITORS_HOST}/",
    f"{VISITORS_HOST}:99999999",
    "[::1]",
    "[",
    "a b",
    "",
)
_ENDS = (
    *("", "/", "x", "x/", "//", "/x/", ".json", "~", "%00", "%0a", "/..", "/../", "%2f", "%2e%2e/"),
    *(";x=y", "/index.php", "%20", "%e2%80%ae", "feed/", "change/", "?", "&x=1"),
)


def hostile_addresses(
    site: SiteMap, seed: int, count: int, first: int = 0
) -> Iterator[HostileRequest]:
    """Yield `count` requests with hostile addresses, from number `first` on."""
    for number in range(first, first + count):
        yield _address(site, f"addresses {seed}.{number}", random_of("addresses", seed, number))


def _address(site: SiteMap, name: str, random: Random) -> HostileRequest:
    if site.forms and random.random() < 0.06:
        return _form(site, name, random)
    path = random.choice((_filled,) * 4 + (_linked,) * 4 + (_free,))(site, random)
    path, _, query = path.partition("?")
    if random.random() < 0.15:
        path = _bent(path, random)
    if random.random() < 0.75:
        more = query_of(random, _pairs(site.parameters, site, random))
        query = f"{query}&{more}" if query and random.random() < 0.8 else more
    method = random.choice(METHODS) if random.random() < 0.12 else "GET"
    body, content_type = b"", ""
    if method not in {"GET", "HEAD"} and random.random() < 0.7:
        body, content_type = odd_body(random, _pairs(site.fields, site, random))
    return HostileRequest(
        name,
        f"{path}?{query}" if query else path,
        method,
        host=random.choice(HOSTS) if random.random() < 0.1 else "testserver",
        is_corrector=path.startswith("/admin") and random.random() < 0.7,
        body=body,
        content_type=content_type,
    )


def _form(site: SiteMap, name: str, random: Random) -> HostileRequest:
    """Return a form as a corrector sends it, with some valid and some odd values."""
    form = random.choice(site.forms)
    pairs = list(form.pairs)
    random.shuffle(pairs)  # of several values for one name, the last one counts
    for place, (field, value) in enumerate(pairs):
        if not value and random.random() < 0.6:
            pairs[place] = field, random.choice(site.values.get("slug", ("",)))
    for _ in range(random.choice((0, 1, 1, 1, 2, 4))):
        place = random.randrange(len(pairs))
        field, value = pairs[place]
        pairs[place] = field, random.choice((damaged(random, value), odd_text(random), ""))
    sent = "&".join(f"{plainly_encoded(field)}={plainly_encoded(value)}" for field, value in pairs)
    if form.method == "GET":
        path = form.address.partition("?")[0]
        return HostileRequest(name, f"{path}?{sent}", is_corrector=True)
    content_type = "application/x-www-form-urlencoded"
    return HostileRequest(
        name, form.address, "POST", "testserver", True, sent.encode(), content_type
    )


def _filled(site: SiteMap, random: Random) -> str:
    """Return the path of a URL pattern, with valid or odd values for its parts."""
    is_of_admin = random.random() < 0.3  # the admin has most patterns, but the fewest visitors
    pattern, names = random.choice(
        [one for one in site.patterns if one[0].startswith("admin/") == is_of_admin]
    )
    parts = {}
    for name in names:
        value = choose_often(random, site.values.get(name, ()), 0.7)
        if random.random() < 0.15:
            value = damaged(random, value)
        parts[name] = encoded(random, value) if random.random() < 0.8 else plainly_encoded(value)
    return "/" + pattern % parts


def _linked(site: SiteMap, random: Random) -> str:
    """Return a link of some page, which is a valid address."""
    is_list = random.random() < 0.4  # the pages with most parameters
    links = [one for one in site.links if one.startswith("/articles/?") or not is_list]
    path, _, query = random.choice(links).partition("?")
    return f"{quote(path, safe='/%')}?{query}" if query else quote(path, safe="/%")


def _free(site: SiteMap, random: Random) -> str:
    """Return a path that begins like a path of the site and goes on with odd texts."""
    starts = (
        "/",
        "/articles/",
        "/admin/",
        "/static/",
        "//",
        f"//{OTHER_SITE}/",
        "/places/",
        "/%2f/",
    )
    parts = [encoded(random, odd_text(random)) for _ in range(random.randint(1, 3))]
    return (random.choice(starts) + "/".join(parts)).replace("?", "%3F")


def _bent(path: str, random: Random) -> str:
    """Return the path with another end, another case, or more slashes and dots."""
    place = random.randint(0, len(path))
    return (
        random.choice(
            (
                path.rstrip("/"),
                path.upper(),
                path.title(),
                path.replace("/", "//"),
                path.replace("/", "/./"),
                path.replace("/", "\\"),
                f"/{path}",
                f"//{OTHER_SITE}{path}",
                f"/.{path}",
                f"/x/..{path}",
                path.rstrip("/") + random.choice(_ENDS),
                path + random.choice(_ENDS),
                path[:place] + encoded(random, odd_text(random)) + path[place:],
            )
        ).replace("?", "%3F")
        or "/"
    )


def _pairs(names: tuple[str, ...], site: SiteMap, random: Random) -> list[tuple[str, str]]:
    """Return names and values of parameters: a few, or one of them hundreds of times."""
    pairs = [_pair(names, site, random) for _ in range(random.choice((1, 1, 1, 2, 2, 3, 5, 8)))]
    if random.random() < 0.04:
        name, value = random.choice(pairs)
        count = random.choice((5, 25, 60, 300, 1_100))
        kind, start = random.randrange(3), value[:40]
        pairs += [
            (name, (start, f"{start}{number}", f"-{start}{number}")[kind])
            for number in range(count)
        ]
    return pairs


def _pair(names: tuple[str, ...], site: SiteMap, random: Random) -> tuple[str, str]:
    name = random.choice(names)
    if random.random() < 0.4:  # most of the work is done for the parameters of lists
        name = random.choice(("q", *FACETS, "sort", "view", "page"))
    value = choose_often(random, site.values.get(name, ()), 0.5)
    if random.random() < 0.25:
        value = damaged(random, value)
    if random.random() < 0.1:
        value = f"-{value}"
    if random.random() < 0.06:
        name = random.choice((damaged(random, name), odd_text(random), random.choice(MARKUP)))
    return name, value
