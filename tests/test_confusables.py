"""Characters that are written for Latin letters."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.text.confusables import confusables, turned
from monitor.text.fold import fold_char

EVERY = sorted(confusables())


@pytest.mark.parametrize(
    ("imitation", "letters"),
    [
        ("аеорсухіѕјԁԛԝһӏвнкмтгпяи", "aeopcyxisjdqwhlbhkmtrnrn"),
        ("АВЕКМНОРСТХЅІЈ", "abekmhopctxsij"),
        ("αβεικνορτυχγησωδμπλ", "abeikvoptuxynowduna"),
        ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧΣΩΔΠ", "abezhikmnoptyxeoan"),
        ("օսհցոա", "ouhgnw"),
        ("ᎪᏴᏟᎠᎬᎻᎫᏦᏞᎷᎾᏢᏒᏚᎢᏙᎳᎩᏃ", "abcdehjklmoprstvwyz"),
        ("ꓐꓓꓔꓖꓗꓙꓚꓜꓝꓟꓠꓡꓢꓣ", "bdtgkjczfmnlsr"),
        ("ⲞⲥⲢⲏⲕ", "ocphk"),
        ("ɑɡɩɪɴʀʏʙɢʜʟ", "agiinrybghl"),
        ("ᴀᴄᴅᴇᴊᴋᴍᴏᴘᴛᴜᴠᴡᴢꜰꜱ", "acdejkmoptuvwzfs"),
        ("ıȷłøđħ", "ijlodh"),
        ("ÆœþßẞꝏʣĿ", "aeoepssssoodzl"),
        ("ᗩᗷᑕᗪᖴᕼᒪᗰᑎᑭᖇᔕᑌᐯᗯ᙭", "abcdfhlmnprsuvwx"),
        ("ɐɔǝɟƃɥᴉɾʞꞁɯɹʇʌʍʎ", "acefghijklmrtvwy"),
        ("ⱯꓭƆꓷƎℲ⅁ꓘꞀꟺԀꝺꓤꓕꓵɅ⅄", "abcdefgklmpdrtuvy"),
        ("🅝🅸🄺🇪", "nike"),
        ("卂匚ㄒㄩ", "actu"),
        ("ＮｉＫΞ", "nike"),
        ("𝓷𝕚𝖐𝚎", "nike"),
        ("ѕоⅼⅰⅾ", "solid"),
    ],
)
def test_imitations(imitation: str, letters: str) -> None:
    assert "".join(_letters(char) for char in imitation) == letters


def _letters(char: str) -> str:
    imitated = confusables().get(char)
    return imitated or "".join(confusables().get(folded, folded) for folded in fold_char(char))


@given(st.sampled_from(EVERY))
def test_only_other_characters_become_small_letters(char: str) -> None:
    letters = confusables()[char]
    assert not char.isascii()
    assert letters.isascii()
    assert letters.isalpha()
    assert letters.islower()
    assert len(letters) <= 2


def test_nothing_that_folding_does_by_itself() -> None:
    assert not [char for char, letters in confusables().items() if fold_char(char) == letters]


def test_every_letter_has_imitations() -> None:
    assert set("abcdefghijklmnopqrstuvwxyz") <= set(confusables().values())


@pytest.mark.parametrize("letters", ["ʞ", "ǝ", "ɹ", "Ɔ", "⅄"])
def test_turned_letters_are_known_as_such(letters: str) -> None:
    assert letters in turned()
    assert letters in confusables()


def test_letters_that_stand_upright_are_not_turned() -> None:
    assert turned() <= set(EVERY)
    assert turned().isdisjoint("аеоɑɡəøłßΛ")


def test_ordinary_chinese_and_kana_stay_as_they_are() -> None:
    everyday = "的一是不了人我在有他这中大来上国个到说们为子和你地出道也时年得就那要下以生会"
    assert confusables().keys().isdisjoint(everyday + "ナイキかなカナ나이키")
    assert all(unicodedata.category(char) != "Mn" for char in EVERY)
