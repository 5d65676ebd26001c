"""Chinese explained word by word: every character kept and read, hostile text unharmed, readings right in context."""

from hypothesis import given
from hypothesis import strategies as st

from monitor.text.gloss import GlossedWord, gloss, gloss_line
from monitor.text.hanzi import is_hanzi

_NASTY = st.text(st.characters(codec=None, categories=None) | st.sampled_from("\ud800\u202e\u200b\x1b\0的长電鑽諾0 "))


def test_words_in_order() -> None:
    assert gloss("诺德沃克 电钻20V") == (
        GlossedWord("诺德沃克", "nuò dé wò kè", None),
        GlossedWord(" ", None, None),
        GlossedWord("电钻", "diànzuàn", "electric drill"),
        GlossedWord("20V", None, None),
    )


def test_a_line() -> None:
    assert gloss_line("诺德沃克 电钻 20V") == "nuò dé wò kè · diànzuàn: electric drill · 20V"
    assert gloss_line("浙江 金华") == "Zhèjiāng: Zhejiang · Jīnhuá: Jinhua"
    assert gloss_line("Nordwerk 20V ドリル 드릴") is None
    assert gloss_line("") is None


@given(_NASTY)
def test_any_text_is_kept_and_read(text: str) -> None:
    words = gloss(text)
    assert "".join(word.text for word in words) == text
    for word in words:
        assert word.text
        assert (word.pinyin is None) == (not any(map(is_hanzi, word.text)))
        assert word.pinyin or word.english is None
    line = gloss_line(text)
    assert (line is None) == (not any(map(is_hanzi, text)))
