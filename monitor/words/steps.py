"""What follows take-downs in words."""

from collections.abc import Mapping
from types import ModuleType

from monitor.words import Language, en_steps, zh_steps

_LANGUAGES: Mapping[Language, ModuleType] = {"en": en_steps, "zh": zh_steps}


def reason_for_steps(why: str, language: Language = "en") -> str:
    """Why an owner needs a next step."""
    return str(_LANGUAGES[language].REASONS_FOR_STEPS[why])


def step_name(step: str, language: Language = "en") -> str:
    """What an owner can do next."""
    return str(_LANGUAGES[language].STEP_NAMES[step])


def need_words(need: str, told: str, language: Language = "en") -> tuple[str, str]:
    """What a step needs, and what to do where it is not there. `told`: what a platform asks for, in its words."""
    words = _LANGUAGES[language]
    return str(words.NEED_NAMES[need]).format(told=told), str(words.NEED_ADVICE[need])


def strike_step_name(step: str, language: Language = "en") -> str:
    """What serious infringements lead to."""
    return str(_LANGUAGES[language].STRIKE_STEPS[step])
