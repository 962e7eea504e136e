"""What an event costs, and who pays towards it.

Revision ID: 0012
Revises: 0011

"""
from alembic import op
import sqlalchemy as sa


revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None


def upgrade():
    # In words, so that SQLite takes the constraint with the column: rebuilding the table would empty what hangs on it.
    op.execute("ALTER TABLE event ADD COLUMN price INTEGER DEFAULT 0 NOT NULL CONSTRAINT price_not_negative CHECK (price >= 0)")
    op.add_column('event', sa.Column('sponsor', sa.String(length=120), server_default='', nullable=False))


def downgrade():
    op.drop_column('event', 'sponsor')
    op.drop_column('event', 'price')
