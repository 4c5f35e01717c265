"""The page on paper: two sheets with the whole table and the QR code, in every language."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pypdfium2
import pytest
import zxingcpp
from playwright.sync_api import Browser, Page

from statusbook.catalogs import locales_of
from tests.project import ROOT
from tests.readers import Votebox

LOCALES = ["en", *locales_of(ROOT)]
LEAST = 8.5 * 96 / 72
"""Pixels, which are 8.5 points; smaller letters are hard to read on paper."""
PAPERS = {"A4": ("210mm", "297mm"), "Letter": ("8.5in", "11in"), "short": ("210mm", "120mm")}
"""Width and height; on short paper the table has to break, which it need not do on the others."""

SIZES = """() => {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const sizes = [];
  while (texts.nextNode()) {
    const parent = texts.currentNode.parentElement;
    const printed = texts.currentNode.data.trim() && parent.checkVisibility() && !parent.closest(".unseen");
    if (printed) sizes.push([parseFloat(getComputedStyle(parent).fontSize), parent.outerHTML]);
  }
  return sizes;
}"""
"""The size in pixels of every text that is printed, and where it stands."""


ROWS = """rows => rows.map(row =>
  [...row.querySelectorAll("th, td:not([rowspan])")].map(cell => cell.innerText))"""
"""What the cells of each row say, without those that belong to several rows."""


@pytest.fixture(scope="module")
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context()
    yield context.new_page()
    context.close()


def printed(page: Page, paper: str) -> pypdfium2.PdfDocument:
    width, height = PAPERS[paper]
    return pypdfium2.PdfDocument(io.BytesIO(page.pdf(width=width, height=height)))


def address(votebox: Votebox, locale: str, path: str = "order-status/") -> str:
    return f"{votebox.url}/{'' if locale == 'en' else f'{locale}/'}{path}"


def codes(sheet: pypdfium2.PdfPage) -> list[str]:
    """What a phone reads from a sheet, drawn with 200 dots an inch."""
    return [code.text for code in zxingcpp.read_barcodes(sheet.render(scale=200 / 72).to_pil())]


@pytest.mark.parametrize("locale", LOCALES)
def test_two_sheets_with_the_qr_code(shared: Votebox, page: Page, locale: str) -> None:
    page.goto(address(shared, locale))
    sheets = {paper: printed(page, paper) for paper in ("A4", "Letter")}
    assert {paper: len(document) for paper, document in sheets.items()} == {"A4": 2, "Letter": 2}
    assert [codes(sheet) for sheet in sheets["A4"]] == [[], ["https://litb.cc/l/aonK"]]


def test_one_sheet_says_how_dates_are_counted(shared: Votebox, page: Page) -> None:
    page.goto(address(shared, "de", "when-will-it-ship/"))
    (sheet,) = printed(page, "A4")
    assert codes(sheet) == ["https://litb.cc/l/aonK"]


@pytest.mark.parametrize("locale", ["en", "el", "ru"])
def test_no_row_of_the_table_is_cut(shared: Votebox, page: Page, locale: str) -> None:
    """Letters alone are compared: where lines end is the paper's affair."""
    page.goto(address(shared, locale))
    page.emulate_media(media="print")
    rows = page.locator(".statuses tbody tr").evaluate_all(ROWS)
    page.emulate_media(media="null")
    for paper in PAPERS:
        sheets = ["".join(sheet.get_textpage().get_text_range().split()) for sheet in printed(page, paper)]
        for row in rows:
            cells = ["".join(cell.split()) for cell in row]
            assert any(all(cell in sheet for cell in cells) for sheet in sheets), (paper, row)
    assert len(rows) == 7


def test_letters_can_be_read(shared: Votebox, page: Page) -> None:
    page.goto(address(shared, "th"))
    page.emulate_media(media="print")
    sizes = page.evaluate(SIZES)
    page.emulate_media(media="null")
    assert len(sizes) > 100
    assert [text for size, text in sizes if size < LEAST - 0.01] == []
