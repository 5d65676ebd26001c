"""The overview: what each week brought, how good the indicators are, runs, sites, searches, reviewers."""

from functools import partial
from typing import get_args

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from monitor.review.figures import RUNS, SEARCH_RUNS, WEEKS, figures_of
from monitor.review.plots import WeekKind, week_plot
from monitor.review.remembered import Remembered
from monitor.review.render import Desk
from monitor.statistics import LEAST_DECISIONS
from monitor.store.read.overview import newest_decisions
from monitor.store.read.queue import QueueFilter, queue_facets

_PATIENCE = 1.0
"""Seconds that a view waits for figures with the newest decisions; the first one of a large store waits in vain."""


def overview_routes(desk: Desk) -> APIRouter:
    """`/overview`."""
    router = APIRouter()
    figures = Remembered(partial(figures_of, desk.store))

    @router.get("/overview")
    def overview(request: Request) -> HTMLResponse:
        with desk.store.read() as connection:
            states = queue_facets(connection, QueueFilter()).states
            decisions = newest_decisions(connection)
        known = figures.get(decisions, _PATIENCE)
        plots = [] if known is None else [week_plot(kind, known.weeks, known.mondays) for kind in get_args(WeekKind)]
        return desk.render(
            request, "overview.html", states_now=states, figures=known, plots=plots, weeks=WEEKS, runs=RUNS,
            search_runs=SEARCH_RUNS, least=LEAST_DECISIONS,
        )  # fmt: skip

    return router
