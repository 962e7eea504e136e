"""Counting an audience of 1,000,000 citizens against the same query as hand-written SQL in bare sqlite3, in turn.

The promise is held against the query as one writes it. Beside it stands the same query tuned for SQLite by someone who
knows the data (a plus before a column keeps its index out): below a few milliseconds what is left is the planner's own
reading of the law, the places and the municipality, and the building of the query.

Run: .venv/bin/python -m bench.audience [--citizens 1000000]
"""

import argparse
import random
import sqlite3
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

from flask_migrate import upgrade

from planner.app import create_app
from planner.config import read_settings
from planner.db import PRAGMAS, db, read_only_from_here
from planner.segments.audience import Audience
from planner.segments.criteria import parse_criteria
from planner.segments.queries import count_audience

NOW = datetime(2026, 11, 25, 11, tzinfo=UTC)
TODAY = NOW.date()
MOST = 4.0
POSTCODES = [f"{4000 + 10 * number}" for number in range(40)]

AUDIENCES: dict[str, tuple[object, str]] = {
    "turns 18 in 90 days": (
        {"turns": {"age": 18, "within_days": [0, 90]}}, "birth_date BETWEEN '2008-11-25' AND '2009-02-23'"),
    "pension in 5-7 months, nearest Glumsø": (
        {"all": [{"reaches": {"milestone": "folkepension", "within_months": [5, 7]}}, {"nearest_place": ["glumsoe"]}]},
        "birth_date BETWEEN '1960-04-25' AND '1960-06-25' AND #postcode IN "
        "(SELECT code FROM postcode WHERE country = 'DK' AND nearest_place_id = 1)"),
    "everyone from 18 to 120": ({"age": {"min": 18, "max": 120}}, "#birth_date BETWEEN '1905-11-26' AND '2008-11-25'"),
}
#: # marks where the tuned query has its plus.
BARE = """
SELECT count(*), sum(o = 'dead'), sum(o = 'left'), sum(o = 'too_young'), sum(o = 'protected'), sum(o = 'objected'),
    sum(o = 'capped'), sum(o = 'no_channel'), sum(o = 'mail'), sum(o = 'letter')
FROM (SELECT CASE
    WHEN status = 'dead' THEN 'dead' WHEN status = 'left' THEN 'left' WHEN birth_date > '2011-11-25' THEN 'too_young'
    WHEN status = 'resident' AND name_address_protected AND street = '' AND postcode = '' AND town = '' THEN 'protected'
    WHEN EXISTS (SELECT 1 FROM stop WHERE whom = citizen.subject AND (kind IS NULL OR kind = 'invitation')
        AND scope IS NULL) THEN 'objected'
    WHEN EXISTS (SELECT 1 FROM contact WHERE citizen_id = citizen.id AND kind = 'invitation'
        AND at > '2026-10-26 11:00:00.000000' GROUP BY citizen_id
        HAVING count(*) >= 2 OR max(at) > '2026-11-18 11:00:00.000000') THEN 'capped'
    WHEN email != '' AND (NOT digital_post_exempt OR chose_mail) THEN 'mail'
    WHEN street != '' AND postcode != '' THEN 'letter' ELSE 'no_channel' END AS o
FROM citizen WHERE {where} LIMIT -1 OFFSET 0)
"""


