"""Drawings as inline SVG: the year wheel, bars, seats. Pure: values and finished texts in, markup out.

Every drawing is hidden from screen readers; the page gives the finding as a title and the numbers as a table.
Lengths are units of the viewBox; colours are classes of app.css.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, cos, radians, sin

from markupsafe import Markup

MIDDLE = 200
OUTERMOST = 153
RING = 25
MONTH_NAMES = 183
SEAT = 28
STUB = 6


@dataclass(frozen=True)
class Ring:
    """One theme in the year wheel; times are months of the year, 0.0 (1 January) to 12.0."""

    seasons: Sequence[tuple[float, float]]
    planned: Sequence[float]


@dataclass(frozen=True)
class Bar:
    """One bar: the text under it and how many. With `said`, that stands above a bar that is only drawn as a stub."""

    label: str
    number: int
    said: str | None = None


def year_wheel(rings: Sequence[Ring], today: float, months: Sequence[str], labels: tuple[str, str]) -> Markup:
    """Return the year as rings, the first outermost: arcs are good months, dots are planned events.

    `today` is in months like the rings; `months` are twelve short names; `labels` are the two lines in the middle,
    such as Today and 2 Dec. At most five rings fit; the page names them in the same order in a numbered list.
    """
    parts = [_month_name(place, name, now=place == int(today) % 12) for place, name in enumerate(months)]
    parts += [_ring(OUTERMOST - place * RING, ring) for place, ring in enumerate(rings)]
    parts += [_ring_number(OUTERMOST - place * RING, place + 1) for place in range(len(rings))]
    parts.append(Markup('<path class="fh" d="M{} L{}"/>').format(_at(62, today), _at(168, today)))
    parts.append(Markup('<text x="200" y="196" text-anchor="middle" font-weight="600">{}</text>').format(labels[0]))
    parts.append(Markup('<text class="t2" x="200" y="217" text-anchor="middle">{}</text>').format(labels[1]))
    return _drawing(400, 400, parts)


def bars(rows: Sequence[Bar], width: int = 340, height: int = 150, highest: int = 0) -> Markup:
    """Return one bar a row; a zero keeps its place and its 0 is said.

    The highest is `height` tall, or `highest` is if that is more: so that two drawings can share a scale.
    """
    drawn = (row.number for row in rows if row.said is None)
    highest, step = max(highest, max(drawn, default=0), 1), width / max(len(rows), 1)
    tall = [STUB if row.said is not None else height * row.number / highest for row in rows]
    parts = [_bar(row, place * step, step, height, tall[place]) for place, row in enumerate(rows)]
    parts.append(Markup('<path class="fl" d="M0 {y} H{width}"/>').format(y=height + 22, width=width))
    return _drawing(width, height + 50, parts)


def seats(taken: int, total: int, per_row: int = 10) -> Markup:
    """Return a plan of `total` seats, the first `taken` of them filled."""
    parts = [Markup('<rect class="{}" x="{}" y="{}" width="20" height="20" rx="5"/>').format(
        "fa" if seat < taken else "fn", seat % per_row * SEAT + 3, seat // per_row * SEAT + 3) for seat in range(total)]
    return _drawing(per_row * SEAT, ceil(total / per_row) * SEAT, parts, "seats")


def _drawing(width: int, height: int, parts: Sequence[Markup], name: str = "") -> Markup:
    named = Markup(' class="{}"').format(name) if name else ""
    frame = Markup('<svg viewBox="0 0 {} {}" aria-hidden="true"{}>{}</svg>')
    return frame.format(width, height, named, Markup("").join(parts))


def _at(radius: float, month: float) -> str:
    """Return "x y" on the circle of `radius`; January begins at the top and the year runs clockwise."""
    angle = radians(month * 30 - 90)
    return f"{MIDDLE + radius * cos(angle):.1f} {MIDDLE + radius * sin(angle):.1f}"


def _month_name(place: int, name: str, *, now: bool) -> Markup:
    x, y = _at(MONTH_NAMES, place + 0.5).split()
    text = Markup('<text class="{}" x="{}" y="{:.1f}" text-anchor="middle" font-weight="{}">{}</text>')
    return text.format("" if now else "t2", x, float(y) + 5, 600 if now else 400, name)


def _ring(radius: int, ring: Ring) -> Markup:
    parts = [Markup('<circle class="ft" cx="200" cy="200" r="{}"/>').format(radius)]
    for start, end in ring.seasons:
        round_end = min(13 / radius, (end - start) / 3)  # the stroke's cap reaches this far past the arc
        arc = Markup('<path class="fr" stroke-width="17" stroke-linecap="round" d="M{} A{} {} 0 {} 1 {}"/>')
        ends = _at(radius, start + round_end), _at(radius, end - round_end)
        parts.append(arc.format(ends[0], radius, radius, int(end - start > 6), ends[1]))
    for month in ring.planned:
        x, y = _at(radius, month).split()
        parts.append(Markup('<circle class="fd" cx="{}" cy="{}" r="7"/>').format(x, y))
    return Markup("").join(parts)


def _ring_number(radius: int, number: int) -> Markup:
    y = MIDDLE - radius
    disc = Markup('<circle class="fb" cx="200" cy="{}" r="11"/>').format(y)
    return disc + Markup('<text class="t0" x="200" y="{}" text-anchor="middle">{}</text>').format(y + 5, number)


def _bar(row: Bar, left: float, step: float, floor: int, tall: float) -> Markup:
    top, middle = 22 + floor - tall, left + step / 2
    return Markup(
        '<rect class="{}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" rx="2"/>'
        '<text x="{:.1f}" y="{:.1f}" text-anchor="middle" font-weight="{}">{}</text>'
        '<text class="t2" x="{:.1f}" y="{}" text-anchor="middle">{}</text>'
    ).format("fa" if row.said is None else "fn", left + 3, top, step - 6, tall, middle, top - 8,
             400 if row.number else 600, row.number if row.said is None else row.said, middle, floor + 42, row.label)
