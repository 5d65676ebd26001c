"""The filled notice: facts as the sealed pages show them, the named person's words, no score, no box ticked."""

from collections.abc import Iterator

from monitor.casework.pack.content import Block, Heading, NewPage, Pack, PackListing, Paragraph, Sheet, Table
from monitor.words import Language, marketplace_name, words_of
from monitor.words.fallback import name_of
from monitor.words.gap import right_kind_name
from monitor.words.notice import observed_words, sheet_words


def notice(pack: Pack, language: Language) -> Sheet:
    """The notice of a case in a language."""
    words = sheet_words(language)
    say = words.NOTICE
    title = say["title"].format(platform=pack.platform.name)
    blocks: list[Block] = [
        Heading(title, 0),
        Heading(say["complainant"]),
        Table((), tuple(complainant(pack, say))),
        Heading(say["right"]),
        Table((), tuple(cited_right(pack, language))),
        Heading(say["asked"]),
        Paragraph(say["removal"].format(marketplace=marketplace_name(pack.case.marketplace, language))),
        Table((), tuple(_asked(pack, language))),
        Heading(say["listings"]),
        Table(
            (say["no"], say["link"], say["shown_title"], say["seller"], say["price"]),
            tuple(
                (str(one.number), one.url, one.title or "-", one.seller or "-", one.price or "-")
                for one in pack.listings
            ),
            (3, 14, 13, 6, 6),
        ),
        Heading(say["observed"]),
        *(block for one in pack.listings for block in _observed(one, language)),
        *evidence(pack, language),
        Heading(say["statement"]),
        Paragraph(f"{say['good_faith']}\n\n{say['signature']}\n\n______________________________"),
        NewPage(),
        *_terms(pack, language),
    ]  # fmt: skip
    return Sheet(title, tuple(blocks), words.SPECIMEN if pack.specimen else None)


def evidence(pack: Pack, language: Language) -> Iterator[Block]:
    """The sealed pages with their digests."""
    say = sheet_words(language).NOTICE
    yield Heading(say["evidence"])
    yield Paragraph(say["evidence_text"] + ("" if pack.unstamped else say["stamped_text"]))
    yield Table(
        (say["no"], say["read_at"], say["sealed_at"], say["capture"], "SHA-256"),
        tuple(
            (
                str(one.number), f"{one.taken_at:%Y-%m-%d %H:%M:%S}", f"{one.sealed_at:%Y-%m-%d %H:%M:%S}",
                one.capture_id, one.page_sha256 or one.manifest_sha256,
            )
            for one in pack.listings
        ),
        (3, 7, 7, 9, 14),
    )  # fmt: skip


def complainant(pack: Pack, say: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Who files, as pairs of a name and its value."""
    owner = pack.owner
    yield say["case"], pack.case.id
    yield say["name"], owner.name if owner else say["not_told"]
    if owner is not None:
        yield say["kind"], say[owner.kind]
        yield say["email"], owner.email or say["not_told"]
        if owner.agent is not None:
            yield say["agent"], owner.agent


def cited_right(pack: Pack, language: Language) -> Iterator[tuple[str, str]]:
    """The right that is cited, as pairs of a name and its value."""
    say, right = sheet_words(language).NOTICE, pack.right
    yield say["right_kind"], right_kind_name(right.kind, language)
    if right.number is not None:
        yield say["number"], right.number
    if right.title is not None:
        yield say["mark" if right.kind == "trade mark" else "work"], right.title
    yield say["jurisdiction"], right.jurisdiction
    if right.classes:
        yield say["classes"], ", ".join(map(str, right.classes))
    yield say["holder"], right.holder or (pack.owner.name if pack.owner else say["not_told"])
    if right.valid_until is not None:
        yield say["valid_until"], right.valid_until.isoformat()


def _asked(pack: Pack, language: Language) -> Iterator[tuple[str, str]]:
    say, case = sheet_words(language).NOTICE, pack.case
    yield say["brand"], pack.brand
    yield say["ground"], name_of(words_of(language).GROUND_NAMES, case.ground)
    if case.complaint_type is not None:
        yield say["complaint_type"], case.complaint_type
    yield say["reason"], case.reason or say["choose"]


def _observed(listing: PackListing, language: Language) -> Iterator[Block]:
    say = sheet_words(language).NOTICE
    yield Heading(f"{say['no']} {listing.number}", 2)
    facts = [observed_words(reason, language) for reason in listing.observed] or [say["nothing_more"]]
    read = say["on_saved_page" if listing.by_hand else "on_page"]
    told = {"day": f"{listing.taken_at:%Y-%m-%d %H:%M}", "name": listing.handed_in_by or say["not_told"]}
    yield Paragraph("\n".join([read.format(**told), *(f"– {fact}" for fact in facts)]))
    if listing.decided_by is not None and listing.decided_on is not None:
        named = {"name": listing.decided_by, "day": listing.decided_on.isoformat()}
        yield Paragraph(
            f"{say['words_of'].format(**named)}\n{listing.note}" if listing.note else say["decided"].format(**named)
        )


def _terms(pack: Pack, language: Language) -> Iterator[Block]:
    """What who files accepts, as the sources say, with their days and how sure they are."""
    say = sheet_words(language).NOTICE
    yield Heading(say["terms"])
    rules = [rule for key in ("terms", "fee") if (rule := pack.rule(key)) is not None]
    yield Paragraph(say["terms_text"] if rules else say["none_known"])
    rows = tuple(
        (
            "; ".join(rule.value) if isinstance(rule.value, list | tuple) else f"{say[rule.key]}: {rule.value}",
            rule.source, rule.valid_from.isoformat(), say[rule.certainty],
        )
        for rule in rules
    )  # fmt: skip
    if rows:
        yield Table((say["term"], say["source"], say["since"], say["certainty"]), rows, (6, 6, 3, 3))
