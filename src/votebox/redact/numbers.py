"""Telephone numbers, cards, accounts and every other long number, and the numbers that editors need.

No country's numbering plan is asked: of a reader we know the language and not the country, and a number that
is mistyped is replaced, too. A plan would do no more than choose the word in brackets.
"""

import re

from votebox.redact.shadow import UNSEEN, Step

_BEGIN, _END = r"(?<!\d)(?<!\d[-./,:])", r"(?!\d|[-./]\d)"

_YEAR = r"(?:19|20|25)\d\d"  # 2567 is 2024 in Thailand
_MONTH, _DAY = r"(?:0?[1-9]|1[0-2])", r"(?:[12]\d|3[01]|0?[1-9])"


def _date(mark: str) -> str:
    day = f"(?:{_DAY}{mark}{_MONTH}|{_MONTH}{mark}{_DAY})"
    return rf"(?:{_YEAR}{mark}{_MONTH}{mark}{_DAY}|{day}{mark}(?:{_YEAR}|\d\d))(?!\d)"


_DATE = "(?:" + "|".join(_date(mark) for mark in ("-", r"\.", "/", r"\. ")) + ")"
_CLOCK = r"\d{1,2}:\d\d(?::\d\d)?"
# Below a hundred million: "612 345 678 kr" may be a telephone number.
_SUM = r"(?:(?:\d{1,2}[ .,']\d{3}|\d{1,3})[ .,']\d{3}(?:[.,]\d\d)?|\d{1,7}(?:[.,]\d\d?)?)(?!\d)"
_CURRENCY = (
    r"(?:[$\u00a2-\u00a5\u0e3f\u20a0-\u20c0]|円|元|圓|원|บาท|ريال|درهم|دينار|ש[\"״]?ח|руб|р\.|грн|"
    # Codes in capitals alone: "try" and "ils" are words of English and French.
    r"(?:(?-i:USD|GBP|CHF|PLN|CZK|HUF|RON|RUB|SEK|NOK|DKK|TRY|ILS|THB|JPY|KRW|TWD|BRL|SAR|AED)|eur|euros?|zł|"
    r"złotych|kč|korun|ft|forint|lei|kr|tl|евро|ευρώ|dollars?|yen|baht)(?![^\W\d_]))"
)
_CURRENCY_BEFORE = r"(?:[$\u00a2-\u00a5\u0e3f\u20a0-\u20c0]|eur|chf|kr\.?)"
_UNIT = r"(?:mah|wh|gb|mb|tb|mm|cm|km|kg|mg|ml|px|hz)(?![^\W\d_])"

_KEPT = (
    rf"{_DATE}(?: ?[-~] ?{_DATE})?(?:T\d\d(?::\d\d(?::\d\d)?Z?)?)?{_END}",
    rf"{_YEAR} ?[-/~] ?{_YEAR}{_END}",
    rf"{_CLOCK}(?: ?[-~] ?{_CLOCK})?(?!:?\d)",
    rf"{_SUM}(?: ?[-~] ?{_SUM})? ?{_CURRENCY}",
    rf"{_CURRENCY_BEFORE} ?{_SUM}(?: ?[-~] ?{_SUM})?(?![ ,.-]?\d)",
    r"(?!0\d)(?:\d{1,3}(?:[ .,']\d{3}){1,2}|\d{1,6})[.,]\d\d(?![-.,/]?\d)",
    r"\d{1,5} ?[x×х*] ?\d{1,5}(?: ?[x×х*] ?\d{1,5})?(?![\d -]\d)",
    rf"\d{{1,6}} ?{_UNIT}",
    r"\d{1,2}(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\d{4}(?!\d)",
)
# The first sign is looked at first, since a comment is mostly letters.
_FIRST = r"(?=[\d+($\u00a2-\u00a5\u0e3f\u20a0-\u20c0eck])"

KEPT = re.compile(f"{_BEGIN}(?:{'|'.join(_KEPT)})", re.IGNORECASE)
"""Dates, times, years, prices, measures: what is kept in a shadow however many digits it has."""

_G, _S = rf"[ {UNSEEN}_-]", rf"[ {UNSEEN}./()-]{{0,3}}"
_PHONES = (
    rf"(?:\+|00){_S}\d(?:{_S}\d){{6,14}}",  # +7 495 123-45-67
    rf"(?:\d{{1,3}}{_S})?\(\d{{2,5}}\)(?:{_S}\d){{5,9}}",  # (555) 123-4567
    rf"0(?:{_S}\d){{7,10}}",  # 06.12.34.56.78
    rf"8(?:{_S}\d){{10}}",  # 8 495 123 45 67
    r"\d{3}[-. ]\d{3}[-. ]\d{3,4}",  # 555-123-4567, 612 345 678
    r"\d{3}[-. ]\d{4}[-. ]\d{4}",  # 138 1234 5678
    r"\d{2}(?:[-. ]\d\d){3,4}",  # 20 12 34 56
    r"\d{3}[-. ]\d\d[-. ](?:\d{3}|\d\d(?:[-. ]\d\d)?)",  # 123 45 678, 123-45-67
    r"\d{2}[-. ]\d{3}[-. ]\d\d[-. ]\d\d",  # 22 123 45 67
    r"\d{3,4}[- ]\d{6,7}",  # 210 1234567
)
_PHONE = rf"(?<!\d)(?:{'|'.join(_PHONES)})(?!{_G}{{0,3}}\d)"
_NUMBER = rf"\d(?:{_G}*+\d){{5,}}+{UNSEEN}*+|(?=(?:[-./]?\d){{8}})\d{{2,}}+(?:[-./]\d{{2,}}+){{2,}}+"


def is_card(digits: str) -> bool:
    """Say whether digits are a payment card's (ISO/IEC 7812: its length, its first digit, Luhn's sum)."""
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    total = sum(map(int, digits[-1::-2])) + sum(doubled)
    return 13 <= len(digits) <= 19 and digits[0] in "23456" and total % 10 == 0


def _number(match: re.Match[str]) -> str | None:
    if match.lastgroup == "kept":
        return None
    if match.lastgroup == "number":
        return "[card]" if is_card(re.sub(r"\D", "", match[0])) else "[number]"
    return "[phone]"


NUMBERS = (
    Step(
        pattern=re.compile(
            f"{_FIRST}(?:(?P<kept>{KEPT.pattern})|(?P<phone>{_PHONE})|(?P<number>{_NUMBER}))", re.IGNORECASE
        ),
        judge=_number,
    ),
)
