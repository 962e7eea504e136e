"""The house: every table of the first release.

Revision ID: 0001
Revises: 

"""
from alembic import op
import sqlalchemy as sa


revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('citizen',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.String(length=64), nullable=False),
    sa.Column('subject', sa.String(length=22), nullable=False),
    sa.Column('given_name', sa.String(length=120), nullable=False),
    sa.Column('family_name', sa.String(length=120), nullable=False),
    sa.Column('birth_date', sa.Date(), nullable=False),
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
    sa.Column('chose_mail', sa.Boolean(), nullable=False),
    sa.CheckConstraint("status IN ('resident', 'left', 'dead')", name=op.f('status_is_known')),
    sa.PrimaryKeyConstraint('id', name=op.f('citizen_pkey')),
    sa.UniqueConstraint('person_id', name=op.f('citizen_person_id_unique'))
    )
    with op.batch_alter_table('citizen', schema=None) as batch_op:
        batch_op.create_index('ix_citizen_birth_date_postcode', ['birth_date', 'postcode'], unique=False)
        batch_op.create_index('ix_citizen_moved_in', ['moved_in_on', 'moved_from_abroad'], unique=False)
        batch_op.create_index(batch_op.f('ix_citizen_postcode'), ['postcode'], unique=False)
        batch_op.create_index(batch_op.f('ix_citizen_subject'), ['subject'], unique=False)

    op.create_table('delivery',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=22), nullable=False),
    sa.Column('mailing', sa.String(length=40), nullable=True),
    sa.Column('topic', sa.String(length=40), nullable=True),
    sa.Column('scope', sa.String(length=60), nullable=True),
    sa.Column('what', sa.String(length=60), nullable=False),
    sa.Column('whom', sa.String(length=22), nullable=False),
    sa.Column('address', sa.String(length=22), nullable=True),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('channel', sa.String(length=8), nullable=False),
    sa.Column('ref', sa.String(length=60), nullable=False),
    sa.Column('message_id', sa.String(length=200), nullable=False),
    sa.Column('state', sa.String(length=16), nullable=False),
    sa.Column('reason', sa.String(length=24), nullable=True),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('tried_again', sa.Boolean(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('fence', sa.BigInteger(), nullable=True),
    sa.Column('lease_until', sa.DateTime(timezone=True), nullable=True),
    sa.Column('handed_over_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('settled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('reply', sa.String(length=200), nullable=True),
    sa.CheckConstraint('attempts >= 0', name=op.f('attempts_not_negative')),
    sa.PrimaryKeyConstraint('id', name=op.f('delivery_pkey')),
    sa.UniqueConstraint('public_id', name=op.f('delivery_public_id_unique')),
    sa.UniqueConstraint('what', 'whom', 'kind', name='nobody_gets_a_message_twice')
    )
    with op.batch_alter_table('delivery', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_delivery_address'), ['address'], unique=False)
        batch_op.create_index('ix_delivery_in_hand', ['lease_until'], unique=False, sqlite_where=sa.text('lease_until IS NOT NULL'), postgresql_where=sa.text('lease_until IS NOT NULL'))
        batch_op.create_index('ix_delivery_mailing_kind_state', ['mailing', 'kind', 'state'], unique=False)
        batch_op.create_index(batch_op.f('ix_delivery_topic'), ['topic'], unique=False)
        batch_op.create_index('ix_delivery_uncertain', ['due_at'], unique=False, sqlite_where=sa.text("state = 'uncertain'"), postgresql_where=sa.text("state = 'uncertain'"))
        batch_op.create_index('ix_delivery_waiting', ['channel', 'due_at', 'id'], unique=False, sqlite_where=sa.text("state = 'queued'"), postgresql_where=sa.text("state = 'queued'"))
        batch_op.create_index(batch_op.f('ix_delivery_whom'), ['whom'], unique=False)

    op.create_table('hold',
    sa.Column('mailing', sa.String(length=40), nullable=False),
    sa.Column('reason', sa.String(length=200), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('mailing', name=op.f('hold_pkey'))
    )
    op.create_table('legal_age',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('country', sa.String(length=2), nullable=False),
    sa.Column('milestone', sa.String(length=40), nullable=False),
    sa.Column('born_from', sa.Date(), nullable=False),
    sa.Column('born_to', sa.Date(), nullable=False),
    sa.Column('years', sa.Integer(), nullable=False),
    sa.Column('months', sa.Integer(), nullable=False),
    sa.Column('source', sa.String(length=300), nullable=False),
    sa.Column('checked_on', sa.Date(), nullable=False),
    sa.CheckConstraint('born_from <= born_to', name=op.f('born_from_before_born_to')),
    sa.PrimaryKeyConstraint('id', name=op.f('legal_age_pkey'))
    )
    op.create_table('municipality',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=8), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('country', sa.String(length=2), nullable=False),
    sa.Column('sender_name', sa.String(length=120), nullable=False),
    sa.Column('sender_email', sa.String(length=254), nullable=False),
    sa.Column('phone', sa.String(length=24), nullable=False),
    sa.Column('phone_hours', sa.String(length=80), nullable=False),
    sa.Column('legal_basis', sa.String(length=500), nullable=False),
    sa.Column('dpo_contact', sa.String(length=254), nullable=False),
    sa.Column('spoken_languages', sa.JSON(), nullable=False),
    sa.Column('respect_marketing_always', sa.Boolean(), nullable=False),
    sa.Column('cap_invitations', sa.Integer(), nullable=False),
    sa.Column('cap_window_days', sa.Integer(), nullable=False),
    sa.Column('cap_gap_days', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('municipality_pkey')),
    sa.UniqueConstraint('code', name=op.f('municipality_code_unique'))
    )
    op.create_table('partner',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('slug', sa.String(length=60), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('phone', sa.String(length=24), nullable=False),
    sa.Column('commercial', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('partner_pkey')),
    sa.UniqueConstraint('slug', name=op.f('partner_slug_unique'))
    )
    op.create_table('role',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=16), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('role_pkey')),
    sa.UniqueConstraint('name', name=op.f('role_name_unique'))
    )
    op.create_table('stop',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('whom', sa.String(length=22), nullable=True),
    sa.Column('address', sa.String(length=22), nullable=True),
    sa.Column('topic', sa.String(length=40), nullable=True),
    sa.Column('kind', sa.String(length=16), nullable=True),
    sa.Column('scope', sa.String(length=60), nullable=True),
    sa.Column('reason', sa.String(length=24), nullable=False),
    sa.Column('source', sa.String(length=40), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('whom IS NOT NULL OR address IS NOT NULL OR topic IS NOT NULL', name=op.f('a_stop_names_something')),
    sa.PrimaryKeyConstraint('id', name=op.f('stop_pkey'))
    )
    with op.batch_alter_table('stop', schema=None) as batch_op:
        batch_op.create_index('ix_stop_address', ['address'], unique=False)
        batch_op.create_index('ix_stop_topic', ['topic'], unique=False)
        batch_op.create_index('ix_stop_whom', ['whom'], unique=False)

    op.create_table('contact',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('citizen_id', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('theme', sa.String(length=60), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['citizen_id'], ['citizen.id'], name=op.f('contact_citizen_id_fkey'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('contact_pkey'))
    )
    with op.batch_alter_table('contact', schema=None) as batch_op:
        batch_op.create_index('ix_contact_citizen_id_at', ['citizen_id', 'at'], unique=False)

    op.create_table('place',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('municipality_id', sa.Integer(), nullable=False),
    sa.Column('slug', sa.String(length=60), nullable=False),
    sa.Column('kind', sa.String(length=8), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('street', sa.String(length=120), nullable=False),
    sa.Column('postcode', sa.String(length=8), nullable=False),
    sa.Column('town', sa.String(length=80), nullable=False),
    sa.Column('latitude', sa.Double(), nullable=True),
    sa.Column('longitude', sa.Double(), nullable=True),
    sa.Column('timezone', sa.String(length=40), nullable=False),
    sa.Column('phone', sa.String(length=24), nullable=False),
    sa.Column('directions', sa.String(length=500), nullable=False),
    sa.Column('access', sa.JSON(), nullable=False),
    sa.CheckConstraint("kind IN ('own', 'venue')", name=op.f('place_is_ours_or_a_venue')),
    sa.ForeignKeyConstraint(['municipality_id'], ['municipality.id'], name=op.f('place_municipality_id_fkey')),
    sa.PrimaryKeyConstraint('id', name=op.f('place_pkey')),
    sa.UniqueConstraint('slug', name=op.f('place_slug_unique'))
    )
    with op.batch_alter_table('place', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_place_municipality_id'), ['municipality_id'], unique=False)

    op.create_table('account',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('email', sa.String(length=254), nullable=False),
    sa.Column('name', sa.String(length=120), nullable=False),
    sa.Column('password', sa.String(length=255), nullable=True),
    sa.Column('active', sa.Boolean(), nullable=False),
    sa.Column('fs_uniquifier', sa.String(length=64), nullable=False),
    sa.Column('language', sa.String(length=8), nullable=True),
    sa.Column('place_id', sa.Integer(), nullable=True),
    sa.Column('partner_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['partner_id'], ['partner.id'], name=op.f('account_partner_id_fkey')),
    sa.ForeignKeyConstraint(['place_id'], ['place.id'], name=op.f('account_place_id_fkey')),
    sa.PrimaryKeyConstraint('id', name=op.f('account_pkey')),
    sa.UniqueConstraint('email', name=op.f('account_email_unique')),
    sa.UniqueConstraint('fs_uniquifier', name=op.f('account_fs_uniquifier_unique'))
    )
    with op.batch_alter_table('account', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_account_partner_id'), ['partner_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_account_place_id'), ['place_id'], unique=False)

    op.create_table('postcode',
    sa.Column('code', sa.String(length=8), nullable=False),
    sa.Column('country', sa.String(length=2), nullable=False),
    sa.Column('town', sa.String(length=80), nullable=False),
    sa.Column('latitude', sa.Double(), nullable=False),
    sa.Column('longitude', sa.Double(), nullable=False),
    sa.Column('nearest_place_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['nearest_place_id'], ['place.id'], name=op.f('postcode_nearest_place_id_fkey')),
    sa.PrimaryKeyConstraint('code', 'country', name=op.f('postcode_pkey'))
    )
    with op.batch_alter_table('postcode', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_postcode_nearest_place_id'), ['nearest_place_id'], unique=False)

    op.create_table('room',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('place_id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=80), nullable=False),
    sa.Column('seats', sa.Integer(), nullable=False),
    sa.CheckConstraint('seats > 0', name=op.f('room_has_seats')),
    sa.ForeignKeyConstraint(['place_id'], ['place.id'], name=op.f('room_place_id_fkey')),
    sa.PrimaryKeyConstraint('id', name=op.f('room_pkey'))
    )
    with op.batch_alter_table('room', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_room_place_id'), ['place_id'], unique=False)

    op.create_table('account_role',
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('role_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('account_role_account_id_fkey')),
    sa.ForeignKeyConstraint(['role_id'], ['role.id'], name=op.f('account_role_role_id_fkey')),
    sa.PrimaryKeyConstraint('account_id', 'role_id', name=op.f('account_role_pkey'))
    )
    op.create_table('audit_entry',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=True),
    sa.Column('act', sa.String(length=60), nullable=False),
    sa.Column('about', sa.String(length=80), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('audit_entry_account_id_fkey')),
    sa.PrimaryKeyConstraint('id', name=op.f('audit_entry_pkey'))
    )
    with op.batch_alter_table('audit_entry', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_audit_entry_account_id'), ['account_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_audit_entry_at'), ['at'], unique=False)

    op.create_table('event',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('slug', sa.String(length=120), nullable=False),
    sa.Column('uid', sa.String(length=120), nullable=False),
    sa.Column('theme', sa.String(length=60), nullable=False),
    sa.Column('place_id', sa.Integer(), nullable=False),
    sa.Column('venue_id', sa.Integer(), nullable=True),
    sa.Column('room_id', sa.Integer(), nullable=True),
    sa.Column('starts_local', sa.DateTime(), nullable=False),
    sa.Column('timezone', sa.String(length=40), nullable=False),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('capacity', sa.Integer(), nullable=False),
    sa.Column('seats_taken', sa.Integer(), nullable=False),
    sa.Column('seats_waiting', sa.Integer(), nullable=False),
    sa.Column('hosts', sa.String(length=300), nullable=False),
    sa.Column('status', sa.String(length=12), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('revision', sa.Integer(), nullable=False),
    sa.Column('told_revision', sa.Integer(), nullable=False),
    sa.Column('cancel_reason', sa.String(length=300), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('made_by', sa.Integer(), nullable=True),
    sa.CheckConstraint("status IN ('draft', 'published', 'cancelled')", name=op.f('event_status_is_known')),
    sa.CheckConstraint('capacity > 0', name=op.f('capacity_is_positive')),
    sa.CheckConstraint('minutes > 0', name=op.f('event_lasts_some_time')),
    sa.CheckConstraint('seats_taken >= 0', name=op.f('seats_not_negative')),
    sa.CheckConstraint('seats_waiting >= 0', name=op.f('waiting_not_negative')),
    sa.ForeignKeyConstraint(['made_by'], ['account.id'], name=op.f('event_made_by_fkey')),
    sa.ForeignKeyConstraint(['place_id'], ['place.id'], name=op.f('event_place_id_fkey')),
    sa.ForeignKeyConstraint(['room_id'], ['room.id'], name=op.f('event_room_id_fkey')),
    sa.ForeignKeyConstraint(['venue_id'], ['place.id'], name=op.f('event_venue_id_fkey')),
    sa.PrimaryKeyConstraint('id', name=op.f('event_pkey')),
    sa.UniqueConstraint('slug', name=op.f('event_slug_unique')),
    sa.UniqueConstraint('uid', name=op.f('event_uid_unique'))
    )
    with op.batch_alter_table('event', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_event_place_id'), ['place_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_event_room_id'), ['room_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_event_starts_at'), ['starts_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_event_theme'), ['theme'], unique=False)
        batch_op.create_index(batch_op.f('ix_event_venue_id'), ['venue_id'], unique=False)

    op.create_table('campaign',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('theme', sa.String(length=60), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=True),
    sa.Column('place_id', sa.Integer(), nullable=False),
    sa.Column('criteria', sa.JSON(), nullable=True),
    sa.Column('near_place_id', sa.Integer(), nullable=True),
    sa.Column('send_at_local', sa.DateTime(), nullable=True),
    sa.Column('at_once', sa.Boolean(), nullable=False),
    sa.Column('waves_policy', sa.String(length=8), nullable=False),
    sa.Column('status', sa.String(length=12), nullable=False),
    sa.Column('approved_hash', sa.String(length=22), nullable=True),
    sa.Column('matching', sa.Integer(), nullable=False),
    sa.Column('invitable', sa.Integer(), nullable=False),
    sa.Column('by_mail', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("status IN ('draft', 'submitted', 'approved', 'paused', 'cancelled')", name=op.f('campaign_status_is_known')),
    sa.CheckConstraint("waves_policy IN ('auto', 'all')", name=op.f('waves_policy_is_known')),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('campaign_event_id_fkey')),
    sa.ForeignKeyConstraint(['near_place_id'], ['place.id'], name=op.f('campaign_near_place_id_fkey')),
    sa.ForeignKeyConstraint(['place_id'], ['place.id'], name=op.f('campaign_place_id_fkey')),
    sa.PrimaryKeyConstraint('id', name=op.f('campaign_pkey'))
    )
    with op.batch_alter_table('campaign', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_campaign_event_id'), ['event_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_campaign_place_id'), ['place_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_campaign_status'), ['status'], unique=False)
        batch_op.create_index(batch_op.f('ix_campaign_theme'), ['theme'], unique=False)

    op.create_table('event_co_host',
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('partner_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('event_co_host_event_id_fkey'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['partner_id'], ['partner.id'], name=op.f('event_co_host_partner_id_fkey')),
    sa.PrimaryKeyConstraint('event_id', 'partner_id', name=op.f('event_co_host_pkey'))
    )
    op.create_table('campaign_text',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('campaign_id', sa.Integer(), nullable=False),
    sa.Column('language', sa.String(length=8), nullable=False),
    sa.Column('subject', sa.String(length=120), nullable=False),
    sa.Column('body', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['campaign_id'], ['campaign.id'], name=op.f('campaign_text_campaign_id_fkey'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('campaign_text_pkey')),
    sa.UniqueConstraint('campaign_id', 'language', name='one_text_per_language')
    )
    op.create_table('campaign_work',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('campaign_id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('act', sa.String(length=12), nullable=False),
    sa.Column('note', sa.String(length=1000), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('campaign_work_account_id_fkey')),
    sa.ForeignKeyConstraint(['campaign_id'], ['campaign.id'], name=op.f('campaign_work_campaign_id_fkey'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('campaign_work_pkey'))
    )
    with op.batch_alter_table('campaign_work', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_campaign_work_campaign_id'), ['campaign_id'], unique=False)

    op.create_table('wave',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('campaign_id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('send_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('by_mail', sa.Integer(), nullable=False),
    sa.Column('by_letter', sa.Integer(), nullable=False),
    sa.Column('launched_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('dropped', sa.String(length=24), nullable=True),
    sa.CheckConstraint('size > 0', name=op.f('wave_has_people')),
    sa.ForeignKeyConstraint(['campaign_id'], ['campaign.id'], name=op.f('wave_campaign_id_fkey'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('wave_pkey')),
    sa.UniqueConstraint('campaign_id', 'number', name='waves_are_numbered_once')
    )
    with op.batch_alter_table('wave', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_wave_campaign_id'), ['campaign_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_wave_send_at'), ['send_at'], unique=False)

    op.create_table('invitation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('public_id', sa.String(length=22), nullable=False),
    sa.Column('campaign_id', sa.Integer(), nullable=False),
    sa.Column('wave_id', sa.Integer(), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=True),
    sa.Column('citizen_id', sa.Integer(), nullable=True),
    sa.Column('subject', sa.String(length=22), nullable=False),
    sa.Column('language', sa.String(length=8), nullable=False),
    sa.Column('channel', sa.String(length=8), nullable=False),
    sa.Column('because', sa.JSON(), nullable=False),
    sa.Column('answers', sa.Integer(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['campaign_id'], ['campaign.id'], name=op.f('invitation_campaign_id_fkey')),
    sa.ForeignKeyConstraint(['citizen_id'], ['citizen.id'], name=op.f('invitation_citizen_id_fkey'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('invitation_event_id_fkey')),
    sa.ForeignKeyConstraint(['wave_id'], ['wave.id'], name=op.f('invitation_wave_id_fkey')),
    sa.PrimaryKeyConstraint('id', name=op.f('invitation_pkey')),
    sa.UniqueConstraint('campaign_id', 'subject', name='one_invitation_per_person_and_campaign'),
    sa.UniqueConstraint('public_id', name=op.f('invitation_public_id_unique'))
    )
    with op.batch_alter_table('invitation', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_invitation_campaign_id'), ['campaign_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_invitation_citizen_id'), ['citizen_id'], unique=False)
        batch_op.create_index('ix_invitation_event_id', ['event_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_invitation_subject'), ['subject'], unique=False)
        batch_op.create_index(batch_op.f('ix_invitation_wave_id'), ['wave_id'], unique=False)

    op.create_table('reply',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('invitation_id', sa.Integer(), nullable=False),
    sa.Column('event_id', sa.Integer(), nullable=False),
    sa.Column('standing', sa.String(length=10), nullable=False),
    sa.Column('seats', sa.Integer(), nullable=False),
    sa.Column('needs', sa.String(length=500), nullable=False),
    sa.Column('note', sa.String(length=500), nullable=False),
    sa.Column('event_revision', sa.Integer(), nullable=False),
    sa.Column('waiting_since', sa.DateTime(timezone=True), nullable=True),
    sa.Column('answered_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint("standing IN ('coming', 'waiting', 'declined')", name=op.f('standing_is_known')),
    sa.CheckConstraint('seats >= 0', name=op.f('reply_seats_not_negative')),
    sa.ForeignKeyConstraint(['event_id'], ['event.id'], name=op.f('reply_event_id_fkey')),
    sa.ForeignKeyConstraint(['invitation_id'], ['invitation.id'], name=op.f('reply_invitation_id_fkey')),
    sa.PrimaryKeyConstraint('id', name=op.f('reply_pkey')),
    sa.UniqueConstraint('invitation_id', name=op.f('reply_invitation_id_unique'))
    )
    with op.batch_alter_table('reply', schema=None) as batch_op:
        batch_op.create_index('ix_reply_queue', ['event_id', 'standing', 'waiting_since'], unique=False)



def downgrade():
    with op.batch_alter_table('reply', schema=None) as batch_op:
        batch_op.drop_index('ix_reply_queue')

    op.drop_table('reply')
    with op.batch_alter_table('invitation', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_invitation_wave_id'))
        batch_op.drop_index(batch_op.f('ix_invitation_subject'))
        batch_op.drop_index('ix_invitation_event_id')
        batch_op.drop_index(batch_op.f('ix_invitation_citizen_id'))
        batch_op.drop_index(batch_op.f('ix_invitation_campaign_id'))

    op.drop_table('invitation')
    with op.batch_alter_table('wave', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_wave_send_at'))
        batch_op.drop_index(batch_op.f('ix_wave_campaign_id'))

    op.drop_table('wave')
    with op.batch_alter_table('campaign_work', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_campaign_work_campaign_id'))

    op.drop_table('campaign_work')
    op.drop_table('campaign_text')
    op.drop_table('event_co_host')
    with op.batch_alter_table('campaign', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_campaign_theme'))
        batch_op.drop_index(batch_op.f('ix_campaign_status'))
        batch_op.drop_index(batch_op.f('ix_campaign_place_id'))
        batch_op.drop_index(batch_op.f('ix_campaign_event_id'))

    op.drop_table('campaign')
    with op.batch_alter_table('event', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_event_venue_id'))
        batch_op.drop_index(batch_op.f('ix_event_theme'))
        batch_op.drop_index(batch_op.f('ix_event_starts_at'))
        batch_op.drop_index(batch_op.f('ix_event_room_id'))
        batch_op.drop_index(batch_op.f('ix_event_place_id'))

    op.drop_table('event')
    with op.batch_alter_table('audit_entry', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_audit_entry_at'))
        batch_op.drop_index(batch_op.f('ix_audit_entry_account_id'))

    op.drop_table('audit_entry')
    op.drop_table('account_role')
    with op.batch_alter_table('room', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_room_place_id'))

    op.drop_table('room')
    with op.batch_alter_table('postcode', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_postcode_nearest_place_id'))

    op.drop_table('postcode')
    with op.batch_alter_table('account', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_account_place_id'))
        batch_op.drop_index(batch_op.f('ix_account_partner_id'))

    op.drop_table('account')
    with op.batch_alter_table('place', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_place_municipality_id'))

    op.drop_table('place')
    with op.batch_alter_table('contact', schema=None) as batch_op:
        batch_op.drop_index('ix_contact_citizen_id_at')

    op.drop_table('contact')
    with op.batch_alter_table('stop', schema=None) as batch_op:
        batch_op.drop_index('ix_stop_whom')
        batch_op.drop_index('ix_stop_topic')
        batch_op.drop_index('ix_stop_address')

    op.drop_table('stop')
    op.drop_table('role')
    op.drop_table('partner')
    op.drop_table('municipality')
    op.drop_table('legal_age')
    op.drop_table('hold')
    with op.batch_alter_table('delivery', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_delivery_whom'))
        batch_op.drop_index('ix_delivery_waiting', sqlite_where=sa.text("state = 'queued'"), postgresql_where=sa.text("state = 'queued'"))
        batch_op.drop_index('ix_delivery_uncertain', sqlite_where=sa.text("state = 'uncertain'"), postgresql_where=sa.text("state = 'uncertain'"))
        batch_op.drop_index(batch_op.f('ix_delivery_topic'))
        batch_op.drop_index('ix_delivery_mailing_kind_state')
        batch_op.drop_index('ix_delivery_in_hand', sqlite_where=sa.text('lease_until IS NOT NULL'), postgresql_where=sa.text('lease_until IS NOT NULL'))
        batch_op.drop_index(batch_op.f('ix_delivery_address'))

    op.drop_table('delivery')
    with op.batch_alter_table('citizen', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_citizen_subject'))
        batch_op.drop_index(batch_op.f('ix_citizen_postcode'))
        batch_op.drop_index('ix_citizen_moved_in')
        batch_op.drop_index('ix_citizen_birth_date_postcode')

    op.drop_table('citizen')
