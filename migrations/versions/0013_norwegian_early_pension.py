"""The earliest Norwegian pension age, as far as our sources carry.

Revision ID: 0013
Revises: 0012

"""
from datetime import date

from alembic import op
import sqlalchemy as sa


revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None

CHECKED_ON = date(2026, 11, 22)
SOURCE = (
    'Meld. St. 6 (2023-2024), chapter 8: from 62, if enough is saved up, for those born before 1964. '
    'For later cohorts both this age and that of 67 rise; their table must be loaded from nav.no'
)
# Withdrawal from 62 began on 1 January 2011, the year in which those born in 1949 turned 62.
BORN = (date(1949, 1, 1), date(1963, 12, 31))

legal_age = sa.table(
    'legal_age', sa.column('country', sa.String), sa.column('milestone', sa.String), sa.column('born_from', sa.Date),
    sa.column('born_to', sa.Date), sa.column('years', sa.Integer), sa.column('months', sa.Integer),
    sa.column('source', sa.String), sa.column('checked_on', sa.Date),
)


def upgrade():
    op.bulk_insert(legal_age, [{
        'country': 'NO', 'milestone': 'early-pension', 'born_from': BORN[0], 'born_to': BORN[1], 'years': 62,
        'months': 0, 'source': SOURCE, 'checked_on': CHECKED_ON,
    }])


def downgrade():
    # Only what upgrade wrote: a bracket someone has added or checked again since then is theirs.
    op.execute(legal_age.delete().where(
        legal_age.c.milestone == 'early-pension', legal_age.c.country == 'NO',
        legal_age.c.born_from == BORN[0], legal_age.c.checked_on == CHECKED_ON,
    ))
