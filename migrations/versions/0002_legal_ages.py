"""The law on pension ages, as dated rows.

Revision ID: 0002
Revises: 0001

"""
from datetime import date

from alembic import op
import sqlalchemy as sa


revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None

CHECKED_ON = date(2026, 11, 22)
LAW = 'lov om social pension § 1 a (danskelove.dk/pensionsloven/1a)'
SEVENTY = 'lov om social pension § 1 a, stepped up by the act passed on 22 May 2025 for everybody born after 31 December 1970'
NORWAY = 'Meld. St. 6 (2023-2024), chapter 8: 67 is unconditional; later cohorts rise and must be loaded from nav.no'

# country, born from, born to, years, months, source. Danish brackets from 1975 on are forecasts, not law.
FOLKEPENSION = (
    ('DK', date.min, date(1953, 12, 31), 65, 0, LAW),
    ('DK', date(1954, 1, 1), date(1954, 6, 30), 65, 6, LAW),
    ('DK', date(1954, 7, 1), date(1954, 12, 31), 66, 0, LAW),
    ('DK', date(1955, 1, 1), date(1955, 6, 30), 66, 6, LAW),
    ('DK', date(1955, 7, 1), date(1962, 12, 31), 67, 0, LAW),
    ('DK', date(1963, 1, 1), date(1966, 12, 31), 68, 0, LAW),
    ('DK', date(1967, 1, 1), date(1970, 12, 31), 69, 0, LAW),
    ('DK', date(1971, 1, 1), date.max, 70, 0, SEVENTY),
    ('NO', date(1943, 1, 1), date(1963, 12, 31), 67, 0, NORWAY),
)

legal_age = sa.table(
    'legal_age', sa.column('country', sa.String), sa.column('milestone', sa.String), sa.column('born_from', sa.Date),
    sa.column('born_to', sa.Date), sa.column('years', sa.Integer), sa.column('months', sa.Integer),
    sa.column('source', sa.String), sa.column('checked_on', sa.Date),
)


def upgrade():
    op.bulk_insert(legal_age, [
        {'country': country, 'milestone': 'folkepension', 'born_from': born_from, 'born_to': born_to, 'years': years,
         'months': months, 'source': source, 'checked_on': CHECKED_ON}
        for country, born_from, born_to, years, months, source in FOLKEPENSION
    ])


def downgrade():
    # Only what upgrade wrote: a bracket someone has added or checked again since then is theirs.
    for country, born_from, _born_to, _years, _months, _source in FOLKEPENSION:
        op.execute(legal_age.delete().where(
            legal_age.c.milestone == 'folkepension', legal_age.c.country == country,
            legal_age.c.born_from == born_from, legal_age.c.checked_on == CHECKED_ON,
        ))
