"""What buyers and sellers of copies call them (monitor/lexicon/slang.tsv): 高仿, 1:1, superclone."""

from monitor.indicators.case import Case, Verdict, points_of
from monitor.indicators.codes import ReasonCode
from monitor.indicators.wording import slang_of_title
from monitor.model import Reason

CODE = ReasonCode.REPLICA_SLANG
POINTS = 40


def replica_slang(case: Case) -> Verdict:
    """Points for a term that honest sellers don't use; ambiguous ones (A货 is also natural jade) never alone."""
    if not case.listing.title:
        return Verdict()
    uses = slang_of_title(case.listing.title, (case.match.start, case.match.end))
    for_copies = [use for use in uses if use.term.is_replica_term]
    if not for_copies:
        return Verdict()
    ambiguous = [use for use in uses if use.term.ambiguous]
    shown = {use.words: use.term.term for use in for_copies + ambiguous}
    facts = {
        "terms": list(shown.values()),
        # the same, letter for letter as the title writes them
        "quotes": list(shown),
        "categories": list(dict.fromkeys(use.term.category for use in for_copies)),
    }
    return Verdict(Reason(CODE, points_of(case.brand, CODE, POINTS), facts))
