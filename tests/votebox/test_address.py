from pathlib import Path

import pytest

from votebox.address import Address, masked, place

SECRETS = {
    "postgresql://votebox:s3cret@db.example/votes": "postgresql://votebox:***@db.example/votes",
    "postgres://votebox:p@s/s3cret@db/votes": "postgres://votebox:***@db/votes",
    "postgresql://:s3cret@db/votes": "postgresql://:***@db/votes",
    "postgresql://db/votes?user=v&password=s3cret&sslmode=require": (
        "postgresql://db/votes?user=v&password=***&sslmode=require"
    ),
    "postgresql://db/votes?sslpassword=s3cret": "postgresql://db/votes?sslpassword=***",
    "mysql://votebox:s3cret@db/votes": "mysql://votebox:***@db/votes",
}


@pytest.mark.parametrize(("url", "shown"), SECRETS.items())
def test_an_address_is_shown_without_its_password(url: str, shown: str) -> None:
    address = Address(url=url)
    assert (str(address), f"{address}", masked(url)) == (shown, shown, shown)
    assert "s3cret" not in repr(address)


@pytest.mark.parametrize(
    "url", ["postgresql://", "postgresql://db/votes", "postgresql://votebox@db:5433/votes"]
)
def test_an_address_without_a_password_is_shown_as_it_is(url: str) -> None:
    assert str(Address(url=url)) == url


def test_a_password_is_hidden_as_it_was_written_and_as_it_was_meant() -> None:
    address = Address(url="postgresql://votebox:s3%40cret@db/votes?sslpassword=other")
    assert address.hide("no s3%40cret, s3@cret or other on db") == "no ***, *** or *** on db"
    assert Address(url="postgresql://db/votes").hide("nothing") == "nothing"


def test_a_place() -> None:
    assert place("votes.db") == Path("votes.db")
    for url in ("postgresql://db/votes", "POSTGRES://db"):
        assert place(url) == Address(url=url)
    with pytest.raises(ValueError, match=r"^is no database of votes\. Give a file, or postgresql://USER"):
        place("mysql://db/votes")


@pytest.mark.parametrize("password", ["s3@cret", "s3/cret", "s3?cret", "s3#cret"])
def test_a_password_that_ends_too_early(password: str) -> None:
    with pytest.raises(ValueError, match=r"^cannot be read\. In the password write %40 for @"):
        place(f"postgresql://votebox:{password}@db/votes")


def test_a_setting_that_is_no_address_is_shown_as_it_is() -> None:
    assert masked("C:\\votes@home.db") == "C:\\votes@home.db"
