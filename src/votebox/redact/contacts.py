"""E-mail addresses, the secrets of links, and words of letters and digits: order codes and tokens.

Every quantifier is possessive, bounded, or begins where a word does, which keeps the search linear.
"""

import re
from itertools import pairwise

from votebox.redact.numbers import KEPT
from votebox.redact.shadow import Step

# Thai, kana, Chinese: written without spaces, so that a word before an address would seem to be a part of it.
# Hangul, since particles follow an address at once.
_SPACELESS = r"\u0e00-\u0e7f\u3001-\u30ff\u3400-\u9fff\uac00-\ud7a3"
_SIGNS = r"""\s@<>"'(),:;!?\[\]{}|«»“”„"""
_SIGN = rf"[^{_SIGNS}{_SPACELESS}]"
_NAME, _PART = rf"(?<!{_SIGN}){_SIGN}{{1,64}}+", rf"[^.{_SIGNS}{_SPACELESS}]{{1,63}}+"
# What the sign is called where people write an address out, so that no robot finds it.
_AT = (
    r"(?i:at|ät|et|arroba|arobase|chiocciola|kukac|zavináč|małpa|małpka|собака|собачка|snabel-?a|krøllalfa|apenstaartje|"
    r"παπάκι|שטרודל|골뱅이|アットマーク|小老鼠)"
)
_DOT = r"(?i:dot|punkt|punktum|punto|punct|punt|ponto|point|pont|kropka|tečka|piste|nokta|точка|τελεία)"
_OPEN, _CLOSE = r" ?[(\[{<] ?", r" ?[)\]}>] ?"
_STOP = rf"(?:\.|{_OPEN}(?:{_DOT}|\.){_CLOSE}| {_DOT} )"

_EMAILS = (
    rf"(?<![^\W{_SPACELESS}])(?<![.+%&=~-])(?a:[\w.+%&=~-]++@(?:[A-Za-z0-9-]++\.)+[A-Za-z]{{2,24}})(?![^\W{_SPACELESS}])",
    rf"(?<!{_SIGN}){_SIGN}++@{_SIGN}+\.[^\W\d_{_SPACELESS}][^\W{_SPACELESS}]++",
    rf"(?<![{_SPACELESS}])[{_SPACELESS}]++@[\w.-]+\.[^\W\d_]++",
    rf"{_NAME} ?@ ?{_PART}(?:\.{_PART}){{1,4}}",
    rf"{_NAME}{_OPEN}(?:{_AT}|@){_CLOSE}{_PART}(?:{_STOP}{_PART}){{1,4}}",
    rf"{_NAME} {_AT} {_PART}(?: {_DOT} {_PART}){{1,4}}",
)

# A query is told by its name=value, or by the link before it; fewer than five characters hold no secret.
_LOGIN = r"https?://([^\s/@?#]{2,}+)(?=@)"
_LINK = r"https?://[^\s?<>\"]{1,300}+\?((?!\[)[^\s<>\"]{5,}+)"
_QUERY = r"(?<=[\w/=-])[?#]((?!\[)(?=\S{5})[^\s<>\"=?#]{1,64}+=[^\s<>\"]*+)"

_JWT = r"\beyJ[\w-]{4,}+\.[\w-]++(?:\.[\w-]++)?"
# In groups of four it is known by its capitals: small letters would be the next word.
_ACCOUNT = (
    r"(?<![a-z0-9])(?-i:[A-Z]{2}\d\d(?:[ -]?[A-Z0-9]{4}){2,7}(?:[ -]?[A-Z0-9]{1,3})?"
    r"|[a-z]{2}\d\d[a-z0-9]{11,30})(?![a-z0-9])"
)

_CODE = re.compile(r"[a-z]++[-_]?\d{5}", re.IGNORECASE)
_WORD = r"[a-z0-9]++(?:[-_][a-z0-9]++)*+"
# "No." ends sentences, too, after which a year may follow: five digits at least.
_MARK = r"(?:[#№]|(?<![^\W\d_])(?:n[°º]\.?|n[or]\.(?= ?(?:[a-z-]*+\d){5})))"
_MARKED = rf"{_MARK} ?((?=(?:[a-z_-]*+\d){{4}}){_WORD})"


def _always(placeholder: str, pattern: str, group: int = 0) -> Step:
    return Step(pattern=re.compile(pattern, re.IGNORECASE), judge=lambda _match: placeholder, group=group)


def is_account(text: str) -> bool:
    """Say whether letters, digits and blanks are an IBAN (ISO 13616: modulo 97)."""
    code = re.sub(r"[ -]", "", text).upper()
    return int("".join(str(int(sign, 36)) for sign in code[4:] + code[:4])) % 97 == 1


def _account(match: re.Match[str]) -> str | None:
    return "[iban]" if is_account(match[0]) else None


def _word(match: re.Match[str]) -> str | None:
    """Tell codes and tokens from models and measures by digits and by how often kinds of signs take turns."""
    word = match[0]
    digits = sum(map(str.isdigit, word))
    if KEPT.fullmatch(word):
        return None
    if len(word) >= 20 and 3 * _turns(word) >= len(word):
        return "[token]"
    if not 0 < digits < len(word.replace("-", "").replace("_", "")):
        return None
    if digits >= 6 or _CODE.match(word) or (len(word) >= 8 and _turns(word.lower()) >= 5):
        return "[order]"
    return None


def _turns(word: str) -> int:
    """Count where a letter follows a digit, a digit a letter, or a capital a small letter."""
    pairs = pairwise(word.replace("-", "").replace("_", ""))
    return sum(a.isdigit() != b.isdigit() or (a.islower() and b.isupper()) for a, b in pairs)


CONTACTS = (
    _always("[token]", _LOGIN, 1),
    _always("[token]", _LINK, 1),
    _always("[token]", _QUERY, 1),
    # Not ignoring the case: to spread a class of so many letters by it takes a tenth of a second.
    *(Step(pattern=re.compile(pattern), judge=lambda _match: "[email]") for pattern in _EMAILS),
    _always("[token]", _JWT),
    Step(pattern=re.compile(_ACCOUNT, re.IGNORECASE), judge=_account),
    _always("[order]", _MARKED, 1),
    Step(pattern=re.compile(rf"(?<![a-z0-9]){_WORD}", re.IGNORECASE), judge=_word),
)
