-- The mails about their account that a person does not want (lib/mail/notices.ts).
alter table users add column muted_notices text[] default '{}';
-- A change of a member's role reads it in the organization's transaction.
grant select (muted_notices) on users to tenant;
