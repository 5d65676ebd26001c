"""The one door to the net: manners, robots.txt, public addresses only, browser, login, what the fetch knew."""
