"""Statements of reasons as records of the DSA Transparency Database (transparency.dsa.ec.europa.eu, API documentation).

The database leaves out the ways of redress, as its legal information says: they can't be told from a record.
"""

import json
from collections.abc import Mapping

_MARK = "decision_ground"
"""A field that each record has, and hardly anything else."""
_RESTRICTIONS = ("decision_visibility", "decision_monetary", "decision_provision", "decision_account")
_ENDS = (
    "end_date_visibility_restriction", "end_date_monetary_restriction", "end_date_service_restriction",
    "end_date_account_restriction",
)  # fmt: skip
_ANY_OF = {
    "restriction": _RESTRICTIONS,
    "scope": ("territorial_scope",),
    "facts": ("decision_facts",),
    "notice": ("source_type",),
    "ground": ("illegal_content_legal_ground", "incompatible_content_ground"),
    "why": ("illegal_content_explanation", "incompatible_content_explanation"),
}
"""Fields of which one tells a part."""
_AUTOMATION = ("automated_detection", "automated_decision")
"""Both are needed."""


def fields_of(text: str) -> dict[str, object] | None:
    """The fields of a record; None for what is none."""
    if not text.lstrip().startswith("{"):
        return None
    try:
        record = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return record if isinstance(record, dict) and _MARK in record else None


def told_by_fields(fields: Mapping[str, object], part: str) -> tuple[bool | None, str | None]:
    """Whether a record tells a part, and its words; None: the database has no place for it."""
    if part == "automation":
        return all(_filled(fields, name) for name in _AUTOMATION), _quote(fields, _AUTOMATION)
    if part == "duration":  # an empty end is one without limit, as the documentation says
        return True, _quote(fields, _ENDS) or "no end date"
    if part not in _ANY_OF:
        return None, None
    names = _ANY_OF[part]
    return any(_filled(fields, name) for name in names), _quote(fields, names)


def _filled(fields: Mapping[str, object], name: str) -> bool:
    value = fields.get(name)
    return bool(value.strip() if isinstance(value, str) else value)


def _quote(fields: Mapping[str, object], names: tuple[str, ...]) -> str | None:
    told = [f"{name}: {_value(fields[name])}" for name in names if _filled(fields, name)]
    return "; ".join(told) or None


def _value(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
