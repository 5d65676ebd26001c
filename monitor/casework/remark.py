"""What casework says of findings and rights: codes with their facts, of which `monitor.words` makes sentences."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Remark:
    """Why something can't be used, or is a risk."""

    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    """Words and numbers of the sentence."""
