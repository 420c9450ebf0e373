-- Certificates of a person that a key made for them can be encrypted to.
create index certificate_person on issuer.certificate (person_id) where state = 'issued' and person_id is not null;
