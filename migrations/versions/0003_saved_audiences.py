"""Audiences kept under a name.

Revision ID: 0003
Revises: 0002

"""
from alembic import op
import sqlalchemy as sa


revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('saved_audience',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('theme', sa.String(length=60), nullable=False),
    sa.Column('criteria', sa.JSON(), nullable=False),
    sa.Column('note', sa.String(length=500), nullable=False),
    sa.Column('made_by', sa.Integer(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('archived_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['made_by'], ['account.id'], name='saved_audience_made_by_fkey'),
    sa.PrimaryKeyConstraint('id', name='saved_audience_pkey')
    )
    with op.batch_alter_table('saved_audience') as batch_op:
        batch_op.create_index('ix_saved_audience_made_by', ['made_by'])
        batch_op.create_index('ix_saved_audience_theme', ['theme'])
    op.create_index('one_audience_of_each_name', 'saved_audience', [sa.text('lower(name)')], unique=True,
                    sqlite_where=sa.text('archived_at IS NULL'), postgresql_where=sa.text('archived_at IS NULL'))


def downgrade():
    op.drop_table('saved_audience')
