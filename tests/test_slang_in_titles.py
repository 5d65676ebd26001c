"""Slang of copies in titles: glued to a name, spelt apart, and not where it only stands inside other words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.lexicon.slang import slang_terms
from monitor.matching import Matcher
from monitor.matching.slang import slang_in
from monitor.text.skeleton import skeleton
from monitor.watchlist import Brand

MATCHER = Matcher([Brand(name="Nordwerk", chinese=["诺德沃克"], weak_names=["NW"], categories=["drill", "电钻"])])
CLEAR = sorted({term.term for term in slang_terms() if term.is_replica_term})
LONG = [term for term in CLEAR if len(term) >= 5 or not term.isalnum()]


def clear_terms(title: str, name: str = "") -> list[str]:
    """The terms for copies in a title, as their letters stand in its skeleton."""
    text = skeleton(title).text
    at = text.find(skeleton(name).text) if name else -1
    hits = slang_in(text, [at, at + len(name)] if name else ())
    return [text[hit.start : hit.end] for hit in hits if hit.term.is_replica_term and hit.glued_at is None]


@pytest.mark.parametrize(
    ("title", "mention", "kind"),
    [
        ("1:1Nordwerk 电钻", "Nordwerk", "exact"),
        ("Nordwerk1:1 drill", "Nordwerk", "exact"),
        ("1：1Nordwerk", "Nordwerk", "exact"),
        ("NordwerkAAA+", "Nordwerk", "exact"),
        ("replicaNordwerk drill", "Nordwerk", "exact"),
        ("mirrorqualityNordwerk", "Nordwerk", "exact"),
        ("1:1nordwerkX200", "nordwerk", "glued"),
        ("诺德沃克１：１", "诺德沃克", "exact"),
        ("ＮＯＲＤＷＥＲＫ高仿", "ＮＯＲＤＷＥＲＫ", "folded"),
        ("Nordwerk🔥高仿", "Nordwerk", "exact"),
        ("1:1NW 电钻", "NW", "weak"),
        ("NW1:1", "NW", "weak"),
        ("ＮＷ１：１", "ＮＷ", "weak"),
        ("NWreplica drill", "NW", "weak"),
        ("superclone2024NW", "NW", "weak"),
        ("replicaNW", "NW", "weak"),
        ("高仿NW电钻", "NW", "weak"),
        ("N家1:1", "N家", "weak"),
    ],
)
def test_a_name_glued_to_slang_is_found(title: str, mention: str, kind: str) -> None:
    assert [(match.mention, match.kind) for match in MATCHER.match(title)] == [(mention, kind)]


@pytest.mark.parametrize("title", ["NW replicator", "replicator NW", "NW1:18 model", "NW 11:1", "xreplicaNW"])
def test_a_weak_name_beside_no_slang_is_none(title: str) -> None:
    assert MATCHER.match(title) == ()


@given(
    st.sampled_from(CLEAR),
    st.sampled_from(["Nordwerk", "诺德沃克", "NW9"]),
    st.sampled_from(["", " ", "-", "🔥", "｜"]),
)
def test_each_term_is_found_beside_a_name(term: str, name: str, between: str) -> None:
    """Before the name and behind it, glued or not, in full width too."""
    for title in (f"{term}{between}{name}", f"{name}{between}{term}"):
        assert clear_terms(title, name), title
        wide = "".join(chr(ord(char) + 0xFEE0) if "!" <= char <= "~" else char for char in title)
        assert clear_terms(wide, name), wide


@given(st.sampled_from([term for term in CLEAR if term.isascii() and term.isalpha()]), st.sampled_from("bdhkmnt"))
def test_no_term_is_found_inside_a_longer_word(term: str, letter: str) -> None:
    assert skeleton(term).text not in clear_terms(f"Nordwerk {letter}{term}{letter} drill")


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("Nordwerk 高🔥仿 电钻", "高🔥仿"),
        ("Nordwerk 高-仿电钻", "高-仿"),
        ("Nordwerk 复*刻", "复*刻"),
        ("Nordwerk 一 比 一", "一 比 一"),
        ("Nordwerk r e p l i c a drill", "r e p l i c a"),
        ("Nordwerk super-clone", "super-clone"),
    ],
)
def test_terms_spelt_apart(title: str, written: str) -> None:
    assert clear_terms(title) == [written]


@pytest.mark.parametrize(
    "title",
    [
        "Nordwerk 电钻 通过检测报告",  # 通过|检测, not 过检
        "Nordwerk 欧美单肩包",  # 欧美|单肩, not 美单
        "Nordwerk 生日单品",
        "Nordwerk 绝对版权",
        "Nordwerk 车站西路店",
        "Nordwerk 恢复克隆",
        "Nordwerk 内增高-仿皮靴",
        "Nordwerk 1:18 model, 1:1000",
    ],
)
def test_no_slang_across_words(title: str) -> None:
    assert clear_terms(title) == []


@pytest.mark.parametrize(
    "title",
    [
        "Nordwerk 尾单衣服",
        "Nordwerk 高仿包包",
        "Nordwerk 原单皮鞋",
        "诺德沃克复刻1:1",
        "Nordwerk 公司级电钻",
        "NW原单衣",
    ],
)
def test_slang_where_the_characters_may_be_cut_both_ways(title: str) -> None:
    assert clear_terms(title)


@pytest.mark.parametrize(
    "title",
    [
        "Nordwerk drill, not a replica",
        "Nordwerk no replica 100% original",
        "Nordwerk kein Plagiat",
        "Nordwerk keine Fälschung",
        "Nordwerk pas une contrefaçon",
        "Nordwerk no es una réplica",
        "Nordwerk sin copia exacta",
        "Nordwerk não é réplica",
        "Nordwerk non è una replica",
        "Nordwerk nie podróbka",
        "Nordwerk geen namaak",
        "Nordwerk не реплика",
        "Nordwerk без подделок, не копия",
        "Nordwerk bukan replika",
        "Nordwerk replika değil",
        "Nordwerk コピー品ではありません",
        "Nordwerk 짝퉁 아닙니다",
        "Nordwerk 拒绝高仿",
        "Nordwerk 绝无任何高仿",
        "Nordwerk 告别山寨",
        "Nordwerk 高仿勿扰",
        "Nordwerk 假冒必究 谨防假冒",
        "海关查获假冒诺德沃克电钻",
        "警方捣毁高仿窝点 Nordwerk",
    ],
)
def test_what_a_title_denies_is_not_said_of_the_goods(title: str) -> None:
    assert clear_terms(title) == []


HONEST = [
    "Energizer AAAA batteries 4 pack",
    "AAA batteries rechargeable 1.2V",
    "高仿真花 绢花 客厅摆设",
    "Nordwerk A货架 B货架 仓储货架",
    "C货架 重型",
    "Replica model ship Titanic 1:100",
    "airsoft replica M4",
    "Replika ASG pistolet",
    "Chelsea replica jersey 2026",
    "AGV race replica helmet",
    "museum replica Viking sword",
    "реплика меча, страйкбол",
    "копия паспорта, обложка для документов",
    "Under Armour UA running shoes",
    "UA Tech 2.0 T-shirt",
    "原单价 299 现价 199",
    "补差价 原单号备注",
    "bathroom mirror with light",
    "wing mirror glass left",
    "Clone Hero guitar controller",
    "clone trooper figure",
    "Epoxy resin 1:1 mix ratio",
    "1:1 scale bust",
    "RC car 1:18 scale, 1:10",
    "pump 1.1 kW 2 pole, 5 kW 1 phase",
    "莆田桂圆干 特产",
    "福建莆田枇杷 5斤",
    "莆田红木 木雕摆件",
    "纯原木家具 实木餐桌",
    "纯原浆抽纸 30包",
    "通过检测 质检报告",
    "通过验证 正品查询",
    "同厂家直销 五金",
    "公司级别 企业路由器",
    "恢复刻度",
    "病毒版画",
    "百元单品 专区",
    "欧美单肩包 女",
    "生日单人蛋糕",
    "fake fur coat, fake nails set",
    "not genuine leather, PU wallet",
    "duplicate key machine, copy a key",
    "counterfeit money detector pen",
    "A kalite pamuk havlu",
    "produto de primeira linha",
    "짭짤한 과자",
    "고가품 보관함",
    "sales rep polo shirt",
    "10 reps x 3 sets barbell",
    "vitamin C batch tested",
    "kaliteli ayna premium mirror",
    "Class A amplifier",
    "grade AAA pearls",
    "bootleg jeans",
    "SF novel, tier 1 supplier",
    "同源 双光源 显微镜",
    "专柜正品 支持专柜验货",
    "正品 原装 包邮",
    "外贸 童装 尾货",
    "药品仿单",
    "下单请选择正确版本",
    "惠普打印机 高版本132a",
    "莆田学院 考研资料",
    "factory leak tested pump",
    "namaak leer bank",
    "scale model, точная копия автомобиля 1:43",
    "토트넘 레플리카 유니폼",
    "이미테이션 진주 목걸이",
    "bolso imitación piel",
    "çivi çakma makinesi",
    "10 kW super silent generator",
    "mirror grade stainless steel sheet",
    "Master Quality Authenticated DAC",
    "7A quality Brazilian hair bundles",
    "AAA quality freshwater pearl necklace",
    "AAA+ tanzanite gemstone",
    "knock off wheel spinner hub",
    "tampon copie conforme à l'original",
    "Wikinger Schwert Replika",
    "Nordwerk X200 电钻 实物1:1拍摄",
]


@pytest.mark.parametrize("title", HONEST)
def test_honest_titles(title: str) -> None:
    assert clear_terms(title) == []


@pytest.mark.parametrize(
    "title",
    [
        "Nordwerk 复刻 1∶1",
        "Nordwerk 1 : 1 quality",
        "Nordwerk rep shoes",
        "Nordwerk pk god",
        "Nordwerk VT batch",
        "Nordwerk super rep watch",
        "cnfans Nordwerk find",
        "Nordwerk 高仿真皮包",
        "Nordwerk 灭世纯原",
        "Nordwerk 裁片级 电钻",
        "Nordwerk 原厂剪标",
        "Nordwerk 标另发",
        "Nordwerk 蒲田鞋",
        "Nordwerk 莆tian",
        "Nordwerk ブランドコピー",
        "Nordwerk 슈퍼페이크",
        "túi rep Nordwerk",
        "tas KW Nordwerk",
        "Nordwerk контрафакт",
        "Nordwerk çakma ürün",
        "Nordwerk cópia idêntica",
        "Nordwerk calidad triple A",
        "Nordwerk falsyfikat",
        "Nordwerk gefälscht",
        "Nordwerk ของปลอม",
        "Nordwerk سوبر كوبي",
        "Nordwerk replica drill",
        "Nordwerk replica 1:1 watch",
        "莆田鞋 Nordwerk",
        "Nordwerk 高仿 包退换",
        "Nordwerk 复刻 假一赔三",
    ],
)
def test_titles_that_offer_copies(title: str) -> None:
    assert clear_terms(title)


@pytest.mark.parametrize(
    "frame", ["女士{}手提包", "新款{}手表", "{}衣服", "{}包包", "男鞋{}运动鞋", "{}正品", "🔥{}🔥 NW"]
)
def test_each_term_is_found_among_words_of_titles(frame: str) -> None:
    """However the characters beside it could be cut."""
    assert [term for term in CLEAR if not clear_terms(frame.format(term))] == []
