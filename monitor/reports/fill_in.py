"""What a sheet says to the colleague who fills it in: the choices, a hint at each column, and a page of help."""

from collections.abc import Mapping
from dataclasses import dataclass

from monitor.decision import LONGEST_NOTE, DecisionState, DismissalReason, Ground
from monitor.reports.columns import DECISION, DECISION_REASON, GROUND, NOTE

MEANINGS: Mapping[str, Mapping[str, str]] = {
    DECISION: {
        DecisionState.CONFIRMED: "It infringes: something should be done about it. Say why under Ground.",
        DecisionState.DISMISSED: "It is of no concern. Say why under Decision reason.",
        DecisionState.WATCH: "Not clear yet, or not worth acting on now: keep an eye on it.",
        DecisionState.LATER: "Not looked at closely: ask again later.",
    },
    GROUND: {
        Ground.COUNTERFEIT: "The goods are fakes.",
        Ground.MARK: "The goods or the shop use the brand's name or logo without permission.",
        Ground.COPIED: "Pictures or texts are copied from the brand.",
        Ground.PATENT: "It infringes a patent or a registered design.",
        Ground.OTHER: "Something else: say what under Note.",
    },
    DECISION_REASON: {
        DismissalReason.AUTHORISED: "The seller is allowed to sell it: a dealer, or the brand itself.",
        DismissalReason.RESALE: "Genuine goods, sold on lawfully.",
        DismissalReason.PARALLEL: "Genuine goods meant for another country (parallel import).",
        DismissalReason.SECOND_HAND: "A used, genuine piece.",
        DismissalReason.ACCESSORY: "Goods that fit the brand's goods and don't pretend to be of the brand.",
        DismissalReason.NOT_THE_BRAND: "The name means something else here: the brand is not offered.",
        DismissalReason.OTHER: "Something else: say what under Note.",
    },
}
"""What the words of the columns with choices mean."""


@dataclass(frozen=True, slots=True)
class Hint:
    """What a spreadsheet shows beside a cell that is about to be filled in: up to 255 characters."""

    text: str
    choices: tuple[str, ...] = ()


HINTS = {
    DECISION: Hint("What do you make of it? Leave it empty to say nothing yet.", tuple(DecisionState)),
    GROUND: Hint("Only beside confirmed: what is it? May stay empty.", tuple(Ground)),
    DECISION_REASON: Hint("Only beside dismissed: why is it of no concern? May stay empty.", tuple(DismissalReason)),
    NOTE: Hint(f"Anything in your own words, up to {LONGEST_NOTE} characters. It needs a decision beside it."),
}

HELP_SHEET = "How to fill in"
_STEPS = """\
Each row of the sheet Findings is an offer on a marketplace that looks suspicious. The program says what it observed \
(Reasons); you say what it is.
Look at the title, the price, the vendor and the reasons. Address is the offer itself: open it when in doubt.
Choose in the coloured columns. Rows that you leave alone stay as they are; so do rows whose decision you clear.
You may sort, filter, hide, widen and move rows and columns as you like. Please don't change the columns Finding id \
and Seen: by them the program knows which offer you mean, and what you saw of it.
Save the file (as Excel file, or as CSV UTF-8) and send it back.
Whoever sent it to you reads it in with:  monitor decide --from FILE  (this shows what would change; with --yes it is \
kept)."""
HELP: tuple[tuple[str, str], ...] = (
    ("How to fill in this sheet", ""),
    *((f"{number}.", step) for number, step in enumerate(_STEPS.splitlines(), start=1)),
    *(
        line
        for column, meanings in MEANINGS.items()
        for line in (("", ""), (column, HINTS[column].text), *((str(word), text) for word, text in meanings.items()))
    ),
    ("", ""),
    (NOTE, HINTS[NOTE].text),
)
"""The lines of the help sheet: a word or a number, and what it means."""
