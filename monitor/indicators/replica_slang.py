"""What buyers and sellers of copies call them (monitor/lexicon/slang.tsv): 高仿, 1:1, superclone."""

from monitor.indicators.case import Case, Verdict, points_of
from monitor.indicators.wording import words_of_title
from monitor.lexicon.slang import SlangTerm
from monitor.model import Reason

CODE = "replica_slang"
POINTS = 40


def replica_slang(case: Case) -> Verdict:
    """Points for a term that honest sellers don't use; ambiguous ones (A货 is also natural jade) never alone."""
    if not case.listing.title:
        return Verdict()
    terms = words_of_title(case.listing.title).slang
    telling = [term for term in terms if term.is_replica_term]
    if not telling:
        return Verdict()
    told = telling + [term for term in terms if term.ambiguous]
    saw = ", ".join(dict.fromkeys(_glossed(term) for term in told))
    kinds = ", ".join(dict.fromkeys(term.category.replace("_", " ") for term in telling))
    text = f"The title says {saw}: words for copies ({kinds})."
    return Verdict(Reason(CODE, points_of(case.brand, CODE, POINTS), saw, "no words for copies", text))


def _glossed(term: SlangTerm) -> str:
    reading = f"{term.reading}: " if term.reading else ""
    return f"{term.term} ({reading}{term.meaning})" if term.meaning else term.term
