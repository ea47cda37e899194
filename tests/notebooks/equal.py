"""A comparison that tells both sides: asserts in a kernel do not."""

from __future__ import annotations


def equal(found: object, expected: object) -> None:
    """Compare two values.

    Raises:
        AssertionError: they differ.
    """
    if found != expected:
        raise AssertionError(f"found    {found!r}\nexpected {expected!r}")
