"""Erasures that are not finished yet.

Revision ID: 0007
Revises: 0006

"""
from alembic import op
import sqlalchemy as sa


revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('erasure',
    sa.Column('whom', sa.String(length=22), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('searched', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('whom', name=op.f('erasure_pkey'))
    )


def downgrade():
    op.drop_table('erasure')
