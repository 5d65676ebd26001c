"""Chinese: names of codes, a few words each."""

from collections.abc import Mapping

from monitor.model import FACTS

MARKETPLACE_NAMES: Mapping[str, str] = {
    "taobao": "淘宝",
    "tmall": "天猫",
    "alibaba_1688": "1688",
    "aliexpress": "速卖通",
    "alibaba": "阿里巴巴国际站",
    "jd": "京东",
    "dhgate": "敦煌网",
    "made_in_china": "中国制造网",
    "amazon": "亚马逊",
    "ebay": "eBay",
    "baidu": "百度",
    "bing": "必应",
    "web": "其他网站",
}

STATE_NAMES: Mapping[str, str] = {
    "new": "待处理",
    "confirmed": "已确认",
    "dismissed": "已排除",
    "watch": "观察中",
    "later": "稍后处理",
}

GROUND_NAMES: Mapping[str, str] = {
    "counterfeit": "假冒",
    "mark": "未经许可使用商标",
    "copied": "盗用图片或文案",
    "patent": "专利或外观设计",
    "other": "其他依据",
}

DISMISSAL_NAMES: Mapping[str, str] = {
    "authorised": "授权卖家",
    "resale": "合法转售",
    "parallel": "平行进口",
    "second_hand": "二手",
    "accessory": "配件",
    "not_the_brand": "与品牌无关",
    "other": "其他理由",
}

FACT_NAMES: Mapping[str, str] = {name: fact.chinese for name, fact in FACTS.items()}

LEVEL_NAMES: Mapping[str, str] = {"high": "高", "medium": "中", "low": "低"}

REASON_NAMES: Mapping[str, str] = {
    "unauthorised_vendor": "非授权卖家",
    "imitated_seller": "店名自称品牌店铺",
    "seller_record": "卖家另有可疑商品",
    "operator_record": "与可疑卖家疑为同一经营者",
    "many_listings": "商品数量多",
    "below_market_price": "低于市场价",
    "price_spread": "同一卖家价格差距大",
    "market_price_spread": "市场价格差距大",
    "large_volume": "数量大",
    "replica_slang": "仿品用词",
    "disguised_name": "品牌名的其他写法",
    "copying_supplies": "带品牌名的标签、包装或工具",
    "off_platform_contact": "标题含联系方式",
    "same_text": "与他处标题相同",
    "came_back": "下架后重新上架",
    "price_drop": "价格下跌",
    "sales_jump": "销量骤增",
    "authorised_seller": "授权卖家",
    "reference_price_met": "接近参考价",
    "few_used_units": "少量二手",
    "few_units": "数量少",
    "accessory": "配件",
    "comparison": "仅作比较",
    "sample_or_refill": "小样或替换装",
}

IDENTIFIER_NAMES: Mapping[str, str] = {
    "user": "用户编号",
    "shop": "店铺编号",
    "dealer": "商家编号",
    "company": "公司编号",
    "member": "会员编号",
    "login": "账号",
    "address": "店铺网址",
    "id": "编号",
}
