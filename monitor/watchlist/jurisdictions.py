"""Where a right holds: the two letters that platforms' rules use, of what an owner writes."""

import re

MADRID = "WO"
"""An international registration (Madrid): it holds where it was extended to."""
_CODES = {
    "china": "CN", "prc": "CN", "people's republic of china": "CN", "中国": "CN", "wipo": MADRID, "ir": MADRID,
    "madrid": MADRID, "international": MADRID, "euipo": "EU", "european union": "EU", "eutm": "EU", "em": "EU",
    "benelux": "BX", "austria": "AT", "belgium": "BE", "bulgaria": "BG", "croatia": "HR", "cyprus": "CY",
    "czechia": "CZ", "czech republic": "CZ", "denmark": "DK", "estonia": "EE", "finland": "FI", "france": "FR",
    "germany": "DE", "deutschland": "DE", "greece": "GR", "hungary": "HU", "ireland": "IE", "italy": "IT",
    "latvia": "LV", "lithuania": "LT", "luxembourg": "LU", "malta": "MT", "netherlands": "NL", "poland": "PL",
    "portugal": "PT", "romania": "RO", "slovakia": "SK", "slovenia": "SI", "spain": "ES", "sweden": "SE",
    "united kingdom": "GB", "uk": "GB", "united states": "US", "usa": "US", "japan": "JP", "switzerland": "CH",
    "hong kong": "HK",
}  # fmt: skip
ENGLISH_OR_CHINESE = frozenset({"CN", MADRID, "EU", "GB", "IE", "MT", "US", "CA", "AU", "NZ", "IN", "SG", "ZA", "HK"})
"""Where registers issue certificates in English or Chinese (of the EU and of Madrid: in several languages)."""


def is_jurisdiction(written: str) -> bool:
    """Whether it is two letters, or a name that has some."""
    return re.fullmatch(r"[A-Z]{2}", jurisdiction_code(written)) is not None


def jurisdiction_code(written: str) -> str:
    """The code of a jurisdiction: `CN` for `China`; what is not known, in capitals."""
    return _CODES.get(written.strip().lower(), written.strip().upper())