def main() -> int:
    """Print the median times and their ratio for each audience; exit 1 when a ratio is above the promise."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--citizens", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=7)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        settings = read_settings({"PLANNER_CLOCK": "off"}, Path(folder))
        with create_app(settings).app_context():
            upgrade()
            bare = sqlite3.connect(Path(folder) / "planner.db", isolation_level=None)
            for pragma in PRAGMAS:
                bare.execute(f"PRAGMA {pragma}")
            fill(bare, asked.citizens)
            worst = max([compare(bare, name, asked.rounds) for name in AUDIENCES])
            db.session.remove()
            db.engine.dispose()
            bare.close()
    print(f"worst ratio {worst:.2f}, promised at most {MOST:.0f}")
    return 0 if worst <= MOST else 1


def compare(bare: sqlite3.Connection, name: str, rounds: int) -> float:
    """Run the three in turn, A B C A B C, and return planner / bare."""
    criteria, where = AUDIENCES[name]
    audience = Audience(criterion=parse_criteria(criteria), on=TODAY, min_age=15)

    def by_planner() -> tuple[int, ...]:
        read_only_from_here()
        counted = count_audience(db.session(), audience, NOW)
        db.session.rollback()
        found = {**counted.excluded, "mail": counted.by_channel.mail, "letter": counted.by_channel.letter}
        del found["marketing_protected"]
        return (counted.matching, *found.values())

    def by_hand(plus: str) -> tuple[int, ...]:
        row: tuple[int | None, ...] = bare.execute(BARE.format(where=where.replace("#", plus))).fetchone()
        return tuple(number or 0 for number in row)

    found = by_planner()
    assert found == by_hand("") == by_hand("+"), "all must find the same people"
    works = (by_planner, partial(by_hand, ""), partial(by_hand, "+"))
    times = [[taken(work) for work in works] for _ in range(rounds)]
    planner, floor, tuned = map(statistics.median, zip(*times, strict=True))
    print(f"audience count, {name} [{found[0]:,}]: planner {planner:.1f} ms, bare sqlite3 {floor:.1f} ms, "
          f"ratio {planner / floor:.2f} (tuned by hand {tuned:.1f} ms, ratio {planner / tuned:.2f})")
    return planner / floor


def taken(work: Callable[[], object]) -> float:
    """Return the milliseconds `work` took."""
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def fill(link: sqlite3.Connection, count: int) -> None:
    """Write `count` invented citizens, one objection per 100 of them and one contact per 5."""
    began = time.perf_counter()
    link.execute("BEGIN")
    link.execute(
        "INSERT INTO municipality (id, code, name, country, sender_name, sender_email, phone, phone_hours, "
        "legal_basis, dpo_contact, spoken_languages, respect_marketing_always, cap_invitations, cap_window_days, "
        "cap_gap_days) "
        "VALUES (1, '370', 'Næstved', 'DK', 'x', 'x@example.org', '', '', '', '', '[]', 0, 2, 30, 7)")
    for number, slug in enumerate(("glumsoe", "naestved"), 1):
        link.execute("INSERT INTO place (id, municipality_id, slug, kind, name, street, postcode, town, timezone, "
                     "phone, directions, access) "
                     "VALUES (?, 1, ?, 'own', ?, '', '', '', 'Europe/Copenhagen', '', '', '[]')", (number, slug, slug))
    link.executemany("INSERT INTO postcode (code, country, town, latitude, longitude, nearest_place_id) "
                     "VALUES (?, 'DK', 'By', 55.3, 11.7, ?)", [(code, 1 if code < "4020" else 2) for code in POSTCODES])
    link.executemany(f"INSERT INTO citizen VALUES ({','.join('?' * 21)})", people(count))
    link.execute("INSERT INTO stop (whom, reason, source, at) "
                 "SELECT subject, 'objected', 'bench', '2026-01-01 00:00:00' FROM citizen WHERE id % 100 = 7")
    link.execute("INSERT INTO contact (citizen_id, kind, theme, at) SELECT id, 'invitation', 'travel', "
                 "strftime('%Y-%m-%d %H:%M:%S.000000', '2026-11-24 10:00:00', '-' || (id % 300) || ' days') "
                 "FROM citizen WHERE id % 5 = 1")
    link.execute("COMMIT")
    print(f"{count:,} citizens written in {time.perf_counter() - began:.0f} s")


def people(count: int) -> Iterator[tuple[object, ...]]:
    """Yield rows of the register, in the order of its columns; the same each time."""
    chance = random.Random(1)
    for number in range(1, count + 1):
        born = date(2026, 11, 25) - timedelta(days=int(chance.random() ** 1.15 * 95 * 365.25))
        moved = None if chance.random() < 0.9 else TODAY - timedelta(days=chance.randrange(700))
        yield (
            number, f"SYN-{number:07}", f"{chance.getrandbits(128):032x}"[:22], "Prøve", "Person", born.isoformat(),
            f"Lindevej {number % 200}", POSTCODES[number % 40], "By", "370", "uk" if number % 9 == 0 else "da",
            f"p{number}@example.org" if chance.random() < 0.75 else "", "", moved and moved.isoformat(), number % 2,
            number % 20 == 0, number % 70 == 0, number % 8 == 0,
            chance.choices(("resident", "left", "dead"), (95, 3, 2))[0], None, 0,
        )


if __name__ == "__main__":
    sys.exit(main())
