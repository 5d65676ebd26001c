"""No crawler reaches into a private network."""

import pytest

from monitor.fetch.public_address import host_and_port, is_public


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.9.1", "::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1",
        "169.254.169.254", "100.64.0.1", "100.100.100.200", "0.0.0.0", "::", "fe80::1", "fe80::1%eth0", "fc00::1",
        "224.0.0.1", "ff02::1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "64:ff9b::7f00:1", "2002:7f00:1::1",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2", "240.0.0.1", "192.0.0.8",
        "::127.0.0.1", "::10.0.0.1", "::8.8.8.8", "::ffff:0:127.0.0.1", "fec0::1", "5f00::1", "3fff::1", "2001:db8::1",
        "192.88.99.1", "100::1", "4000::1", "1fff::1", "64:ff9b::808:808", "2001:20::1", "ff0e::1", "2002::1",
    ],
)  # fmt: skip
def test_special_addresses_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "47.246.1.1", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_public_addresses(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    ("origin", "door"),
    [
        ("http://127.0.0.1:8000", ("127.0.0.1", 8000)),
        ("http://stand-in.test/", ("stand-in.test", 80)),
        ("https://stand-in.test", ("stand-in.test", 443)),
        (None, (None, 80)),
    ],
)
def test_the_stand_ins_door(origin: str | None, door: tuple[str | None, int]) -> None:
    """Without a port it is the scheme's: for the crawler and for the browser's proxy."""
    assert host_and_port(origin) == door
