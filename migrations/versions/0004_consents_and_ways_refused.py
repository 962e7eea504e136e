"""What people agree to, and a no to one way of being written to.

Revision ID: 0004
Revises: 0003

"""
from alembic import op
import sqlalchemy as sa


revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('consent',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('whom', sa.String(length=22), nullable=False),
    sa.Column('purpose', sa.String(length=40), nullable=False),
    sa.Column('topic', sa.String(length=60), nullable=True),
    sa.Column('source', sa.String(length=40), nullable=False),
    sa.Column('given_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('noted_by', sa.Integer(), nullable=True),
    sa.CheckConstraint("purpose IN ('paid_offers', 'interest', 'write_again')", name=op.f('purpose_is_known')),
    sa.CheckConstraint("(purpose = 'interest') = (topic IS NOT NULL)", name=op.f('an_interest_names_its_topic')),
    sa.ForeignKeyConstraint(['noted_by'], ['account.id'], name=op.f('consent_noted_by_fkey')),
    sa.PrimaryKeyConstraint('id', name=op.f('consent_pkey'))
    )
    op.create_index('ix_consent_whom', 'consent', ['whom'])
    op.create_index('ix_consent_purpose_topic', 'consent', ['purpose', 'topic'])
    with op.batch_alter_table('stop', schema=None) as batch_op:
        batch_op.add_column(sa.Column('channel', sa.String(length=8), nullable=True))
        batch_op.add_column(sa.Column('noted_by', sa.Integer(), nullable=True))
        batch_op.create_foreign_key(op.f('stop_noted_by_fkey'), 'account', ['noted_by'], ['id'])
    only_some = sa.text('channel IS NOT NULL')
    op.create_index('ix_stop_channel', 'stop', ['whom', 'channel'], sqlite_where=only_some, postgresql_where=only_some)


def downgrade():
    op.drop_index('ix_stop_channel', 'stop')
    # Without the column a no to one way would become a no to all: rather that than none.
    with op.batch_alter_table('stop', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('stop_noted_by_fkey'), type_='foreignkey')
        batch_op.drop_column('noted_by')
        batch_op.drop_column('channel')
    op.drop_table('consent')
