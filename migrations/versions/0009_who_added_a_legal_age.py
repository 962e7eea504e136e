"""Legal ages that staff add: who and when, what they ended, and what a new one is called.

Revision ID: 0009
Revises: 0008

"""
from alembic import op
import sqlalchemy as sa


revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table('legal_age') as batch:
        batch.add_column(sa.Column('added_by', sa.Integer(), nullable=True))
        batch.add_column(sa.Column('added_at', sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column('cut_id', sa.Integer(), nullable=True))
        batch.create_foreign_key('legal_age_added_by_fkey', 'account', ['added_by'], ['id'])
        batch.create_foreign_key('legal_age_cut_id_fkey', 'legal_age', ['cut_id'], ['id'])
    op.create_table(
        'milestone',
        sa.Column('slug', sa.String(length=40), nullable=False),
        sa.Column('names', sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint('slug', name='milestone_pkey'),
    )
    op.create_index('ix_audit_entry_act', 'audit_entry', ['act'])


def downgrade():
    op.drop_index('ix_audit_entry_act', table_name='audit_entry')
    op.drop_table('milestone')
    with op.batch_alter_table('legal_age') as batch:
        batch.drop_constraint('legal_age_cut_id_fkey', type_='foreignkey')
        batch.drop_constraint('legal_age_added_by_fkey', type_='foreignkey')
        batch.drop_column('cut_id')
        batch.drop_column('added_at')
        batch.drop_column('added_by')
