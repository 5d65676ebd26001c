"""Bring the translations of the review's pages up to date with what its templates, scripts and modules say.

    python -m tools.translations

Writes `monitor/review/translations/*.po`: new sentences come in without a translation, sentences that no page says any
more go, translations stay as they are. Names the sentences that lack a translation; exit code 1 when there are any.
"""

import sys
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po, write_po

REVIEW = Path(__file__).parents[1] / "monitor" / "review"
TRANSLATIONS = REVIEW / "translations"
_METHODS = [("templates/**.html", "jinja2"), ("static/*.js", "javascript"), ("**.py", "python")]
_OPTIONS = {"templates/**.html": {"newstyle_gettext": "true", "trim_blocks": "true", "lstrip_blocks": "true"}}
_KEYWORDS = DEFAULT_KEYWORDS | {"ReviewError": (1,), "UnknownThing": (1,), "HTTPException": (2,)}
"""What a sentence is given to, and in which place; errors are translated where a page shows them."""
_WIDTH = 120
_HEAD = """# Sentences of the review in the browser; `make translations` brings the file up to date.
msgid ""
msgstr ""
"Language: {language}\\n"
"Plural-Forms: {plural_forms}\\n"
"Content-Type: text/plain; charset=utf-8\\n"

"""


def sentences() -> Catalog:
    """Every sentence of the pages in English, with the files that say it."""
    catalog = Catalog(fuzzy=False)
    for file, line, message, comments, context in extract_from_dir(REVIEW, _METHODS, _OPTIONS, _KEYWORDS):
        catalog.add(message, locations=[(Path(file).as_posix(), line)], auto_comments=comments, context=context)
    return catalog


def read_translations(path: Path) -> Catalog:
    """The translations of one language; the file is named by its code."""
    with path.open("rb") as file:
        return read_po(file, locale=path.stem)


def update(path: Path) -> list[str]:
    """Bring one file up to date; gives the sentences without a translation."""
    catalog = read_translations(path)
    catalog.update(sentences(), no_fuzzy_matching=True)
    with path.open("wb") as file:
        file.write(_HEAD.format(language=path.stem, plural_forms=catalog.plural_forms).encode())
        # without line numbers, which change all the time
        write_po(file, catalog, _WIDTH, omit_header=True, sort_by_file=True, ignore_obsolete=True, include_lineno=False)
    return [str(message.id) for message in catalog if message.id and not all(translated(message))]


def translated(message: Message) -> tuple[str | None, ...]:
    """The translation in each form of a number; one form for what is not counted."""
    return message.string if isinstance(message.string, tuple) else (message.string,)


def main() -> int:
    lacking = [f"{path.name}: {sentence}" for path in sorted(TRANSLATIONS.glob("*.po")) for sentence in update(path)]
    print("\n".join(lacking) or "Every sentence is translated.")
    return 1 if lacking else 0


if __name__ == "__main__":
    sys.exit(main())
