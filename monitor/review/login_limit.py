"""How often somebody may try to log in: after a few wrong passwords, waits that grow."""

from collections import OrderedDict
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address, ip_network

OF_NAME, OF_ADDRESS = 5, 20
"""Wrong passwords without a wait, for one name and from one address (behind which a whole office may be)."""
FIRST_WAIT, LONGEST_WAIT = 30.0, 900.0
"""Seconds; each further wrong password doubles the wait."""
FORGOTTEN = 3_600.0
"""Seconds after the last wrong password."""
MOST_REMEMBERED = 10_000
"""Names, and addresses; of more, those whose last wrong password is longest ago are forgotten."""


class LoginLimit:
    """Counts wrong passwords. `clock`: seconds, never going back. Names that no account has are counted like others."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._names, self._addresses = _Counter(OF_NAME, clock), _Counter(OF_ADDRESS, clock)

    def wait(self, name: str, address: str | None) -> float:
        """Seconds until the next try; 0 where it may be now. `address`: None where all come from one, a proxy's."""
        return max(self._names.wait(_short(name)), self._addresses.wait(_network(address)) if address else 0.0)

    def failed(self, name: str, address: str | None) -> None:
        """Count a wrong password."""
        self._names.count(_short(name))
        if address:
            self._addresses.count(_network(address))

    def succeeded(self, name: str) -> None:
        """Forget a name's wrong passwords; the address's stay, or one account would open the way to all others."""
        self._names.forget(_short(name))


class _Counter:
    def __init__(self, allowed: int, clock: Callable[[], float]) -> None:
        self._allowed, self._clock = allowed, clock
        self._wrong: OrderedDict[str, tuple[int, float]] = OrderedDict()

    def wait(self, key: str) -> float:
        number, last = self._wrong.get(key, (0, 0.0))
        passed = self._clock() - last
        if number < self._allowed or passed >= FORGOTTEN:
            return 0.0
        times = min(number - self._allowed, 20)  # more would only be a longer number
        return max(0.0, min(FIRST_WAIT * 2.0**times, LONGEST_WAIT) - passed)

    def count(self, key: str) -> None:
        now = self._clock()
        number, last = self._wrong.pop(key, (0, now))
        self._wrong[key] = (number + 1 if now - last < FORGOTTEN else 1, now)
        if len(self._wrong) > MOST_REMEMBERED:
            self._wrong.popitem(last=False)

    def forget(self, key: str) -> None:
        self._wrong.pop(key, None)


def _short(name: str) -> str:
    return name.casefold()[:200]


def _network(address: str) -> str:
    """An address, or of IPv6 the network that one customer has."""
    known = ip_address(address.partition("%")[0])
    if isinstance(known, IPv6Address) and known.ipv4_mapped is None:
        return str(ip_network((known, 64), strict=False))
    return address
