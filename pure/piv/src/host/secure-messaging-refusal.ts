const REASONS = {
  not_offered: 'the card offers no secure messaging',
  signer_missing: 'the card has no certificate of whoever signed its secure messaging key',
  signer_untrusted: 'whoever signed the card’s secure messaging key is not trusted',
  certificate_invalid: 'the certificate of the card’s secure messaging key is not signed as it must be',
  card_not_proven: 'the card did not prove the key of its certificate',
  answer_not_authentic: 'an answer is not of the card that the channel leads to',
  session_ended: 'the channel to the card has ended',
} as const;

/** Why a host does not talk with a card by secure messaging, or no longer. */
export class SecureMessagingRefusal extends Error {
  readonly code = 'secure_messaging_refused';
  readonly reason: keyof typeof REASONS;

  constructor(reason: keyof typeof REASONS) {
    super(REASONS[reason]);
    this.name = 'SecureMessagingRefusal';
    this.reason = reason;
  }
}
