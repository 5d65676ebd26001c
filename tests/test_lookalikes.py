"""Characters that are written for Latin letters."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.text.confusables import look_alikes, signs, turned
from monitor.text.fold import fold_char

EVERY = sorted(look_alikes())


@pytest.mark.parametrize(
    ("imitation", "letters"),
    [
        *(("аеорсухіѕјԁԛԝһӏвнкмтгпяи", "aeopcyxisjdqwhlbhkmtrnrn"), ("АВЕКМНОРСТХЅІЈ", "abekmhopctxsij")),
        *(("αβεικνορτυχγησωδμπλ", "abeikvoptuxynowduna"), ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧΣΩΔΠ", "abezhikmnoptyxeoan")),
        *(("օսհցոա", "ouhgnw"), ("ᎪᏴᏟᎠᎬᎻᎫᏦᏞᎷᎾᏢᏒᏚᎢᏙᎳᎩᏃ", "abcdehjklmoprstvwyz"), ("ꓐꓓꓔꓖꓗꓙꓚꓜꓝꓟꓠꓡꓢꓣ", "bdtgkjczfmnlsr")),
        *(("ⲞⲥⲢⲏⲕ", "ocphk"), ("ɑɡɩɪɴʀʏʙɢʜʟ", "agiinrybghl"), ("ᴀᴄᴅᴇᴊᴋᴍᴏᴘᴛᴜᴠᴡᴢꜰꜱ", "acdejkmoptuvwzfs")),
        *(("ıȷłøđħ", "ijlodh"), ("ÆœþßẞꝏʣĿ", "aeoepssssoodzl"), ("ᗩᗷᑕᗪᖴᕼᒪᗰᑎᑭᖇᔕᑌᐯᗯ᙭", "abcdfhlmnprsuvwx")),
        *(("ɐɔǝɟƃɥᴉɾʞꞁɯɹʇʌʍʎ", "acefghijklmrtvwy"), ("ⱯꓭƆꓷƎℲ⅁ꓘꞀꟺԀꝺꓤꓕꓵɅ⅄", "abcdefgklmpdrtuvy")),
        *(("🅝🅸🄺🇪", "nike"), ("卂匚ㄒㄩ", "actu"), ("ＮｉＫΞ", "nike"), ("𝓷𝕚𝖐𝚎", "nike"), ("ѕоⅼⅰⅾ", "solid")),
    ],
)
def test_imitations(imitation: str, letters: str) -> None:
    assert "".join(_letters(char) for char in imitation) == letters


def _letters(char: str) -> str:
    found = look_alikes().get(char)
    return found or "".join(look_alikes().get(folded, folded) for folded in fold_char(char))


@given(st.sampled_from(EVERY))
def test_only_other_characters_become_small_letters(char: str) -> None:
    letters = look_alikes()[char]
    assert not char.isascii()
    assert letters.isascii()
    assert letters.isalpha()
    assert letters.islower()
    assert len(letters) <= 2


def test_nothing_that_folding_does_by_itself() -> None:
    assert not [char for char, letters in look_alikes().items() if fold_char(char) == letters]


def test_every_letter_has_imitations() -> None:
    assert set("abcdefghijklmnopqrstuvwxyz") <= set(look_alikes().values())


@pytest.mark.parametrize("letters", ["ʞ", "ǝ", "ɹ", "Ɔ", "⅄"])
def test_turned_letters_are_known_as_such(letters: str) -> None:
    assert letters in turned()
    assert letters in look_alikes()


def test_letters_that_stand_upright_are_not_turned() -> None:
    assert turned() <= set(EVERY)
    assert turned().isdisjoint("аеоɑɡəøłßΛ")


@pytest.mark.parametrize(
    ("sign", "letters"),
    [
        *(
            ("0", "o"),
            ("1", "il"),
            ("3", "e"),
            ("4", "a"),
            ("5", "s"),
            ("6", "bg"),
            ("7", "t"),
            ("8", "b"),
            ("9", "gq"),
        ),
        *(("@", "a"), ("!", "il"), ("|", "il"), ("(", "c"), ("+", "t"), ("€", "e"), ("$", "s"), ("¥", "y"), ("£", "l")),
        *(("¢", "c"), ("₿", "b"), ("○", "o"), ("山", "w"), ("З", "ez")),
    ],
)
def test_signs(sign: str, letters: str) -> None:
    assert signs()[sign] == letters


def test_a_character_is_a_letter_or_a_sign() -> None:
    assert signs().keys().isdisjoint(look_alikes())


def test_ordinary_chinese_and_kana_stay_as_they_are() -> None:
    everyday = "的一是不了人我在有他这中大来上国个到说们为子和你地出道也时年得就那要下以生会"
    assert look_alikes().keys().isdisjoint(everyday + "ナイキかなカナ나이키")
    assert all(unicodedata.category(char) != "Mn" for char in EVERY)
