"""English: what follows take-downs, for the seller and for the owner."""

from collections.abc import Mapping

REASONS_FOR_STEPS: Mapping[str, str] = {
    "counter_notice": "the seller gave a counter-notice",
    "reinstated": "the platform brought the listing back",
    "rejected": "the platform refused the complaint",
    "relisted": "the seller goes on after a removal",
}
"""Why an owner needs a next step."""

STEP_NAMES: Mapping[str, str] = {
    "dispute": "Dispute the counter-notice, with what was missing",
    "file_again": "File again, with what was missing",
    "dsa_notice": "Give notice under article 16 of the Digital Services Act",
    "dsa_complaint": "Complain about the decision under article 20 of the Digital Services Act",
    "dsa_dispute": "Out-of-court dispute settlement under article 21 of the Digital Services Act",
    "administrative": "Administrative complaint in China",
    "court": "Court action in China",
    "national_court": "Court action in the EU",
    "customs": "Record the right with China's customs",
    "customs_application": "Apply to the EU's customs",
}
"""What an owner can do next."""

NEED_NAMES: Mapping[str, str] = {
    "right_in_china": "a right that is in force in China, of the kind that the ground needs",
    "right_in_eu": "a right that is in force in the EU or a member state, of the kind that the ground needs",
    "serves_eu": "a platform that offers its services in the EU",
    "sealed_evidence": "the sealed page of each link, undamaged",
    "time_stamp": "a checked time stamp over each sealed page",
    "notary": "pages or a purchase recorded by a notary",
    "proof": "{told}",
    "seller_shows": "an answer to what sellers show: {told}",
}
"""What a step needs, or what helps."""

NEED_ADVICE: Mapping[str, str] = {
    "right_in_china": "register it there, or complete [[brand.right]] in the watchlist",
    "right_in_eu": "register it there, or complete [[brand.right]] in the watchlist",
    "serves_eu": "look whether it sells to customers in the EU",
    "sealed_evidence": "`monitor evidence verify` names what is damaged",
    "time_stamp": "`monitor evidence stamp` asks for one",
    "notary": "the store can't know: ask a lawyer",
    "proof": "the store can't know: look into your pack",
    "seller_shows": "the store can't know: compare it with your distributors' records",
}
"""What to do about a need that is missing, or of which the store knows nothing."""

STRIKE_STEPS: Mapping[str, str] = {
    "warning": "a warning",
    "blocked": "the shop blocked",
    "blocked 14 days": "the shop blocked for 14 days",
    "ended": "the account ended",
}
"""What serious infringements lead to."""
