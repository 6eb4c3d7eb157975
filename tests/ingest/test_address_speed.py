"""Tests that the time to read the date in an address does not grow with its square."""

from time import process_time

from ingest.dates_in_addresses import date_in_address


def seconds(length: int) -> float:
    address = f"http://www.kcna.kp/en/{'9' * length}.kcmsf"
    started = process_time()
    for _ in range(200):
        date_in_address(address)
    return process_time() - started


def test_a_long_address_takes_little_time() -> None:
    seconds(100)
    assert seconds(3_600) < 9 * max(seconds(900), 0.001)
