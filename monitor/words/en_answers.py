"""English: platforms' answers, and the complaint about a decision."""

from collections.abc import Mapping

ANSWER_KINDS: Mapping[str, str] = {
    "receipt": "confirmation of receipt",
    "decision": "decision on the notice",
    "statement": "statement of reasons to the seller",
}
ANSWER_PARTS: Mapping[str, str] = {
    "receipt": "that the notice was received",
    "decision": "what was decided",
    "redress": "how the decision can be contested",
    "automation": "whether automated means were used",
    "restriction": "what was restricted, and how",
    "scope": "in which territory",
    "duration": "for how long",
    "facts": "the facts it rests on",
    "notice": "whether a notice led to it, or own investigations",
    "ground": "the law or the clause of the terms",
    "why": "why that law or clause is breached",
    "complaint": "internal complaint as a way of redress",
    "dispute_body": "out-of-court dispute settlement as a way of redress",
    "court": "courts as a way of redress",
}
"""What an answer has to tell."""
ANSWER_TOLD: Mapping[str, str] = {
    "found": "found",
    "unclear": "unclear",
    "missing": "not found",
    "unread": "not read",
}
ANSWER_WHEN: Mapping[str, str] = {
    "always": "",
    "where_relevant": "asked for where relevant",
    "where_applicable": "asked for where it applies",
}
"""When the law asks for a part."""
COMPLAINT: Mapping[str, str] = {
    "title": "Complaint under article 20 of Regulation (EU) 2022/2065",
    "to": "To",
    "internal": "{marketplace}: internal complaint-handling system",
    "decision": "The decision",
    "notified_on": "Notice filed on",
    "not_entered": "not entered",
    "answer": "{kind}, received on",
    "last_day": "Complaint until",
    "ground": "Ground of the notice",
    "links": "Notified listings",
    "words": "In the platform's words",
    "lacks": "What we did not find in it",
    "lacks_text": "Words that tell the following were not found in the answer. (Draft: read the answer before you "
    "sign, and strike out what it tells in other words.)",
    "not_found": "{part} ({source})",
    "hinted": "{part} ({source}): only hinted at: {quote}",
    "nothing_lacks": "Nothing that the law asks for was seen to be missing. (Draft: strike out this part.)",
    "unread": "The program does not understand the language of the answer, or its form has no place for: {parts}. "
    "(Draft: read it, and write here what is missing.)",
    "why_wrong": "Why the decision is wrong",
    "why_room": "[   ] (To be written by who files: what the decision overlooks.)",
    "asked": "What is asked",
    "ask_reverse": "That the decision is reversed, and the listings are removed (article 20(4)).",
    "ask_tell": "That what is named above is told.",
    "ask_people": "That the complaint is decided by qualified people, not by automated means alone (article 20(6)), "
    "with the reasons, and with the ways of redress that are left (article 20(5)).",
    "true": "[   ]  I have read this complaint; what stands in it is accurate and complete. (To be ticked by who "
    "files.)",
}
COMPLAINT_REFUSALS: Mapping[str, str] = {
    "other_route": "case {case}: was filed with {platform}; only a decision on a notice under article 16 DSA can be "
    "complained about under article 20: use the platform's own way of appeal",
    "no_decision": "case {case}: no decision of the platform is kept; enter it first: `monitor case answer {case} "
    "FILE`",
    "granted": "case {case}: each of its links is removed, accepted or withdrawn; there is no decision to "
    "complain about",
}
