export { encodeTlv, readTlv, readTlvs, type Tlv, tlvOf } from './tlv.ts';
export {
  type CommandApdu,
  encodeCommand,
  encodeResponse,
  parseCommand,
  parseResponse,
  type ResponseApdu,
} from './apdu.ts';
export { only, SW } from './status-words.ts';
export { chainOver, type Transmission } from './chaining.ts';
export {
  certificateTag,
  DERIVED_AID,
  FIRST_RETIRED,
  isRetired,
  OBJECT,
  PIN_REFERENCE,
  PIV_AID,
  RETIRED_SLOTS,
  SECURE_MESSAGING_KEY,
  SLOT,
} from './identifiers.ts';
export { ALGORITHMS, type KeyAlgorithm } from './algorithms.ts';
export { readPin, writePin } from './pin-format.ts';
export type { CardInterface } from './commands/command.ts';
export type {
  CardKeys,
  CardObjects,
  CardPorts,
  KeyRefusal,
  PairingCode,
  Personalisation,
  PinChange,
  PinOutcome,
  PinStore,
  SecureMessagingKey,
} from './ports.ts';
export { type Card, createCard } from './card.ts';
export { certificateObject, readCertificateObject } from './objects/certificate-object.ts';
export { chuid, type ChuidContent, NON_FEDERAL_FASCN } from './objects/chuid.ts';
export {
  type DerivedCard,
  type DerivedSecureMessaging,
  plainContainers,
  signedContainers,
  signedSecureMessaging,
} from './objects/derived-card.ts';
export type { ContentSigner } from './objects/sign-content.ts';
export { pairingCodeObject } from './objects/pairing-code.ts';
export {
  type CvcSigners,
  readSecureMessagingSigner,
  secureMessagingSigner,
  suiteOfSigner,
} from './objects/secure-messaging-signer.ts';
export { type ProtectedContainer, securityObject } from './objects/security-object.ts';
export {
  cardCapability,
  discovery,
  hasPairingCode,
  keyHistory,
  printedInformation,
  type PrintedFields,
  type VirtualContact,
} from './objects/small-objects.ts';
export { CardRefusal } from './host/card-refusal.ts';
export { type Host, hostOf } from './host/host.ts';
export { type SecureHost, secureHost } from './host/secure-host.ts';
export type { EphemeralKey, SecureHostPorts } from './host/secure-host-ports.ts';
export { SecureMessagingRefusal } from './host/secure-messaging-refusal.ts';
export { type Send, sendOver, type Transmit } from './host/send.ts';
export { type CipherSuite, CS2, CS7, suiteFor, suiteOfId } from './secure-messaging/cipher-suite.ts';
export { type Cvc, type CvcContent, readCvc, signCvc } from './secure-messaging/cvc.ts';
export { SECURE_CLASS } from './secure-messaging/protected-message.ts';
export { issuerIdOf, verifyCvc } from './secure-messaging/verify-cvc.ts';
