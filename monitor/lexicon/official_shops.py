"""Words by which a shop calls itself a brand's own or an authorised one."""

OFFICIAL_WORDS = (
    "官方", "旗舰", "专卖", "直营", "专营", "official", "flagship", "authorized", "authorised", "brand store",
)  # fmt: skip
"""In small letters and simplified characters, as skeletons have them."""
