"""English: what routes to a take-down lack, and platforms' rules."""

from collections.abc import Mapping

GAP_SENTENCES: Mapping[str, str] = {
    "no_rules": "Before {since} nothing could be filed there.",
    "no_ground": "The confirmation does not say on which ground the listing is to be removed.",
    "no_right": "The watchlist has no right by which this ground is filed: {kinds}.",
    "no_work": "The watchlist names no work whose copyright is infringed.",
    "other_brand": "It belongs to {of}, and the findings are of {brand}.",
    "wrong_kind": "This ground is not filed by this kind of right ({kind}), but by: {kinds}.",
    "kind_not_taken": "The platform takes no complaints by this kind of right ({kind}); it takes: {kinds}.",
    "application": "It is only applied for; the receipt of an application proves no right.",
    "no_title": "The copyright has neither a number nor a title, so no notice can say which work it is.",
    "not_yet": "It exists since {since} only.",
    "page_before": "It exists since {since} only, and the listing's sealed page was read on {read_on}, before that.",
    "expired": "It expired on {until}.",
    "wrong_jurisdiction": "It is registered in {jurisdiction}; for this marketplace the platform takes: {accepted}.",
    "no_extension": "It is an international registration (Madrid) without the certificate that it extends to China.",
    "madrid_part": "It is an international registration (Madrid), and the watchlist does not say whether it was "
    "extended to one of: {accepted}.",
    "wrong_class": "It is registered for class {classes}; the brand's goods ({goods}) belong to class {needed}.",
    "no_certificate": "Its certificate is missing. The platform asks for: {documents}.",
    "no_owner": "The watchlist does not say who files.",
    "no_email": "The owner's e-mail address is missing; a notice has to name one.",
    "no_identity": "The proof of the owner's identity is missing. The platform asks for: {documents}.",
    "no_authorisation": "An agent files, and the authorisation is missing. The platform asks for: {documents}.",
    "authorisation_ended": "The agent's authorisation ended on {until}.",
    "ends_soon": "It ends on {until}.",
    "end_unknown": "The watchlist does not say until when it is valid.",
    "class_unknown": "Whether its classes of goods cover the listing is not known (in the watchlist: {classes}).",
    "translation": "If its documents are in another language than {languages}, the platform asks for a translation.",
    "copyright_statement": "The copyright is not registered: the platform asks for a Copyright Claim Statement.",
    "enrolment": "The mark has to be registered with the platform too, and enforceable in that store.",
    "patent_report": "The platform asks for a report beside the certificate: {documents}.",
    "serves_eu": "No source in the program says that this marketplace offers its services in the EU.",
    "former_portal": "On that day another portal was in use: {portal}.",
    "not_said": "No source says what the platform asks for: {keys}.",
    "doubtful": "This rests on inferred rules or weak sources: {keys}.",
}
"""What a route lacks, or what is to be checked."""

