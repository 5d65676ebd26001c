"""English: take-down cases."""

from collections.abc import Mapping

CASE_REFUSALS: Mapping[str, str] = {
    "unknown_finding": "no finding {finding} in this store; `monitor findings --json` shows their ids",
    "not_confirmed": "{finding}: is {state}, and only confirmed findings are filed; look at it, then `monitor decide "
    "{finding} confirmed --ground …`",
    "taken_back": "{finding}: its confirmation was taken back, it is {state} again; decide it anew before it is filed",
    "no_ground": "{finding}: was confirmed without a ground that can be filed; decide it again with --ground "
    "counterfeit, mark, copied or patent",
    "not_served": "{finding}: {platform} takes no complaints about {marketplace}; name its own platform with "
    "--platform, or leave the option out",
    "gone": "{finding}: the listing is gone by its own page's word, so there is nothing to take down; leave it out",
    "authorised": "{finding}: its seller {seller} is among your authorised sellers; dismiss the finding as authorised, "
    "or take the seller out of the watchlist",
    "no_link": "{finding}: its page has no exact address; a notice needs one: have the listing's page read first",
    "other_site": "{finding}: its page gives {url} as its address, which is not on {marketplace}; have the listing's "
    "own page read, or leave it out",
    "not_sealed": "{finding}: no sealed capture of its own page; `monitor evidence seal {finding}` makes one where the "
    "page is kept, else the next run fetches it",
    "damaged_evidence": "{finding}: its capture {capture} is damaged ({problem}); restore it from a backup, or seal a "
    "newer look at the page",
    "duplicate": "{finding}: is in the open case {case} already; a second complaint about it counts against you: enter "
    "in that case what became of it",
    "no_right": "{brand}: the watchlist names no right for it; add its [[brand.right]], a notice cites one",
    "unknown_right": "--right {number}: no right with this number in the watchlist; take the number of a "
    "[[brand.right]], `monitor check` reads them",
    "right": "right {right}: {what} {step}",
    "no_evidence_store": "case {case}: this store holds {kind} pages, which are never evidence; its packs are "
    "specimens, and nothing of it can be filed",
}
"""Why a finding or a right can't be used, and what to do."""

CASE_STATES: Mapping[str, str] = {
    "draft": "draft",
    "ready": "ready to file",
    "filed": "filed",
    "right_checked": "right checked",
    "seller_notified": "seller notified",
    "counter_notice": "counter-notice",
    "accepted": "counter-notice accepted",
    "disputed": "disputed",
    "removed": "removed",
    "reinstated": "reinstated",
    "rejected": "rejected",
    "withdrawn": "withdrawn",
}
"""Where a case stands."""

CASE_DUES: Mapping[str, str] = {
    "right_check": "the platform has checked the right",
    "platform_answer": "the platform answers",
    "seller_answer": "the seller answers, else the link is removed",
    "answer_counter_notice": "answer the counter-notice: accept it or dispute it",
    "court_or_authority": "go to court or to an authority, else the platform may end its measures",
}
"""What has to be done, or is to be expected."""

CASE_WEAKNESSES: Mapping[str, str] = {
    "no_own_capture": "no capture of its own page",
    "damaged": "its capture is damaged: {problem}",
    "old_capture": "its page was read on {day}: it may show another offer today",
    "session": "its page was read with your login: the platform may not see the same",
    "not_confirmed": "its finding is {state} now",
    "gone": "its page says that it is gone",
    "authorised": "its seller {seller} is among your authorised sellers now",
    "low_score": "its score is low",
    "name_only": "nothing but the name, the seller or other listings speaks against it",
    "lost_before": "case {case} about it ended as {case_state}: file again only with what was missing then",
    "note": "read the reviewer's note first: {note}",
}
"""Why a listing is a risk in a case."""

CASE_RELISTINGS: Mapping[str, str] = {
    "listing": "link {position}: its own page shows it on {day}, after it was removed",
    "seller": "link {position}: {listing}, first seen on {day}, is of the same seller",
    "operator": "link {position}: {listing}, first seen on {day}, is of a seller who is probably the same operator",
    "text": "link {position}: {listing}, first seen on {day}, has the same title",
}
"""In what a removed listing has come back."""

CASE_LOOKS: Mapping[str, str] = {
    "there": "still there, seen {since}",
    "gone": "not there since {since}",
    "gone_after": "not there since {since} (seen there last {before})",
    "back": "there again since {since} (not there on {before})",
    "unknown": "not looked at since it was filed",
    "unknown_silent": "not known: its page was blocked or unreadable, last on {silent}",
    "silent": "; its page was blocked or unreadable on {silent}",
}
"""Where a filed link stands by what pages told."""
