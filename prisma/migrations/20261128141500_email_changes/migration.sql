-- Links for a change of address carry the address: the new one until it is proven, and the former one while the change can be undone.
alter table email_tokens add column email text;
alter table email_tokens drop constraint email_tokens_purpose;
alter table email_tokens add constraint email_tokens_purpose
  check (purpose in ('verify_email', 'reset_password', 'change_email', 'undo_email'));
alter table email_tokens add constraint email_tokens_email
  check ((email is not null) = (purpose in ('change_email', 'undo_email')) and email = lower(email));