GAP_STEPS: Mapping[str, str] = {
    "no_rules": "Choose another route.",
    "no_ground": "Decide again: `monitor decide ID confirmed --ground counterfeit`, mark, copied or patent.",
    "no_right": "Add it to the watchlist as [[brand.right]] with its certificate, or have it registered.",
    "no_work": 'Copyright needs no registration: add the pictures or texts as [[brand.right]] with kind = "copyright" '
    "and a title.",
    "other_brand": "Cite a right of {brand}.",
    "wrong_kind": "Use a right of these kinds; if the listing infringes this one too, confirm it on that ground.",
    "kind_not_taken": "Use a right of these kinds, or another route.",
    "application": 'Wait for the registration; then leave out status = "application".',
    "no_title": "Add the title of the work to its [[brand.right]].",
    "not_yet": "Use a right that existed on that day.",
    "page_before": "Have the page read and sealed again, or cite a right that existed on that day.",
    "expired": "Renew it and put the new day into valid_until; if it was renewed already, do the second only.",
    "wrong_jurisdiction": "Have it registered there (a mark also by extending an international registration), or use "
    "another route.",
    "no_extension": "Have the certificate of territorial extension issued and name its file as extension.",
    "madrid_part": "If it was, add that part as a right of its own with the jurisdiction where it holds.",
    "wrong_class": "Use a mark that is registered for these goods; complete classes if they are not all there.",
    "no_certificate": "Put a copy beside the watchlist (PDF, PNG or JPEG) and name its file as document.",
    "no_owner": "Add [owner] with name and kind to the watchlist.",
    "no_email": "Add email under [owner].",
    "no_identity": "Put a copy beside the watchlist and name its file as identity under [owner].",
    "no_authorisation": "Put the signed power of attorney beside the watchlist and name its file as "
    "agent_authorisation under [owner].",
    "authorisation_ended": "Have it renewed, put the new one beside the watchlist, and the new day into "
    "agent_authorisation_until.",
    "ends_soon": "Renew it before that day: a case may take longer.",
    "end_unknown": "Look at the certificate and add valid_until.",
    "class_unknown": "Compare the classes of the certificate with the goods of the listing; add them as classes.",
    "translation": "Have it translated into English or Chinese and name the file as translation.",
    "copyright_statement": "Fill in the platform's form; state the work, its author and when it was first published.",
    "enrolment": "Look into the platform's registry; enrol the mark there first.",
    "patent_report": "Have the report made by the patent office, and keep it with the certificate.",
    "serves_eu": "Check that it sells to customers in the EU; then its own form for illegal content takes the notice.",
    "former_portal": "Nothing can be filed there any more; this shows the rules of that day.",
    "not_said": "Look in the portal before you file, and choose there.",
    "doubtful": "Look in the portal whether that still holds.",
}
"""What to do about it."""

ROUTE_STATES: Mapping[str, str] = {"open": "open", "check": "open, but check", "closed": "closed"}

RIGHT_KIND_NAMES: Mapping[str, str] = {
    "trade mark": "trade mark",
    "copyright": "copyright",
    "invention patent": "invention patent",
    "utility model": "utility model",
    "design": "design",
}

EU_OR_MEMBER_STATE = "the EU or a member state"

RULE_NAMES: Mapping[str, str] = {
    "answer": "what the platform answers",
    "application_receipt_enough": "whether the receipt of an application is enough",
    "closed": "portal of that time",
    "complaint_months": "months to complain about a decision",
    "complaint_types": "types of complaints",
    "copyright_worldwide": "whether copyright of any country counts",
    "documents.agent": "documents of an agent",
    "documents.identity.firm": "proof of identity of a firm",
    "documents.identity.person": "proof of identity of a person",
    "documents.patent": "further documents of patents",
    "documents.right": "proof of the right",
    "documents.unregistered_copyright": "proof of a copyright that is not registered",
    "fee": "fees",
    "fields": "what has to be filled in",
    "form_without_account_links": "links in the form without an account",
    "interface": "interface for programs",
    "jurisdictions": "where a right has to be registered",
    "kinds": "kinds of rights",
    "languages": "languages of documents",
    "later_answer_working_days": "working days for later counter-notices",
    "law_waiting_days": "days to wait by law",
    "law_waiting_working_days": "working days to wait by a reply of 2020",
    "links_format": "form of the links",
    "links_per_complaint": "links in a complaint",
    "madrid_needs_extension": "whether an international registration needs the certificate of extension",
    "owner_email": "whether an e-mail address is needed",
    "points": "penalty points of sellers",
    "processing_working_days": "working days until a decision",
    "reason": "proof for a reason",
    "reasons": "reasons for a complaint",
    "right_check_working_days": "working days to check a right",
    "seller_answer_working_days": "working days for a counter-notice",
    "seller_will_show": "what sellers show in return",
    "serious": "serious infringements of sellers",
    "serves_eu": "whether it offers its services in the EU",
    "silence_reinstates": "whether the listing comes back when you are silent",
    "standing": "standing of who complains",
    "standing_lost_months": "months until lost standing comes back",
    "terms": "terms that you accept",
    "trade_mark_registered_with_platform": "whether a mark has to be registered with the platform",
    "unregistered_users": "notices without an account",
}
"""What a rule is about, by its key or, of several alike, by the beginning of it."""
