"""Numbers in figures and in words, and fractions, as running text prints them."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

_ONES = {
    word: n
    for n, word in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine"), 1
    )
}  # fmt: skip
_TEENS = {
    word: n
    for n, word in enumerate(
        ("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
        10,
    )
}
_TENS = {
    word: n * 10
    for n, word in enumerate(("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"), 2)
}
_SMALL = _ONES | _TEENS | _TENS
_SCALES = {"thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
_LETTERS = {"k": 1_000, "m": 1_000_000, "bn": 1_000_000_000}

_ones, _teens, _tens = ("|".join(words) for words in (_ONES, _TEENS, _TENS))
BELOW_100 = rf"(?:(?:{_tens})(?:[-\s](?:{_ones}))?|{_teens}|{_ones})"
BELOW_1000 = rf"(?:(?:{BELOW_100}|a)\shundred(?:\sand\s{BELOW_100})?|{BELOW_100})"
WORDS = (
    rf"(?:(?:{BELOW_1000}|a)\s(?:{'|'.join(_SCALES)})(?:,?\s(?:and\s)?{BELOW_1000})?"
    rf"|(?:{BELOW_100}|a)\sdozen|{BELOW_1000})"
)
"""A whole number in words, from one upwards: 'two', 'forty-eight', 'a hundred and two', 'a dozen'."""

DIGITS = (
    r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    rf"(?:\s?(?:{'|'.join(_SCALES)})(?!\w)|(?:{'|'.join(_LETTERS)})(?!\w))?"
)
"""A number in figures: '12', '1,234', '40.5', '1.2 million', '3m'."""

NUMBER = rf"(?:(?<![\w.,/£)-]){DIGITS}(?![\w/]|[.,]\d)|(?<![\w-]){WORDS}(?!\w))"
"""A number that is no part of a longer word, code or number."""

_PARTS = {
    "half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
    "halves": 2,
}  # fmt: skip
PARTS = "(?:" + "|".join(sorted(_PARTS, key=len, reverse=True)) + ")"
ORDINALS = {
    word: n
    for n, word in enumerate(
        ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"), 1
    )
}


def number_of(text: str) -> Decimal | None:
    """The value of a number in figures or in words; None where `text` is no number.

    >>> number_of("1,452"), number_of("forty-eight"), number_of("1.5 million"), number_of("forty eleven")
    (Decimal('1452'), Decimal('48'), Decimal('1500000'), None)
    """
    text = " ".join(text.casefold().split())
    if match := re.fullmatch(DIGITS, text):
        digits = re.match(r"[\d,.]+", text)
        scale = text[digits.end() :].strip() if digits else ""
        try:
            number = Decimal(match[0][: len(text) - len(scale)].strip().replace(",", ""))
        except InvalidOperation:
            return None
        if scale:
            number = (number * (_SCALES | _LETTERS)[scale]).quantize(Decimal(1))
        return number
    return _of_words(text) if re.fullmatch(WORDS, text) else None


def _of_words(text: str) -> Decimal:
    """The value of what matches `WORDS`."""
    total = group = 0
    for word in re.findall(r"[a-z]+", text):
        if word in _SMALL:
            group += _SMALL[word]
        elif word == "hundred":
            group = (group or 1) * 100
        elif word == "dozen":
            group = (group or 1) * 12
        elif word in _SCALES:
            total += (group or 1) * _SCALES[word]
            group = 0
    return Decimal(total + group)


def share_of(count: str, part: str) -> Decimal | None:
    """A fraction in percent, to one decimal place.

    >>> share_of("two", "thirds"), share_of("a", "quarter"), share_of("", "half")
    (Decimal('66.7'), Decimal('25'), Decimal('50'))
    """
    of = _PARTS.get(part.casefold().strip().removesuffix("s"), _PARTS.get(part.casefold().strip()))
    number = Decimal(1) if count.casefold().strip() in {"", "a", "one"} else number_of(count.strip())
    return None if of is None or number is None else percent(number, Decimal(of))


def percent(number: Decimal, of: Decimal) -> Decimal | None:
    """One number as a share of another in percent, to one decimal place; None of nothing.

    >>> percent(Decimal(1), Decimal(3)), percent(Decimal(3), Decimal(10))
    (Decimal('33.3'), Decimal('30'))
    """
    if not of:
        return None
    share = (number * 100 / of).quantize(Decimal("0.1"))
    return share.to_integral_value() if share == share.to_integral_value() else share
