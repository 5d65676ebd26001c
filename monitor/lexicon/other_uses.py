"""Words beside which a name is most likely that of a person, place, animal, plant or work, not the brand's."""

from functools import lru_cache

_ENGLISH = """
book books paperback hardcover novel novels poem poems poetry biography autobiography memoir author novelist writer
photography philosophy history magazine edition volume textbook dictionary comic comics manga
poster posters print prints painting paintings canvas etching engraving drawing artwork calendar portrait photograph
stamp stamps postcard postcards souvenir fridge map atlas flag coin banknote medal badge
statue bust sculpture figurine goddess god myth mythology legend saint bible church cathedral
university college school academy museum library park river lake island islands mountain mountains county city town
street avenue bridge falls gorge coast travel guide tour tourism trip ticket tickets wilderness glacier
film movie vinyl soundtrack concert orchestra opera actor actress singer president king queen prince princess
explorer scientist physicist philosopher composer painter general admiral tribe dinosaur fossil
fabric tree trees seed seeds seedling orchard farm fruit pie juice sauce butter vinegar cinnamon
""".split()
_CHINESE = """
书 书籍 小说 诗集 诗 传记 自传 散文 漫画 杂志 文集 词典 画册 回忆录 绘本 著 译 出版社 版本
海报 油画 挂画 装饰画 国画 版画 字画 书法 壁画 名画 画作 邮票 明信片 冰箱贴 纪念品 纪念币 地图 钱币 徽章 旗帜
雕像 石膏像 雕塑 化石 骨架 标本 神像 女神 神话 教堂 圣经
大学 学院 中学 小学 学校 博物馆 图书馆 公园 河 湖 岛 山 市 县 街 桥 瀑布 旅游 攻略 门票 景点 机票 签证
电影 影碟 唱片 黑胶 演唱会 歌剧 交响乐 演员 歌手 总统 国王 王子 公主 诗人 作家 画家 作曲家 哲学家 探险家 将军 剧场版
树苗 果树 种子 种苗 苗木 果园 水果 产区 咖啡豆 生豆 盆栽 化肥 农药 杀菌剂 除草剂 饲料 古风 汉服
""".split()


@lru_cache(maxsize=1)
def other_uses() -> frozenset[str]:
    """The words, English and Chinese. Written for this project from general knowledge."""
    return frozenset(_ENGLISH + [word for word in _CHINESE if len(word) > 1])
