"""The one door to the net (see `handler`): politeness, robots.txt, public addresses only, browser, login, record."""
