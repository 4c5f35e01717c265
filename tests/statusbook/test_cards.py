"""Pictures of links: found where they say what the page says, and nowhere else."""

from __future__ import annotations

import re
from pathlib import Path

from PIL import Image
from PIL.PngImagePlugin import PngInfo

from statusbook.cards import KEYWORD, find_card, fingerprint

SAYS = fingerprint("Title", "Site")


def make(theme: Path, says: str | None, name: str = "order-status") -> Path:
    info = PngInfo()
    info.add_text("Software", "x")
    if says:
        info.add_text(KEYWORD.decode(), says)
    path = theme / "cards" / "ru" / f"{name}.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("P", (4, 2)).save(path, pnginfo=info)
    return path


def test_a_picture_that_says_what_the_page_says(tmp_path: Path) -> None:
    path = make(tmp_path, SAYS)
    card = find_card(tmp_path, "ru", "order-status", SAYS)
    assert card
    assert card.data == path.read_bytes()
    assert re.fullmatch(r"assets/ru-order-status\.[0-9a-f]{12}\.png", card.path)


def test_another_title_or_site_is_another_picture(tmp_path: Path) -> None:
    make(tmp_path, SAYS)
    for says in (fingerprint("Other", "Site"), fingerprint("Title", "Other"), ""):
        assert find_card(tmp_path, "ru", "order-status", says) is None
    assert find_card(tmp_path, "de", "order-status", SAYS) is None


def test_what_says_nothing_or_is_no_picture_is_left_out(tmp_path: Path) -> None:
    path = make(tmp_path, None)
    assert find_card(tmp_path, "ru", "order-status", SAYS) is None
    for data in (b"", b"GIF89a", make(tmp_path, SAYS).read_bytes()[:60]):
        path.write_bytes(data)
        assert find_card(tmp_path, "ru", "order-status", SAYS) is None


def test_pages_in_folders_have_one_too(tmp_path: Path) -> None:
    (tmp_path / "cards/ru/orders").mkdir(parents=True)
    make(tmp_path, SAYS, "orders/late")
    card = find_card(tmp_path, "ru", "orders/late", SAYS)
    assert card
    assert card.path.startswith("assets/ru-orders-late.")
