"""More than one count a day: by the rule before a change, and by the one after it.

Revision ID: 0017
Revises: 0016

"""
from alembic import op

revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table('kept_count', reflect_kwargs={'resolve_fks': False}) as table:
        table.drop_constraint('one_count_per_audience_and_day', type_='unique')
        table.create_index('ix_kept_count_audience_id_day', ['audience_id', 'day'])


def downgrade():
    op.execute('DELETE FROM kept_count WHERE id NOT IN (SELECT max(id) FROM kept_count GROUP BY audience_id, day)')
    with op.batch_alter_table('kept_count', reflect_kwargs={'resolve_fks': False}) as table:
        table.drop_index('ix_kept_count_audience_id_day')
        table.create_unique_constraint('one_count_per_audience_and_day', ['audience_id', 'day'])
