"""Imports of register files, staged before they change anything.

Revision ID: 0005
Revises: 0004

"""
from alembic import op
import sqlalchemy as sa


revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('register_change',
    sa.Column('import_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('what', sa.String(length=1), nullable=False),
    sa.Column('number', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('person_id', sa.String(length=64), nullable=False),
    sa.Column('subject', sa.String(length=22), nullable=False),
    sa.Column('given_name', sa.String(length=120), nullable=False),
    sa.Column('family_name', sa.String(length=120), nullable=False),
    sa.Column('birth_date', sa.Date(), nullable=True),
    sa.Column('street', sa.String(length=120), nullable=False),
    sa.Column('postcode', sa.String(length=8), nullable=False),
    sa.Column('town', sa.String(length=80), nullable=False),
    sa.Column('municipality_code', sa.String(length=8), nullable=False),
    sa.Column('language', sa.String(length=16), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('phone', sa.String(length=32), nullable=False),
    sa.Column('moved_in_on', sa.Date(), nullable=True),
    sa.Column('moved_from_abroad', sa.Boolean(), nullable=False),
    sa.Column('digital_post_exempt', sa.Boolean(), nullable=False),
    sa.Column('name_address_protected', sa.Boolean(), nullable=False),
    sa.Column('marketing_protected', sa.Boolean(), nullable=False),
    sa.Column('status', sa.String(length=8), nullable=False),
    sa.Column('status_on', sa.Date(), nullable=True),
    sa.PrimaryKeyConstraint('import_id', 'what', 'number', name=op.f('register_change_pkey')),
    sqlite_with_rowid=False
    )
    op.create_table('register_import',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('begun_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('file_name', sa.String(length=120), nullable=False),
    sa.Column('file_hash', sa.String(length=64), nullable=False),
    sa.Column('size_bytes', sa.BigInteger(), nullable=False),
    sa.Column('read_bytes', sa.BigInteger(), nullable=False),
    sa.Column('full', sa.Boolean(), nullable=False),
    sa.Column('status', sa.String(length=10), nullable=False),
    sa.Column('holds', sa.String(length=8), nullable=False),
    sa.Column('worker', sa.String(length=22), nullable=True),
    sa.Column('lease_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('prepared_at_turn', sa.Integer(), nullable=False),
    sa.Column('ready_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('turn', sa.Integer(), nullable=True),
    sa.Column('rows', sa.Integer(), nullable=False),
    sa.Column('added', sa.Integer(), nullable=False),
    sa.Column('changed', sa.Integer(), nullable=False),
    sa.Column('unchanged', sa.Integer(), nullable=False),
    sa.Column('rejected', sa.Integer(), nullable=False),
    sa.Column('left', sa.Integer(), nullable=False),
    sa.Column('residents', sa.Integer(), nullable=False),
    sa.Column('changed_columns', sa.JSON(), nullable=False),
    sa.Column('shared_mailboxes', sa.Integer(), nullable=False),
    sa.Column('possible_duplicates', sa.Integer(), nullable=False),
    sa.Column('notes', sa.JSON(), nullable=False),
    sa.Column('refusal', sa.String(length=400), nullable=True),
    sa.Column('refusal_values', sa.JSON(), nullable=False),
    sa.Column('columns', sa.JSON(), nullable=False),
    sa.Column('delimiter', sa.String(length=1), nullable=False),
    sa.Column('first_added_id', sa.Integer(), nullable=True),
    sa.Column('last_added_id', sa.Integer(), nullable=True),
    sa.Column('kept', sa.Integer(), nullable=False),
    sa.CheckConstraint("status IN ('reading', 'ready', 'taking_in', 'done', 'undoing', 'undone', 'refused', 'discarded')", name=op.f('import_status_is_known')),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('register_import_account_id_fkey')),
    sa.PrimaryKeyConstraint('id', name=op.f('register_import_pkey'))
    )
    with op.batch_alter_table('register_import', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_register_import_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_register_import_holds'), ['holds'], unique=False)
        batch_op.create_index(batch_op.f('ix_register_import_status'), ['status'], unique=False)
        batch_op.create_index(batch_op.f('ix_register_import_turn'), ['turn'], unique=False)

    op.create_table('register_piece',
    sa.Column('import_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['import_id'], ['register_import.id'], name=op.f('register_piece_import_id_fkey'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('import_id', 'number', name=op.f('register_piece_pkey'))
    )
    op.create_table('register_rejection',
    sa.Column('import_id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('line', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('column', sa.String(length=40), nullable=False),
    sa.Column('reason', sa.String(length=200), nullable=False),
    sa.Column('cells', sa.JSON(), nullable=True),
    sa.ForeignKeyConstraint(['import_id'], ['register_import.id'], name=op.f('register_rejection_import_id_fkey'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('import_id', 'line', name=op.f('register_rejection_pkey'))
    )


def downgrade():
    op.drop_table('register_rejection')
    op.drop_table('register_piece')
    with op.batch_alter_table('register_import', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_register_import_turn'))
        batch_op.drop_index(batch_op.f('ix_register_import_status'))
        batch_op.drop_index(batch_op.f('ix_register_import_holds'))
        batch_op.drop_index(batch_op.f('ix_register_import_account_id'))

    op.drop_table('register_import')
    op.drop_table('register_change')
