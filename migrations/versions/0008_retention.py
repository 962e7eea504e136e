"""How long data are kept here, and when they were last cleared.

Revision ID: 0008
Revises: 0007

"""
from alembic import op
import sqlalchemy as sa


revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('retention_period',
    sa.Column('kind', sa.String(length=24), nullable=False),
    sa.Column('days', sa.Integer(), nullable=False),
    sa.CheckConstraint('days >= 0', name=op.f('days_not_negative')),
    sa.PrimaryKeyConstraint('kind', name=op.f('retention_period_pkey'))
    )
    op.create_table('retention_run',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('cleared', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('retention_run_pkey'))
    )
    with op.batch_alter_table('retention_run', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_retention_run_at'), ['at'], unique=False)


def downgrade():
    op.drop_table('retention_run')
    op.drop_table('retention_period')
