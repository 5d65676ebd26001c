"""National domains of a marketplace: the same site, with its own host, currency and language."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Domain:
    """What bare prices mean on a national domain (ISO 4217), and the language in which it is asked (BCP 47)."""

    currency: str
    language: str


def domain_of(domains: Mapping[str, Domain], url: str) -> str | None:
    """Which of the domains an address is on; the first of them for another host, None when there are none."""
    return _domain_at(domains, url) or next(iter(domains), None)


def currency_at(domains: Mapping[str, Domain], url: str) -> str | None:
    """What bare prices mean at an address; None on a national site that is not among the domains."""
    domain = _domain_at(domains, url)
    return domains[domain].currency if domain else None


def _domain_at(domains: Mapping[str, Domain], url: str) -> str | None:
    try:
        host = (urlsplit(url if "//" in url else f"//{url}").hostname or "").lower()
    except ValueError:
        return None
    return next((name for name in domains if host == name or host.endswith(f".{name}")), None)
