"""Small drawings beside a claim: how sure it is, and its ranges on one scale."""

from collections.abc import Callable, Sequence
from typing import Final

from markupsafe import Markup

from equity.findings import Verdict
from equity.wording.passages import RangeMark

WIDTH: Final = 264.0
HEIGHT: Final = 18.0
PAD: Final = 4.0

_SHAPES: Final[dict[Verdict, str]] = {
    "decided": '<circle cx="9" cy="9" r="7" fill="var(--accent)"/>',
    "assumption": '<circle cx="9" cy="9" r="7" fill="none" stroke="var(--accent)" '
    'stroke-width="2"/><path d="M9 2a7 7 0 0 0 0 14Z" fill="var(--accent)"/>',
    "definitions": '<path d="M9 1L17 9L9 17L1 9Z" fill="none" stroke="var(--accent)" '
    'stroke-width="2"/><path d="M9 1V17" stroke="var(--accent)" stroke-width="2"/>',
    "open": '<circle cx="9" cy="9" r="7" fill="none" stroke="var(--accent)" stroke-width="2" '
    'stroke-dasharray="3.2 2.3"/>',
}


def verdict_mark(verdict: Verdict) -> Markup:
    """Return the mark of a verdict; its word stands beside it.

    >>> "circle" in verdict_mark("decided")
    True
    """
    return Markup(  # noqa: S704 - made of constants only
        '<svg class="mark" width="18" height="18" viewBox="0 0 18 18" aria-hidden="true">'
        f"{_SHAPES[verdict]}</svg>"
    )


def range_marks(
    ranges: Sequence[RangeMark], *, among: Sequence[RangeMark] = (), zero: bool = True
) -> list[Markup]:
    """Return one bar a range, all on one scale.

    Solid where the sign is decided, hatched with end caps where it is open; a range without
    ends is a single stroke at its value. among: further ranges that the scale has to hold, so
    that drawings can be compared. zero: whether the scale reaches to zero, where a line stands.
    The scale of a share reaches to the whole: a bar across half of it is half.
    """
    ends = [
        end
        for mark in (*ranges, *among)
        for end in (mark.low, mark.high, mark.value, mark.whole)
        if end is not None
    ] + [0.0] * zero
    low, high = min(ends, default=0.0), max(ends, default=0.0)
    reach = (high - low) or 1.0

    def at(value: float) -> float:
        return round(PAD + (WIDTH - 2 * PAD) * (value - low) / reach, 1)

    line = at(0.0) if low <= 0 <= high else None
    return [_range_mark(mark, line, *_places(mark, at)) for mark in ranges]


def _places(mark: RangeMark, at: Callable[[float], float]) -> tuple[float, float]:
    first = mark.low if mark.low is not None else mark.value
    last = mark.high if mark.high is not None else mark.value
    if first is None or last is None:
        raise ValueError(f"range {mark.label!r}: neither ends nor a value")
    return at(first), at(last)


def _range_mark(mark: RangeMark, zero: float | None, left: float, right: float) -> Markup:
    width = max(right - left, 3.0)
    left = left - (width - (right - left)) / 2
    axis = ""  # the line all along it is the page's style
    if zero is not None:
        axis = f'<path d="M{zero:g} 0V18" stroke="var(--ink)" stroke-width="2"/>'
    if mark.decided:
        bar = f'<rect x="{left:.1f}" y="5" width="{width:.1f}" height="8" fill="var(--accent)"/>'
    else:
        bar = (
            f'<rect x="{left:.1f}" y="5" width="{width:.1f}" height="8" fill="url(#hatch)"/>'
            f'<path d="M{left:.1f} 3v12M{left + width:.1f} 3v12"/>'
        )
    return Markup(  # noqa: S704 - made of numbers and constants only
        f'<svg class="range" viewBox="0 0 {WIDTH:g} {HEIGHT:g}" aria-hidden="true">'
        f"{axis}{bar}</svg>"
    )
