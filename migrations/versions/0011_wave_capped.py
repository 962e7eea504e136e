"""How many waited for the frequency cap when a wave left, and until when.

Revision ID: 0011
Revises: 0010

"""
from alembic import op
import sqlalchemy as sa


revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table('wave', schema=None) as batch_op:
        batch_op.add_column(sa.Column('capped', sa.Integer(), nullable=False, server_default='0'))
        batch_op.add_column(sa.Column('capped_until', sa.DateTime(timezone=True), nullable=True))


def downgrade():
    with op.batch_alter_table('wave', schema=None) as batch_op:
        batch_op.drop_column('capped_until')
        batch_op.drop_column('capped')
