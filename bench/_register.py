"""A register of any size for benchmarks, made inside the database: both databases hold the same people.

Each figure of a person is the rest of its number times a constant by a prime, so that they go their own ways; nothing
is drawn. Real postcodes with their middles, ten places, for each citizen ten columns that matter; one in five was
written to in the last 300 days, one in a hundred has said no, six in ten agreed to paid offers.
"""

from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session

from planner.db import db
from planner.places.actions import load_postcodes
from planner.places.models import Municipality, Place

ZEALAND = ("4000", "4799")
PLACES = {
    "glumsoe": (55.355, 11.694), "naestved": (55.230, 11.760), "fensmark": (55.280, 11.800),
    "fuglebjerg": (55.305, 11.549), "ringsted": (55.443, 11.790), "soroe": (55.432, 11.556),
    "slagelse": (55.403, 11.354), "haslev": (55.324, 11.964), "koege": (55.458, 12.182), "roskilde": (55.641, 12.080),
}


@dataclass(frozen=True)
class Tongue:
    """How one database says what the other says otherwise; {n} is a whole number in SQL."""

    series: str
    day: str
    moment: str


TONGUES = {
    "sqlite": Tongue(
        "(WITH RECURSIVE count(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM count WHERE n < {n}) SELECT n FROM count)",
        "date('2026-11-25', '-' || ({n}) || ' days')",
        "strftime('%Y-%m-%d %H:%M:%S.000000', '2026-11-24 10:00:00', '-' || ({n}) || ' days')",
    ),
    "postgresql": Tongue(
        "(SELECT generate_series(1::bigint, {n}) AS n)",
        "(date '2026-11-25' - ({n})::int)",
        "(timestamptz '2026-11-24 10:00:00+00' - ({n}) * interval '1 day')",
    ),
}
PRIMES = (999_983, 1_000_003, 1_000_033, 1_000_037, 1_000_039, 1_000_081, 1_000_099, 1_000_117, 1_000_121)
CITIZEN = """
INSERT INTO citizen (id, person_id, subject, given_name, family_name, birth_date, street, postcode, town,
    municipality_code, language, email, phone, moved_in_on, moved_from_abroad, digital_post_exempt,
    name_address_protected, marketing_protected, status, status_on, chose_mail)
SELECT n, 'SYN-' || n, 's' || ((n * 2654435761) % 4294967296), 'Prøve', 'Person', {born},
    CASE WHEN {nowhere} THEN '' ELSE 'Lindevej 1' END, CASE WHEN {nowhere} THEN '' ELSE code END,
    CASE WHEN {nowhere} THEN '' ELSE 'By' END, '370',
    CASE WHEN {foreign} THEN CASE n % 3 WHEN 0 THEN 'uk' WHEN 1 THEN 'ar-SY' ELSE 'pl' END ELSE 'da' END,
    CASE WHEN {mail} < 75 THEN 'p' || n || '@example.org' ELSE '' END, '',
    CASE WHEN {moved} < 1400 THEN {arrived} END, {foreign}, {exempt} < 5, {nowhere} OR {hidden} = 7, {spared} < 12,
    CASE WHEN {status} < 2 THEN 'dead' WHEN {status} < 5 THEN 'left' ELSE 'resident' END, NULL, {exempt} = 4
FROM {series} AS numbers
JOIN (SELECT code, row_number() OVER (ORDER BY code) - 1 AS place FROM postcode WHERE country = 'DK'
    AND code BETWEEN '4000' AND '4799') AS codes ON codes.place = {home}
"""
CONTACT = """
INSERT INTO contact (citizen_id, kind, theme, at)
SELECT id, 'invitation', 'travel', {ago} FROM citizen WHERE id % 5 = 1
"""
DELIVERY = """
INSERT INTO delivery (public_id, what, whom, kind, channel, ref, message_id, state, attempts, tried_again, created_at,
    due_at)
SELECT 'd' || id, 'campaign:1', subject, 'invitation', 'mail', '', '', CASE WHEN id % 50 = 1 THEN 'skipped' ELSE
    'delivered' END, 1, {no}, {ago}, {ago} FROM citizen WHERE id % 5 = 1
"""
STOP = """
INSERT INTO stop (whom, kind, channel, reason, source, at)
SELECT subject, CASE WHEN id % 3 = 0 THEN 'invitation' END, CASE WHEN id % 400 = 7 THEN 'mail' END, 'objected', 'bench',
    {long_ago} FROM citizen WHERE id % 100 = 7
"""
CONSENT = """
INSERT INTO consent (whom, purpose, source, given_at, withdrawn_at)
SELECT subject, 'paid_offers', 'web', {long_ago}, CASE WHEN id % 20 = 4 THEN {ago} END FROM citizen WHERE id % 5 > 1
"""


def fill(session: Session, citizens: int) -> None:
    """Write the municipality, its places and `citizens` people."""
    town = Municipality(
        code="370", name="Næstved", country="DK", sender_name="Bench", sender_email="bench@example.org", phone="",
        phone_hours="", legal_basis="-", dpo_contact="-", spoken_languages=["da"])
    session.add(town)
    for slug, (latitude, longitude) in PLACES.items():
        session.add(Place(
            municipality=town, slug=slug, name=slug.title(), street="Vej 1", postcode="4000", town="By",
            latitude=latitude, longitude=longitude))
    load_postcodes(session)
    link = session.connection()
    homes = link.scalar(text("SELECT count(*) FROM postcode WHERE code BETWEEN '4000' AND '4799'"))
    for statement in statements(link.dialect.name, citizens, homes or 0):
        link.exec_driver_sql(statement.replace("%", "%%") if link.dialect.name == "postgresql" else statement)
    session.commit()
    tidy(session)


def statements(dialect: str, citizens: int, homes: int) -> list[str]:
    """Return the SQL that writes people, contacts with their deliveries, objections and consents."""
    says = TONGUES[dialect]
    figures = (homes, 34_700, 100, 10_000, 700, 100, 5_000, 100, 100)
    home, age, mail, moved, arrived, exempt, special, spared, status = (
        f"((n * 2654435761) % {prime} % {below})" for prime, below in zip(PRIMES, figures, strict=True))
    people = CITIZEN.format(
        series=says.series.format(n=citizens), born=says.day.format(n=age), nowhere=f"({special} = 3)", home=home,
        foreign=f"({moved} % 9 = 0)", mail=mail, moved=moved, arrived=says.day.format(n=arrived), exempt=exempt,
        hidden=f"({special} % 70)", spared=spared, status=status)
    ago, long_ago = says.moment.format(n="id % 300"), says.moment.format(n="400")
    no = "false" if dialect == "postgresql" else "0"
    return [people, *(kept.format(ago=ago, long_ago=long_ago, no=no) for kept in (CONTACT, DELIVERY, STOP, CONSENT))]


def tidy(session: Session) -> None:
    """Have PostgreSQL look at what it has, as it does by itself in time. SQLite never does, so it is not asked to."""
    if session.connection().dialect.name == "sqlite":
        return
    session.rollback()
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as alone:
        alone.exec_driver_sql("VACUUM ANALYZE")
