"""Scrapy's own commands (`shell`, `fetch`, `view`, `parse`, `check`) on our spiders: without a run, and as politely."""

import argparse

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from monitor.config import default_store, load_settings
from monitor.errors import InputError
from monitor.settings import user_agent
from monitor.state_folder import state_folder


class OutsideRun(ScrapyCommand):
    """Mixin, before Scrapy's command: the settings of the default store hold, robots.txt is always obeyed."""

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        """Say who asks. Raises `UsageError` (exit code 2) where the store's settings or the state can't be used."""
        super().process_options(args, opts)
        assert self.settings is not None, "Scrapy sets them before it reads options"
        try:
            contact = load_settings(default_store()).contact
            state_folder()
        except InputError as error:
            raise UsageError(str(error), print_help=False) from None
        if contact is not None:
            self.settings.set("USER_AGENT", user_agent(contact), priority="project")
