"""The pages for a person, one module each."""

from monitor.review.pages.case import case_routes
from monitor.review.pages.decisions import decision_routes
from monitor.review.pages.evidence import evidence_routes
from monitor.review.pages.export import export_routes
from monitor.review.pages.finding import finding_routes
from monitor.review.pages.imports import import_routes
from monitor.review.pages.language import language_routes
from monitor.review.pages.login import login_routes
from monitor.review.pages.overview import overview_routes
from monitor.review.pages.pictures import picture_routes
from monitor.review.pages.queue import queue_routes
from monitor.review.pages.seller import seller_routes
from monitor.review.pages.start import start_routes
from monitor.review.pages.take_downs import take_down_routes
from monitor.review.pages.watchlist import watchlist_routes

PAGES = (
    queue_routes,
    case_routes,
    finding_routes,
    seller_routes,
    overview_routes,
    export_routes,
    evidence_routes,
    take_down_routes,
    decision_routes,
    language_routes,
    login_routes,
    watchlist_routes,
    picture_routes,
    start_routes,
    import_routes,
)
"""What makes the routes of each."""
