-- One process at a time hands a notice to the mail server; one that died holds it no longer than this.
alter table notices.notice add column sending_until timestamptz;
