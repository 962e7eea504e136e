"""Where the law stands is said in the language of the law: Danish for Denmark, Norwegian for Norway.

Revision ID: 0015
Revises: 0014

"""
from alembic import op
import sqlalchemy as sa


revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None

# country, the source as it was shipped, the source from now on.
SOURCES = (
    ('DK', 'lov om social pension § 1 a (danskelove.dk/pensionsloven/1a)',
     'Lov om social pension § 1 a (danskelove.dk/pensionsloven/1a)'),
    ('DK', 'lov om social pension § 1 a, stepped up by the act passed on 22 May 2025 for everybody born after '
           '31 December 1970',
     'Lov om social pension § 1 a, forhøjet ved lov vedtaget 22. maj 2025 for alle født efter 31. december 1970'),
    ('NO', 'Meld. St. 6 (2023-2024), chapter 8: 67 is unconditional; later cohorts rise and must be loaded from nav.no',
     'Meld. St. 6 (2023–2024), kapittel 8: 67 år er ubetinget. For senere årskull stiger alderen; tabellen må hentes '
     'fra nav.no'),
    ('NO', 'Meld. St. 6 (2023-2024), chapter 8: from 62, if enough is saved up, for those born before 1964. '
           'For later cohorts both this age and that of 67 rise; their table must be loaded from nav.no',
     'Meld. St. 6 (2023–2024), kapittel 8: fra 62 år, dersom opptjeningen er høy nok, for dem som er født før 1964. '
     'For senere årskull stiger både denne alderen og 67 år; tabellen må hentes fra nav.no'),
)

legal_age = sa.table('legal_age', sa.column('country', sa.String), sa.column('source', sa.String))


def upgrade():
    for country, shipped, own in SOURCES:
        _say(country, shipped, own)


def downgrade():
    for country, shipped, own in SOURCES:
        _say(country, own, shipped)


def _say(country, before, after):
    # A source that somebody has written anew is theirs.
    op.execute(legal_age.update().where(legal_age.c.country == country, legal_age.c.source == before)
               .values(source=after))
