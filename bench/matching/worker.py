"""Asks the matcher of whichever `monitor` is on the path: the newest, or an older commit's (see `versions`).

Run as a script. Reads {"brands", "titles"} as JSON and writes {"start", "cold", "again", "answers"}: CPU seconds for
making the matcher and for all titles twice, and for each title the ids of the brands that it names.
"""

import json
import sys
import time

from monitor.matching import Matcher
from monitor.watchlist import Brand


def main() -> None:
    """Answer the one request."""
    request = json.load(sys.stdin)
    brands = [Brand(**brand) for brand in request["brands"]]
    titles = request["titles"]
    begun = time.process_time()
    matcher = Matcher(brands)
    made = time.process_time()
    answers = matcher.match_all(titles)
    asked = time.process_time()
    matcher.match_all(titles)
    again = time.process_time()
    times = {"start": made - begun, "cold": asked - made, "again": again - asked}
    json.dump({**times, "answers": [[match.brand for match in matches] for matches in answers]}, sys.stdout)


if __name__ == "__main__":
    main()
