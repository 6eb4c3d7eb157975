"""The hosts of the sites that are sources."""

from functools import cache
from urllib.parse import urlsplit

from ingest.layouts.framed_article import is_host_of
from ingest.layouts.mirrors import MIRRORS
from ingest.layouts.sites import SITES
from ingest.sources import read_sources


def is_of_other_site(host: str, source: str) -> bool:
    """Return True if a host is not of the site of a source.

    The addresses of some sites in the DPRK are not known. So they can have any host that ends with
    ".kp".
    """
    hosts = _hosts_by_source().get(source, ())
    return not (is_host_of(host, hosts) if hosts else host.endswith(".kp"))


@cache
def _hosts_by_source() -> dict[str, tuple[str, ...]]:
    hosts: dict[str, tuple[str, ...]] = {
        listed.name: (home.removeprefix("www."),)
        for listed in read_sources()
        if (home := urlsplit(listed.home_page).hostname)
    }
    for site in (*SITES, *MIRRORS):
        if site.hosts:
            hosts[site.name] = (*hosts.get(site.name, ()), *site.hosts)
    return hosts
