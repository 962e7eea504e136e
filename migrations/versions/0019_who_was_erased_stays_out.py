"""Who was erased stays out: how many rows an import has kept out, and whom a file has brought back goes once more.

And on which line a person stands whom a later line of the same file repeats.

Revision ID: 0019
Revises: 0018

"""
from alembic import op
import sqlalchemy as sa


revision = '0019'
down_revision = '0018'
branch_labels = None
depends_on = None

citizen = sa.table('citizen', sa.column('id'), sa.column('subject'))
contact = sa.table('contact', sa.column('citizen_id'))
imports = sa.table('register_import', sa.column('refusal'))
invitation = sa.table('invitation', sa.column('citizen_id'))
stop = sa.table('stop', sa.column('whom'), sa.column('reason'))


def upgrade():
    with op.batch_alter_table('register_import') as batch:
        batch.add_column(sa.Column('kept_out', sa.Integer(), nullable=False, server_default='0'))
    with op.batch_alter_table('register_rejection') as batch:
        batch.add_column(sa.Column('earlier_line', sa.Integer(), nullable=True))
    # Why a file was refused is told with numbers as people write them, and these are texts.
    op.execute(imports.update().values(refusal=sa.func.replace(imports.c.refusal, ')d', ')s')))
    erased = sa.select(stop.c.whom).where(stop.c.reason == 'erased', stop.c.whom.is_not(None))
    back = sa.select(citizen.c.id).where(citizen.c.subject.in_(erased))
    op.execute(invitation.update().where(invitation.c.citizen_id.in_(back)).values(citizen_id=None))
    op.execute(contact.delete().where(contact.c.citizen_id.in_(back)))
    op.execute(citizen.delete().where(citizen.c.subject.in_(erased)))


def downgrade():
    with op.batch_alter_table('register_rejection') as batch:
        batch.drop_column('earlier_line')
    with op.batch_alter_table('register_import') as batch:
        batch.drop_column('kept_out')
