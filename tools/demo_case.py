"""The second part of `make demo`: a take-down case of two saved pages, with its pack and its deadlines.

`python -m tools.demo_case demo-data/case` makes a store there, by the commands that a user would type, and prints them.
A replay would not do: nothing of it is evidence, and none of it can be entered as filed. The pages are files as a
browser saves them; shop, brand and documents are invented, so the pack says SPECIMEN on each page. Nothing is sent.
"""

import io
import json
import os
import shlex
import shutil
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

from monitor.cli import main as monitor

EXAMPLES = Path(__file__).parents[1] / "examples"
LISTINGS = ("taobao:710000000106:nordwerk", "taobao:710000000107:nordwerk")
NOTES = (
    "The housing in the picture reads NORDVERK; on the genuine drill it reads NORDWERK.",
    "The green is lighter than that of the genuine M5, which is not sold in lots of ten.",
)
BY = ("--by", "A. Weber")


def main(store: Path) -> None:
    """Make the store anew, and show its case."""
    shutil.rmtree(store, ignore_errors=True)
    shutil.copytree(EXAMPLES, store)
    os.environ["MONITOR_STORE"] = str(store)
    print("A take-down case of two pages that a person saved (all invented; nothing is sent), step by step:")
    print(f"  export MONITOR_STORE={store}")
    _step("import", f"{store}/saved", "--watchlist", f"{store}/watchlist.toml", *BY)
    for listing, note in zip(LISTINGS, NOTES, strict=True):
        _step("decide", listing, "confirmed", "--ground", "counterfeit", "--note", note, *BY)
    _step("evidence", "seal", *LISTINGS, *BY)
    made = _step("case", "make", *LISTINGS, "--reason", "Counterfeit Features", "--json", *BY)
    case = str(json.loads(made)["id"])
    _step("case", "pack", case, "--specimen", "-o", f"{store}/pack", *BY)
    _step("case", "event", case, "ready", *BY)
    _step("case", "event", case, "filed", "--note", "A specimen: nothing was sent to anybody.", *BY)
    _step("case", "due", "--ics", f"{store}/deadlines.ics")
    print(_step("case", "show", case))
    print(f"Open {store}/pack/00-missing.txt, then 02-notice.en.docx beside it; {store}/deadlines.ics in a calendar.")


def _step(*words: str) -> str:
    """Run `monitor …` in this process, and say so. What it printed; when it fails, its exit code ends all."""
    print(f"  monitor {shlex.join(words)}", flush=True)
    output, errors = io.StringIO(), io.StringIO()
    sys.argv = ["monitor", *words]
    try:
        with redirect_stdout(output), redirect_stderr(errors):
            monitor()
    except SystemExit as end:
        if end.code:
            print(output.getvalue(), errors.getvalue(), sep="\n")
            raise
    return output.getvalue()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
