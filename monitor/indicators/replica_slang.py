"""What buyers and sellers of copies call them (monitor/lexicon/slang.tsv): 高仿, 1:1, superclone."""

from monitor.indicators.case import Case, Verdict, points_of
from monitor.indicators.codes import ReasonCode
from monitor.indicators.wording import words_of_title
from monitor.model import Reason

CODE = ReasonCode.REPLICA_SLANG
POINTS = 40


def replica_slang(case: Case) -> Verdict:
    """Points for a term that honest sellers don't use; ambiguous ones (A货 is also natural jade) never alone."""
    if not case.listing.title:
        return Verdict()
    terms = words_of_title(case.listing.title).slang
    for_copies = [term for term in terms if term.is_replica_term]
    if not for_copies:
        return Verdict()
    ambiguous = [term for term in terms if term.ambiguous]
    facts = {
        "terms": list(dict.fromkeys(term.term for term in for_copies + ambiguous)),
        "categories": list(dict.fromkeys(term.category for term in for_copies)),
    }
    return Verdict(Reason(CODE, points_of(case.brand, CODE, POINTS), facts))
