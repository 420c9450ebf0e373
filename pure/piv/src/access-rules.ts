import type { CardCall } from './commands/command.ts';
import { OBJECT, SLOT } from './identifiers.ts';

/** What everybody near may read over the air (SP 800-73-5 pt1 Table 2). */
const OPEN_OBJECTS = new Set<number>([
  OBJECT.chuid,
  OBJECT.cardAuthenticationCertificate,
  OBJECT.discovery,
  OBJECT.biometricGroup,
  OBJECT.secureMessagingSigner,
]);

/**
 * Whether a command comes over the contact interface, or over the virtual one: by secure messaging, and after the pairing
 * code where the card has one (SP 800-73-5 pt1 §5.5).
 */
export const isContact = ({ over, secured, state, ports: { secureMessaging } }: CardCall): boolean =>
  over === 'contact' ||
  (secured && secureMessaging !== undefined && (secureMessaging.pairing === undefined || state.paired));

/** GET DATA before the PIN is looked at. */
export const mayRead = (call: CardCall, tag: number): boolean => OPEN_OBJECTS.has(tag) || isContact(call);

/** A private key before the PIN is looked at (SP 800-73-5 pt1 Table 5). */
export const mayReach = (call: CardCall, slot: number): boolean => slot === SLOT.cardAuthentication || isContact(call);
