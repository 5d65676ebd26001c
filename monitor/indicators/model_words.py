"""Words beside a product's name that make it another model: iPad Pro is no iPad, 小白鞋二代 no 小白鞋."""

import re

from monitor.text.fold import Folded
from monitor.text.quantities import read_quantity

_BETWEEN = r"[\s\-–_·(\[【「<]{0,3}"
"""What may stand between a name and such a word."""
_LATIN = (
    r"pro(?![ -](?:grade|quality|level|seller|style)\b)",
    # 20V max, max 300 W: what the tool can do; max. and max power likewise
    (
        r"max(?!\.| ?\d{1,5} ?(?:v|w|kw|rpm|nm|bar|psi|kg|km|mm|%)(?![a-z0-9])| (?:power|speed|load|output|torque"
        r"|cushioning|comfort|performance|protection|support|strength|discount|capacity|size|weight|pressure|flow|range)\b)"
    ),
    (
        r"plus(?!,| (?:a|an|free|gift|bonus|extra|size|\d|case|charg\w*|batt\w*|akkus?|all|accessor\w*|box|bag|original"
        r"|koffer|tasche|lade\w*|zub\w*|coff\w*|warranty|shipping|stand)\b)"
    ),
    r"(?:mini|micro)(?! ?(?:usb|sd)\b)|nano|lite|fe|neo|evo|turbo|gt|ti|(?:xl|xr|xs)(?! ?[,/、|])",
    r"ultra(?![ -](?:thin|light|lightweight|soft|slim|fine|hd|quiet|bright|clear|wide|high|low|strong|comfort)\w*)",
    r"air(?! (?:force|mail|freight|shipping|conditioner|filter|purifier|cushion|pump|compressor|bag|cleaner|flow)\b)",
    r"se(?! (?:vende|puede|usa|env[ií]a|hace|necesita)\b)",
    r"slim(?![ -](?:fit|design|case|cover|body)\b)|fold(?![ -](?:able|away|up|out)\b)|flip(?! (?:flops?|case|cover)\b)",
    r"note(?! ?:)|prime(?! (?:quality|day|delivery)\b)",
    r"junior|jr|kids?(?!')|youth|toddler",
    r"elite|carbon(?! (?:fib|brush|steel|black))|sport(?! (?:shoes?|watch|style|bag|wear)\b)|digital edition|deluxe",
)
_HAN = (
    r"青春版|高配|低配|顶配|轻享|活力版|畅享|悦享版|乐享版|尊享版|尊贵版|旗舰版|至尊版|至臻|增强版|加强版"
    r"|专业版|极速版|竞速版|电竞版|探索版|典藏版|精英版|简装版|简化版|豪华版|数字版|光驱版|降噪版|长续航版|运动版|大师版|儿童版|儿童款"
    r"|学生版|少年版|入门版|迷你版|迷你|加长版|小号版"
)
_GENERATION = (
    r"(?:升级|全新|新款?)?(?:第 ?)?(?:[2-9]|1\d|[二三四五六七八九]|十[一二三四五六]?) ?代(?![理购言替码餐酷处]|i\d)"
    r"|(?:2nd|3rd|[4-9]th|1\dth|second|third|fourth|fifth|sixth) gen(?:eration)?(?![a-z])"
    r"|gen(?:eration|\.)? ?(?:[2-9]|1\d|ii|iii|iv|v)(?![a-z0-9])"
    r"|(?:mk|mark) ?\.? ?(?:[2-9]|ii|iii|iv|v|vi)(?![a-z0-9])"
    r"|(?:v|ver\.?|version) ?[2-9](?:\.0)?(?![a-z0-9.])"
    r"|(?:ii|iii|iv|vi|vii|viii|ix)(?![a-z0-9])"
    r"|[2-9]\.0(?![a-z0-9.]| ?(?:ah|mm|cm|ml|l|g|kg|m|v|w|inch|寸|升|毫|克|米|t|tsi|tdi)(?![a-z]))"
)
"""A later generation; the first is the product itself."""
_MODEL_AFTER = re.compile(
    rf"{_BETWEEN}(?:(?:{'|'.join(_LATIN)})(?:\d{{1,2}})?(?![a-z0-9])|{_HAN}|{_GENERATION}"
    # goods between: X200 手机 Pro
    rf"|[\u3400-\u9fff]{{1,6}} ?(?:pro(?!级)|max(?! ?[\d.])|plus(?! size)|ultra|lite|青春版)(?![a-z0-9])"
    # one more word between: 小白鞋 女款 二代
    rf"|(?<=[\s(\[【])[^\W\d_]{{1,12}} (?:第 ?)?[二三四五六七八九2-9] ?代(?![理购言替码餐])"
    # a plus sign that begins nothing: S21+, but not X200+M5
    r"|\+(?=$|[\s)\]】,，])(?! (?:\d{1,2}(?!\d)|free|送))"
    r")"
)
_LETTER_AFTER = re.compile(r"(?<=\d)[ -][ACDEFGIKPRSTVXZ](?![\w'’.&/-])(?! ?[,/、|-] ?(?:M|L|XL)(?![A-Za-z]))")
"""A single large letter behind a number: iPhone 5 C. M and L are sizes of clothes."""
_NUMBER_AFTER = re.compile(
    r"[\s\-]{0,2}([2-9]|[12]\d|3[0-4])(?![a-z0-9_%\"'”.,/×*~\-+])"
    r"(?! ?(?:(?:x|pcs?|pieces?|packs?|pairs?|in|er|colou?rs?|sizes?|years?|months?|days?|of|mm|cm|m|ml|l|kt|karat"
    r"|carat|g|kg|oz|inch|inches|v|w|ah|mah|gb|tb|hours?|ways?|speeds?|batteries|ply|layers?|seats?|persons?|doors?|compartments?"
    r"|jewels)\b"
    r"|[件个双只支瓶盒片条套包袋罐色款码号寸英升毫克年月天层座人块张台把米厘周岁季分度种组孔针格档钻粒颗枚]))"
)
"""A small number, which counts no pieces, behind a name that ends in a letter: AirPods 2."""
_MODEL_BEFORE = re.compile(
    r"(?:(?:第 ?)?(?:[2-9]|1\d|[二三四五六七八九]|十[一二三四五六]?) ?代|新?迷你|儿童"
    r"|(?:2nd|3rd|[4-9]th|1\dth|second|third|fourth) gen(?:eration)?|(?<![a-z])(?:mini|kids))[\s\-]{0,2}\Z"
)


def is_other_model(title: str, folded: Folded, start: int, end: int) -> bool:
    """Whether words beside a name say that another model is meant; the name stands at `folded.text[start:end]`."""
    text = folded.text
    if _MODEL_AFTER.match(text, end) or _MODEL_BEFORE.search(text, max(0, start - 20), start):
        return True
    if text[end - 1].isalpha():
        number = _NUMBER_AFTER.match(text, end)
        return number is not None and not _is_quantity(title[folded.span(number.start(1), number.end(1))[0] :])
    return _LETTER_AFTER.match(title, folded.span(end - 1, end)[1]) is not None


def _is_quantity(text: str) -> bool:
    """Whether a text begins with a size or a number of pieces: 30 capsules."""
    words = read_quantity(text[:40]).words
    return bool(words) and text.startswith(words[0])
