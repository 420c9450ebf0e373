-- PIV secure messaging asks for a signer on the curve of the card's own key: an authority may have one of each.
alter table issuer.content_signer add column key_type text not null default 'ec-p256';
alter table issuer.content_signer alter column key_type drop default;
drop index issuer.content_signer_authority;
create index content_signer_authority on issuer.content_signer (authority_id, key_type, not_after desc);
drop index issuer.content_signer_unfinished;
create unique index content_signer_unfinished on issuer.content_signer (authority_id, key_type) where certificate is null;
