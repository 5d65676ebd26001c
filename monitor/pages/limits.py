"""How much of a page is taken: what is more than any site shows is left out, and the page's reading says so."""

MAX_PAGE_BYTES = 32 * 1024 * 1024
"""Bytes of a page, unpacked: larger ones are not read, wherever they come from."""
MAX_LISTINGS = 5_000
"""Listings of a page; a page of search results shows a hundred at most, a shop's whole list a few thousand."""
MAX_PICTURES = 50
"""Pictures of a listing."""
MAX_PRICE_STEPS = 20
"""Steps of a listing's quantity ladder."""
MAX_TITLE = 1_000
"""Characters of a title: a longer one is cut."""
MAX_NAME = 300
"""Characters of a vendor's name or a place: a longer one is cut."""
MAX_ID = 200
"""Characters of an id: a longer one is none, because a cut id is another id."""
MAX_ADDRESS = 4_000
"""Characters of an address: a longer one is none."""
MAX_INTEGER = 10**12
"""Whole numbers in a page's data from here on are none: no shop counts so many of anything."""
MAX_PAGE_NUMBER = 1_000_000
"""Numbers of pages from here on are none."""
MAX_SEARCHED = 4_000
"""Characters of one text of a page (a card, an address) that are searched for a pattern."""
MAX_ITEMS = 150
"""Items of microdata on a page: where there are more, they are not read, because reading items in items takes time with
the square of their number."""
