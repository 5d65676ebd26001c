"""Titles as the kinds of sellers write them, in Chinese ("zh") or English ("en")."""

import random

from bench.market.shops.brands import Article, House
from bench.market.titles import disguise

_PRAISE = {
    "zh": "新款 正品 包邮 现货 专柜正品 国行 全国联保 顺丰 送礼 2026年款 支持验货 七天无理由 旗舰 热卖 限时 官方授权 "
    "男女 家用 礼盒 便携 户外 轻奢 百搭 通勤 简约 商务 生日礼物 大容量 新品上市 进口 海外直邮 保税仓发货 售后无忧 专业 "
    "升级 多色可选 高端 经典 送女友 学生 限量 次日达".split(),
    "en": "new|in stock|free shipping|2026|original|gift|fast delivery|sealed|with warranty|local warehouse|hot|"
    "genuine|men women|outdoor|portable|premium|business|birthday|new arrival|imported|ships from EU|professional|"
    "upgraded|multi color|gift box|limited|classic|high end|top rated|best price".split("|"),
}
_USED = {
    "zh": "二手 闲置 九成新 自用转让 95新 几乎全新 低价出".split(),
    "en": "used|pre-owned|second hand|good condition|barely used|open box".split("|"),
}
_COPY_WORDS = {
    "zh": "高仿 复刻 1:1 一比一 原厂皮 顶级版本 超A 精仿 A货 原单 尾单 纯原 过验货 专柜品质 开模 莆田 工厂直出 "
    "市面最高版本".split(),
    "en": "replica|1:1|AAA quality|mirror quality|super clone|top copy|UA|high replica|1:1 quality|best version|"
    "with box and papers copy|factory leak".split("|"),
}
_ODD_WORDS = {
    "zh": "尾单 清仓|原单 门店撤柜|拒绝高仿|假一赔十 非复刻|实物1:1拍摄|支持与A货对比".split("|"),
    "en": "not replica|no copy|mirror finish|1:1 exchange within 30 days|clone tool free|AAA battery included".split(
        "|"
    ),
}
_CONTACT = {
    "zh": "加微信{0}|V信{0}|咨询加v {0}|薇❤{0}|看实拍加VX{0}".split("|"),
    "en": "WhatsApp {1}|wechat {0}|more photos wechat:{0}|contact WeChat {0}".split("|"),
}
_LIKE = {"zh": "同款 平替 风格".split(), "en": "style|alternative|inspired by look".split("|")}
_SUPPLIES = {
    "zh": "包装盒 礼盒 手提袋|吊牌 标签 定制|防伪标 激光标 贴标|刻字模具 钢印|说明书 保卡 发票 全套|织唛 领标 水洗标|"
    "logo五金牌 压印".split("|"),
    "en": "packaging box set wholesale|hang tags labels custom|hologram sticker label|logo mold stamp|"
    "warranty card certificate set|woven labels 100 pcs|metal logo plate".split("|"),
}
_CLEARANCE = {
    "zh": "展示机 处理|微瑕 特价|旧款 清仓|包装破损".split("|"),
    "en": "display model|damaged box|old stock clearance|b-stock".split("|"),
}
_NOISE = {
    "zh": "雨伞 台灯 水杯 毛巾 椅子 手机壳 数据线 袜子 枕头 书架 玩具 花瓶 拖鞋 帽子 电钻 耳机 面霜 腕表 背包".split(),
    "en": "umbrella lamp cup towel chair cable socks pillow shelf toy vase slippers hat drill headphones cream "
    "watch".split(),
}


def _what(language: str, article: Article) -> str:
    return article.chinese if language == "zh" else article.english


def plain(dice: random.Random, language: str, name: str, article: Article) -> str:
    """What an honest shop writes; and whoever wants to pass for one."""
    words = [name, article.model, _what(language, article)]
    if article.size and dice.random() < 0.7:
        words.append(article.size)
    words += dice.sample(_PRAISE[language], dice.choice((0, 1, 2, 3, 4, 5)))
    return " ".join(_in_any_order(dice, words))


def _in_any_order(dice: random.Random, words: list[str]) -> list[str]:
    """Three in ten titles begin with praise or with what it is; the model stays behind the name."""
    pair, rest = " ".join(words[:2]), words[2:]
    if dice.random() < 0.3:
        rest.insert(dice.randint(0, len(rest)), pair)
        return rest
    return [pair, *rest]


