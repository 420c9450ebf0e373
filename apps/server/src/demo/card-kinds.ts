import type { SubscriberProfile } from '@lanyard/issuer';

/** The four certificates of a PIV card (SP 800-73-5 pt1 §3.1), by the name that people see when they choose one. */
export interface CardSlot {
  readonly slot: 'authentication' | 'signature' | 'key-management' | 'card-authentication';
  readonly profile: SubscriberProfile;
  readonly label: string;
  /** Policy OIDs of the test arc, never those of the federal PKI. */
  readonly policies: readonly string[];
}

const testArc = '2.16.840.1.101.3.2.1.48';

export const cardSlots: readonly CardSlot[] = [
  { slot: 'authentication', profile: 'piv-authentication', label: 'PIV Authentication', policies: [`${testArc}.11`] },
  { slot: 'signature', profile: 'card-signature', label: 'Digital Signature', policies: [`${testArc}.9`] },
  { slot: 'key-management', profile: 'card-key-management', label: 'Key Management', policies: [`${testArc}.9`] },
  {
    slot: 'card-authentication',
    profile: 'card-authentication',
    label: 'Card Authentication',
    policies: [`${testArc}.13`],
  },
];
