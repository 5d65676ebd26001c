"""Words for searches: country names in both languages, and slang that buyers of copies search with."""

COUNTRIES = {
    "Australia": "澳大利亚", "Austria": "奥地利", "Belgium": "比利时", "Brazil": "巴西", "Bulgaria": "保加利亚",
    "Canada": "加拿大", "China": "中国", "Croatia": "克罗地亚", "Cyprus": "塞浦路斯", "Czechia": "捷克",
    "Czech Republic": "捷克", "Denmark": "丹麦", "Estonia": "爱沙尼亚", "Finland": "芬兰", "France": "法国",
    "Germany": "德国", "Greece": "希腊", "Hungary": "匈牙利", "Iceland": "冰岛", "India": "印度", "Ireland": "爱尔兰",
    "Israel": "以色列", "Italy": "意大利", "Japan": "日本", "Latvia": "拉脱维亚", "Liechtenstein": "列支敦士登",
    "Lithuania": "立陶宛", "Luxembourg": "卢森堡", "Malta": "马耳他", "Netherlands": "荷兰", "New Zealand": "新西兰",
    "Norway": "挪威", "Poland": "波兰", "Portugal": "葡萄牙", "Romania": "罗马尼亚", "Serbia": "塞尔维亚",
    "Singapore": "新加坡", "Slovakia": "斯洛伐克", "Slovenia": "斯洛文尼亚", "South Korea": "韩国", "Spain": "西班牙",
    "Sweden": "瑞典", "Switzerland": "瑞士", "Taiwan": "台湾", "Thailand": "泰国", "Turkey": "土耳其",
    "UK": "英国", "USA": "美国", "Ukraine": "乌克兰", "United Kingdom": "英国", "United States": "美国",
}  # fmt: skip
"""English name to the Chinese one that sellers write before goods: 德国 Nordwerk."""

REPLICA_WORDS = {
    "zh": {"高仿": "high-grade copy", "复刻": "replica", "一比一": "one to one", "原单": "from the original order"},
    "en": {"replica": "", "1:1": "", "dupe": ""},
}
"""The commonest replica slang of each language, with what it means (all terms: monitor/lexicon/slang.tsv)."""


def country_in(language: str, country: str) -> str | None:
    """The country in that language (`zh` or `en`), given in either; None when the list doesn't have it."""
    known = {english.casefold(): (english, chinese) for english, chinese in COUNTRIES.items()}
    known |= {chinese: (english, chinese) for english, chinese in COUNTRIES.items()}
    names = known.get(country.casefold())
    return names and (names[1] if language == "zh" else names[0])
