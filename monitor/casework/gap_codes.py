"""What a route can lack, as codes: `monitor.words` has the sentence and the next step of each."""

from enum import StrEnum


class GapCode(StrEnum):
    """Why a route is closed, or what is to be checked before it is taken."""

    # these close a route
    NO_RULES = "no_rules"
    NO_GROUND = "no_ground"
    NO_RIGHT = "no_right"
    NO_WORK = "no_work"
    OTHER_BRAND = "other_brand"
    WRONG_KIND = "wrong_kind"
    KIND_NOT_TAKEN = "kind_not_taken"
    APPLICATION = "application"
    NO_TITLE = "no_title"
    NOT_YET = "not_yet"
    PAGE_BEFORE = "page_before"
    EXPIRED = "expired"
    WRONG_JURISDICTION = "wrong_jurisdiction"
    NO_EXTENSION = "no_extension"
    MADRID_PART = "madrid_part"
    WRONG_CLASS = "wrong_class"
    NO_CERTIFICATE = "no_certificate"
    NO_OWNER = "no_owner"
    NO_EMAIL = "no_email"
    NO_IDENTITY = "no_identity"
    NO_AUTHORISATION = "no_authorisation"
    AUTHORISATION_ENDED = "authorisation_ended"
    # these are to be checked
    ENDS_SOON = "ends_soon"
    END_UNKNOWN = "end_unknown"
    CLASS_UNKNOWN = "class_unknown"
    TRANSLATION = "translation"
    COPYRIGHT_STATEMENT = "copyright_statement"
    ENROLMENT = "enrolment"
    PATENT_REPORT = "patent_report"
    SERVES_EU = "serves_eu"
    FORMER_PORTAL = "former_portal"
    RIGHT_REMOVED = "right_removed"
    NOT_SAID = "not_said"
    DOUBTFUL = "doubtful"


CHECKS = frozenset({
    GapCode.ENDS_SOON, GapCode.END_UNKNOWN, GapCode.CLASS_UNKNOWN, GapCode.TRANSLATION, GapCode.COPYRIGHT_STATEMENT,
    GapCode.ENROLMENT, GapCode.PATENT_REPORT, GapCode.SERVES_EU, GapCode.FORMER_PORTAL, GapCode.NOT_SAID,
    GapCode.DOUBTFUL, GapCode.RIGHT_REMOVED,
})  # fmt: skip
"""Those that leave a route open: a person looks before filing."""
FARTHEST_FIRST = (
    GapCode.OTHER_BRAND, GapCode.WRONG_KIND, GapCode.KIND_NOT_TAKEN, GapCode.WRONG_JURISDICTION, GapCode.MADRID_PART,
    GapCode.WRONG_CLASS, GapCode.APPLICATION, GapCode.NOT_YET, GapCode.PAGE_BEFORE, GapCode.NO_EXTENSION,
    GapCode.EXPIRED, GapCode.NO_TITLE,
)  # fmt: skip
"""What keeps a right itself from being cited, the hardest to mend first."""
