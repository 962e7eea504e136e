"""Whom a rejected row is about, as keyed hashes: no cell is searched for a person any more.

Revision ID: 0016
Revises: 0015

"""
from alembic import op
import sqlalchemy as sa


revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None


def upgrade():
    # Rows from before cannot be told from each other's any longer, and are of use for a day only.
    op.execute(sa.table('register_rejection').delete())
    with op.batch_alter_table('register_rejection') as batch:
        batch.add_column(sa.Column('subjects', sa.String(length=60), nullable=False))


def downgrade():
    with op.batch_alter_table('register_rejection') as batch:
        batch.drop_column('subjects')
