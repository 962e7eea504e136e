"""How many a saved audience was on which day, and which campaign took its rule.

Revision ID: 0006
Revises: 0005

"""
from alembic import op
import sqlalchemy as sa


revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('kept_count',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('audience_id', sa.Integer(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('counted_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('criteria', sa.JSON(), nullable=False),
    sa.Column('law', sa.JSON(), nullable=False),
    sa.Column('matching', sa.Integer(), nullable=False),
    sa.Column('by_mail', sa.Integer(), nullable=False),
    sa.Column('by_letter', sa.Integer(), nullable=False),
    sa.Column('excluded', sa.JSON(), nullable=False),
    sa.Column('places', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['audience_id'], ['saved_audience.id'], name='kept_count_audience_id_fkey',
                            ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name='kept_count_pkey'),
    sa.UniqueConstraint('audience_id', 'day', name='one_count_per_audience_and_day')
    )
    op.create_table('audience_use',
    sa.Column('mailing', sa.String(length=40), nullable=False),
    sa.Column('audience_id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['audience_id'], ['saved_audience.id'], name='audience_use_audience_id_fkey'),
    sa.PrimaryKeyConstraint('mailing', name='audience_use_pkey')
    )
    op.create_index('ix_audience_use_audience_id', 'audience_use', ['audience_id'])


def downgrade():
    op.drop_table('audience_use')
    op.drop_table('kept_count')
