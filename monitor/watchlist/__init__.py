"""The brand owner's file: what is watched, what it costs, who may sell it, which rights stand behind it."""

from monitor.watchlist.load import load_watchlist
from monitor.watchlist.model import AuthorisedSeller, Brand, Owner, Product, Right, Watchlist

__all__ = ["AuthorisedSeller", "Brand", "Owner", "Product", "Right", "Watchlist", "load_watchlist"]