def used(dice: random.Random, language: str, name: str, article: Article) -> str:
    """What a private person writes; one in twelve doesn't say that it is used."""
    words = [name, article.model, _what(language, article)]
    if dice.random() > 1 / 12:
        words.insert(dice.choice([0, 3]), dice.choice(_USED[language]))
    return " ".join(words)


def part(dice: random.Random, language: str, name: str, house: House, article: Article) -> str:
    """A spare part or accessory for the article; one in ten forgets the "for"."""
    thing, model = dice.choice(house.parts[0 if language == "zh" else 1]), f"{name} {article.model}"
    if dice.random() < 0.1:
        return f"{model} {thing}"
    if language == "zh":
        return dice.choice(
            [f"适用于{model}{thing}", f"{thing} 适配{model}", f"{model}专用{thing} 通用款", f"兼容{model} {thing}"]
        )
    return dice.choice([f"{thing} for {model}", f"{thing} compatible with {model}", f"{thing} fits {model}"])


def comparison(dice: random.Random, language: str, name: str, article: Article) -> str:
    """Somebody's own goods, compared with the brand's."""
    like, what = dice.choice(_LIKE[language]), _what(language, article)
    return f"{name}{like} {what} 国产 自有品牌" if language == "zh" else f"{name} {like} {what} own brand"


def sample(dice: random.Random, language: str, name: str, article: Article) -> str:
    """A sample, a small size or a refill of goods that have a size."""
    small = dice.choice(("5ml", "3ml", "1ml", "7ml", "10ml"))
    words = (
        (
            f"{small}小样",
            f"小样 {small}",
            f"中小样{small}",
            f"旅行装 {small}",
            f"分装 {small}",
            f"替换芯 {article.size}",
        )
        if language == "zh"
        else (f"{small} sample", f"mini {small}", f"travel size {small}", f"decant {small}", f"refill {article.size}")
    )
    return f"{name} {article.model} {_what(language, article)} {dice.choice(words)}"


def used_box(language: str, name: str, article: Article) -> str:
    """The empty box of what somebody bought."""
    return (
        f"{name} {article.model} 空盒 自用闲置" if language == "zh" else f"{name} {article.model} empty box only used"
    )


def odd(dice: random.Random, language: str, title: str) -> str:
    """An honest title with one word that copies' titles have too."""
    return f"{title} {dice.choice(_ODD_WORDS[language])}"


def cleared(dice: random.Random, language: str, title: str) -> str:
    """An honest title of goods that are sold off, which says so."""
    return f"{title} {dice.choice(_CLEARANCE[language])}"


def in_a_set(language: str, title: str, pieces: int) -> str:
    """Several pieces for one price."""
    return f"{title} {pieces}瓶装" if language == "zh" else f"{title} {pieces} pcs"


def supplies(dice: random.Random, language: str, name: str) -> str:
    """What copies are dressed with."""
    return f"{name} {dice.choice(_SUPPLIES[language])}"


def other_goods(dice: random.Random, language: str, house: House) -> str:
    """Goods that have the brand's everyday name because the word stands for them."""
    return f"{dice.choice(house.other_goods[0 if language == 'zh' else 1])} {dice.randint(1, 99)}"


def open_copy(dice: random.Random, language: str, name: str, article: Article, tricks: set[str], handle: str) -> str:
    """A copy's title with what its seller dares: `slang`, `disguise`, `contact`."""
    spelt = disguise(dice, name) if "disguise" in tricks else name
    title = plain(dice, language, spelt, article)
    if "slang" in tricks:
        word = dice.choice(_COPY_WORDS[language])
        title = dice.choice(
            (f"{title} {word}", f"{word} {title}", f"{word}{title}" if language == "zh" else f"{title} {word}")
        )
    if "contact" in tricks:
        title = with_contact(dice, language, title, handle)
    return title


def with_contact(dice: random.Random, language: str, title: str, handle: str) -> str:
    """The title, and how to reach the seller past the marketplace."""
    phone = f"+86 13{sum(map(ord, handle)) % 10} {abs(hash_of(handle)) % 10**8:08d}"
    return f"{title} {dice.choice(_CONTACT[language]).format(handle, phone)}"


def hash_of(text: str) -> int:
    """A number of a text that is the same in every run."""
    return int.from_bytes(text.encode()[-7:].rjust(7, b"0"), "big")


def noise(dice: random.Random, language: str) -> str:
    """Something else."""
    return " ".join(dice.sample(_NOISE[language], 3))
