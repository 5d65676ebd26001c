"""Titles as the kinds of sellers write them, in Chinese or English; the tricks of ../shared/facts/seller-tricks.md."""

import random

from bench.market.brands import Goods

_PRAISE = {
    "zh": "新款 包邮 现货 正品 家用 2026 升级款 专柜 全新 官方 特价 送礼 热卖 厂家直销 支持七天退换".split(),
    "en": "new|hot sale|free shipping|2026|original|high quality|gift|for home|brand new|fast delivery|best".split("|"),
}
_USED = {
    "zh": "二手 九成新 闲置转让 自用出 95新 八成新".split(),
    "en": "used|second hand|pre-owned|refurbished|used once".split("|"),
}
_PARTS = {
    "zh": "电池 充电器 保护壳 收纳包 配件 表带 鞋垫 替换头 贴膜 支架".split(),
    "en": "battery|charger|protective case|strap|replacement part|insole|holder|storage bag|filter|screws".split("|"),
}
_SLANG = {
    "zh": "高仿 复刻 一比一 1:1 原单 超A 顶级版 A货 尾单 莆田 精仿 过验 工厂货 开模".split(),
    "en": "replica|1:1|mirror quality|AAA+|super clone|top grade copy|OEM factory leak|same factory".split("|"),
}
_LIKE = {"zh": ["同款", "风格", "平替"], "en": ["style", "inspired", "look alike"]}
_CONTACT = {
    "zh": ["加微信{0}", "V信 {0}", "看图加V {0}", "薇信{0}", "QQ 8{1}"],
    "en": ["WhatsApp +86 138 {1}", "wechat {0}", "contact wechat: {0}"],
}
_ALIKE = str.maketrans("aeopcxyi", "аеорсхуі")
_DIGITS = str.maketrans("oiaes", "01435")


def plain(dice: random.Random, language: str, name: str, goods: Goods) -> str:
    """What an honest shop writes."""
    what = goods.chinese if language == "zh" else goods.english
    words = [name, goods.model, what, *dice.sample(_PRAISE[language], dice.randint(1, 3))]
    return " ".join(words)


def used(dice: random.Random, language: str, name: str, goods: Goods) -> str:
    """What a private person writes; one in ten doesn't say that it's used."""
    words = [name, goods.model, goods.chinese if language == "zh" else goods.english]
    if dice.random() < 0.9:
        words.insert(dice.choice([0, 3]), dice.choice(_USED[language]))
    return " ".join(words)


def accessory(dice: random.Random, language: str, name: str, goods: Goods) -> str:
    """An accessory for the product; one in eight forgets the "for"."""
    part = dice.choice(_PARTS[language])
    model = f"{name} {goods.model}"
    if dice.random() < 1 / 8:
        return f"{model} {part}"
    if language == "zh":
        return dice.choice(
            [f"适用于{model}{part}", f"适用{model}的{part} 加厚", f"{model}专用{part}", f"兼容{model} {part}"]
        )
    return dice.choice([f"{part} for {model}", f"{part} compatible with {model}", f"for {model} {part} replacement"])


def comparison(dice: random.Random, language: str, name: str, goods: Goods) -> str:
    """Somebody's own product that is compared with the brand's."""
    what = goods.chinese if language == "zh" else goods.english
    like = dice.choice(_LIKE[language])
    return f"{name}{like} {what} 国产品牌" if language == "zh" else f"{name} {like} {what} no brand"


def counterfeit(dice: random.Random, language: str, name: str, goods: Goods, tricks: dict[str, bool]) -> str:
    """A copy's title, with the tricks that its seller uses: disguise, slang, contact."""
    spelt = disguise(dice, name) if tricks["disguise"] else name
    what = goods.chinese if language == "zh" else goods.english
    words = [spelt, goods.model, what, *dice.sample(_PRAISE[language], dice.randint(1, 3))]
    if tricks["slang"]:
        words.insert(dice.randint(1, len(words)), dice.choice(_SLANG[language]))
    if tricks["contact"]:
        handle = f"{dice.choice(['shop', 'vip', 'ok', 'ab'])}{dice.randint(1000, 99999)}"
        words.append(dice.choice(_CONTACT[language]).format(handle, dice.randint(10_000_000, 99_999_999)))
    return " ".join(words)


def disguise(dice: random.Random, name: str) -> str:
    """The name past a filter: masks, blanks, look-alikes, digits, a letter doubled or left out, signs between."""
    if not name.isascii():
        at = dice.randrange(1, len(name))
        return dice.choice(
            [f"{name[:at]}*{name[at + 1 :]}", " ".join(name), f"{name[:at]}🔥{name[at:]}", f"{name[0]}家"]
        )
    at = dice.randrange(1, len(name) - 1)
    return dice.choice([
        name.translate(_ALIKE), name.lower().translate(_DIGITS), " ".join(name), ".".join(name),
        f"{name[:at]}*{name[at + 1 :]}", f"{name[:at]}{name[at]}{name[at:]}", name[:at] + name[at + 1 :],
    ])  # fmt: skip


def noise(dice: random.Random, language: str) -> str:
    """Something else."""
    if language == "zh":
        return " ".join(
            dice.sample("雨伞 台灯 水杯 毛巾 椅子 手机壳 数据线 袜子 枕头 书架 玩具 花瓶 拖鞋 帽子".split(), 3)
        )
    return " ".join(
        dice.sample("umbrella lamp cup towel chair cable socks pillow shelf toy vase slippers hat".split(), 3)
    )
