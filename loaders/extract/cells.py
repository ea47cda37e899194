"""Numbers as they are printed in tables and graphics."""

from __future__ import annotations

import re
from decimal import Decimal

from ..facts import Printed
from ..rules import rule

NUMBER = rule(
    "number",
    r"[+\-−–]? ?£?\d{1,3}(?:,\d{3})+(?:\.\d+)?%?|[+\-−–]? ?£?\d+(?:\.\d+)?%?",
    ("68.3", "+10.9%", "−3.4%", "1,234", "100.00"),
    ("110 /0", "n/a", "12.", "1.2.3"),
)
DASH = re.compile(r"[-–—−]")


def printed(text: str) -> Printed | None:
    """A cell as printed; None where it holds neither a number nor the dash for 'not supplied'.

    >>> printed("+10.9%"), printed("–"), printed("110 /0")
    (Printed(text='+10.9%', number=Decimal('10.9')), Printed(text='–', number=None), None)
    """
    text = text.strip()
    if DASH.fullmatch(text):
        return Printed(text, None)
    if not NUMBER.fullmatch(text):
        return None
    digits = re.sub(r"[^\d.]", "", text)
    return Printed(text, Decimal(digits) * (-1 if text[0] in "-−–" else 1))
