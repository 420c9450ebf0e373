import type { EmailPlusForm } from '@lanyard/contract';

/** What Email+ for iOS is told by its form, by the keys that it reads; the certificate goes under email_login_certificate. */
export const emailPlusPairs = (form: EmailPlusForm): { key: string; value: string }[] => [
  { key: 'email_address', value: form.emailAddress },
  { key: 'email_exchange_host', value: form.exchangeHost },
  { key: 'email_exchange_username', value: form.exchangeUserName },
  { key: 'email_ssl_required', value: String(form.sslRequired) },
  { key: 'email_trust_all_certificates', value: String(form.trustAllCertificates) },
  { key: 'prompt_email_password', value: String(form.promptForPassword) },
  { key: 'email_lotus_notes_traveler', value: String(form.lotusNotesTraveler) },
  { key: 'gal_search_minimum_characters', value: String(form.galMinimumCharacters) },
];
