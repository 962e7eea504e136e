"""How many of a wave no page counts, because their name and address are protected.

Revision ID: 0018
Revises: 0017

"""
from alembic import op
import sqlalchemy as sa


revision = '0018'
down_revision = '0017'
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table('wave', schema=None) as batch_op:
        batch_op.add_column(sa.Column('unseen_mail', sa.Integer(), nullable=False, server_default='0'))
        batch_op.add_column(sa.Column('unseen_letter', sa.Integer(), nullable=False, server_default='0'))


def downgrade():
    with op.batch_alter_table('wave', schema=None) as batch_op:
        batch_op.drop_column('unseen_letter')
        batch_op.drop_column('unseen_mail')
