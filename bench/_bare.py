"""The floor under bench.audience: the same questions as somebody writes them by hand, for both databases."""

from collections.abc import Sequence

COPY = """
CREATE TABLE bare AS SELECT id, subject, birth_date, postcode, street, town, language, moved_in_on, moved_from_abroad,
    status, name_address_protected, email <> '' AND (NOT digital_post_exempt OR chose_mail) AS by_mail,
    street <> '' AND postcode <> '' AS by_letter FROM citizen
"""
REST = "status, name_address_protected, street, town, by_mail, by_letter, subject, id"
INDEXES = (
    f"CREATE INDEX bare_born ON bare (birth_date, postcode, {REST})",
    f"CREATE INDEX bare_moved ON bare (moved_in_on, moved_from_abroad, language, birth_date, postcode, {REST})",
)
WHERES = (
    "birth_date BETWEEN '2008-11-25' AND '2009-02-23' AND postcode IN (SELECT code FROM postcode WHERE country = 'DK' "
    "AND nearest_place_id = (SELECT id FROM place WHERE slug = 'glumsoe'))",
    "moved_from_abroad AND moved_in_on BETWEEN '2026-05-29' AND '2026-10-26' AND lower(language) <> 'da' "
    "AND lower(language) NOT LIKE 'da-%'",
    "birth_date BETWEEN '1960-04-25' AND '1960-06-25' AND postcode IN ('4171')",
    "birth_date BETWEEN '1905-11-26' AND '2008-11-25'",
)
OUTCOME = """
CASE WHEN status = 'dead' THEN 'dead' WHEN status = 'left' THEN 'left'
    WHEN birth_date > '2011-11-25' THEN 'too_young'
    WHEN status = 'resident' AND name_address_protected AND street = '' AND postcode = '' AND town = '' THEN 'protected'
    WHEN EXISTS (SELECT 1 FROM stop WHERE whom = bare.subject AND (kind IS NULL OR kind = 'invitation')
        AND scope IS NULL AND (channel IS NULL OR (channel = 'mail' AND by_mail AND NOT by_letter)
            OR (channel = 'letter' AND by_letter AND NOT by_mail))) THEN 'objected'
    WHEN NOT EXISTS (SELECT 1 FROM consent WHERE whom = bare.subject AND purpose = 'paid_offers'
        AND given_at <= '2026-11-25 11:00:00' AND (withdrawn_at IS NULL OR withdrawn_at > '2026-11-25 11:00:00')
        AND (expires_at IS NULL OR expires_at > '2026-11-25 11:00:00')) THEN 'marketing_protected'
    WHEN EXISTS (SELECT 1 FROM contact WHERE citizen_id = bare.id AND kind = 'invitation'
        AND at > '2026-10-26 11:00:00' AND NOT EXISTS (SELECT 1 FROM delivery WHERE whom = bare.subject
            AND kind = 'invitation' AND created_at = contact.at AND state IN ('skipped', 'failed'))
        GROUP BY citizen_id HAVING count(*) >= 2 OR max(at) > '2026-11-18 11:00:00') THEN 'capped'
    WHEN by_mail AND NOT EXISTS (SELECT 1 FROM stop WHERE whom = bare.subject AND (kind IS NULL OR kind = 'invitation')
        AND scope IS NULL AND channel = 'mail') THEN 'mail'
    WHEN by_letter THEN 'letter' ELSE 'no_channel' END
"""


def bare_count(number: int, outcomes: Sequence[str]) -> str:
    """Return the SQL that counts everyone the rule fits, and each of `outcomes` in their order.

    OFFSET 0 keeps a database from copying the outcome into every sum.
    """
    sums = ", ".join(f"sum(CASE WHEN outcome = '{name}' THEN 1 ELSE 0 END)" for name in outcomes)
    judged = f"SELECT {OUTCOME} AS outcome FROM bare WHERE {WHERES[number]} LIMIT 100000000 OFFSET 0"
    return f"SELECT count(*), {sums} FROM ({judged}) AS judged"
