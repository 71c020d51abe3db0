-- Proofs of work (SIGN_UP_PROOF_OF_WORK) that were used, by the signature of their challenge, until they expire: each is for one sign-up.
create table used_proofs (
  signature text not null,
  expires_at timestamptz(3) not null,

  constraint used_proofs_pkey primary key (signature)
);
create index used_proofs_expires_at_idx on used_proofs (expires_at);
call private.open_to('used_proofs', 'identity', 'select, insert, delete');
