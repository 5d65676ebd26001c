"""Page classes that several spiders share, and layouts that no live site serves any more: old saved pages have them."""
