"""What is missing, first of all; then what goes along, and what is left for who files. In both languages."""

from collections.abc import Iterator, Mapping, Sequence

from monitor.casework.pack.content import Pack
from monitor.text.html_output import visible
from monitor.words import Language
from monitor.words.cases import refusal_words
from monitor.words.gap import gap_words
from monitor.words.notice import lack_words, sheet_words

_LANGUAGES: tuple[Language, ...] = ("en", "zh")


def missing_lines(pack: Pack, language: Language = "en") -> list[str]:
    """What keeps the case from being filed, a sentence each."""
    gaps = [" ".join(gap_words(gap.code, gap.facts, language)) for gap in pack.gaps if gap.closes]
    lacks = [lack_words(lack.code, dict(lack.facts), language) for lack in pack.lacks]
    refused = [refusal_words(refusal.code, refusal.facts, language) for refusal in pack.refused]
    return [*refused, *gaps, *lacks]


def missing_file(pack: Pack, *, has_pdf: bool) -> bytes:
    """The first file of a pack."""
    lines: list[str] = []
    for language in _LANGUAGES:
        words = sheet_words(language)
        say = words.CHECKLIST
        missing = missing_lines(pack, language)
        checks = [" ".join(gap_words(gap.code, gap.facts, language)) for gap in pack.gaps if not gap.closes]
        changed = [str(listing.number) for listing in pack.listings if listing.changed_since]
        checks += [say["changed"].format(numbers=", ".join(changed))] if changed else []
        checks += [say["unstamped"].format(pages=pack.unstamped)] if pack.unstamped else []
        notes = [*([words.SPECIMEN] if pack.specimen else []), *([] if has_pdf else [say["no_pdf"]])]
        lines += [*notes, f"{say['missing']}:", *(_numbered(missing) if missing else [say["complete"]]), ""]
        if checks:
            lines += [f"{say['to_check']}:", *_numbered(checks), ""]
    return _text(lines)


def checklist_file(pack: Pack, files: Sequence[str]) -> bytes:
    """Which documents and files there are, with their digests, and what is left to do."""
    lines: list[str] = []
    for language in _LANGUAGES:
        lines += _checklist(pack, files, language)
    return _text(lines)


def _checklist(pack: Pack, files: Sequence[str], language: Language) -> Iterator[str]:
    words = sheet_words(language)
    say: Mapping[str, str] = words.CHECKLIST
    if pack.specimen:
        yield words.SPECIMEN
    yield f"{say['documents']}:"
    for document in pack.documents:
        yield f"[   ] {words.DOCUMENT_NAMES[document.role]}: {document.file}  SHA-256 {document.sha256}"
    yield ""
    yield f"{say['files']}:"
    yield from (f"[   ] {name}" for name in files)
    yield ""
    yield f"{say['left_for_you']}:"
    needs = pack.rule(f"reason.{pack.case.reason}") if pack.case.reason else None
    if needs is not None:
        told = {"reason": pack.case.reason, "needs": "; ".join(map(str, needs.value))}
        yield f"[   ] {say['reason_needs'].format(**told)}"
    yield f"[   ] {say['read']}"
    yield f"[   ] {say['portal'].format(portal=pack.platform.portal)}"
    yield f"[   ] {say['after'].format(case=pack.case.id, day=pack.day.isoformat())}"
    yield ""


def _numbered(sentences: Sequence[str]) -> Iterator[str]:
    yield from (f"{number}. {sentence}" for number, sentence in enumerate(sentences, start=1))


def _text(lines: Sequence[str]) -> bytes:
    return "".join(f"{visible(' '.join(line.split()))}\r\n" for line in lines).encode("utf-8-sig")
