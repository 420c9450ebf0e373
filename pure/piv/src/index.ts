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
  PIV_AID,
  RETIRED_SLOTS,
  SLOT,
} from './identifiers.ts';
export { ALGORITHMS, type KeyAlgorithm } from './algorithms.ts';
export { readPin, writePin } from './pin-format.ts';
export type {
  CardKeys,
  CardObjects,
  CardPorts,
  KeyRefusal,
  Personalisation,
  PinChange,
  PinOutcome,
  PinStore,
} from './ports.ts';
export { type Card, createCard } from './card.ts';
export { certificateObject, readCertificateObject } from './objects/certificate-object.ts';
export { chuid, type ChuidContent, NON_FEDERAL_FASCN } from './objects/chuid.ts';
export { type DerivedCard, plainContainers, signedContainers } from './objects/derived-card.ts';
export type { ContentSigner } from './objects/sign-content.ts';
export { type ProtectedContainer, securityObject } from './objects/security-object.ts';
export {
  cardCapability,
  discovery,
  keyHistory,
  printedInformation,
  type PrintedFields,
} from './objects/small-objects.ts';
export { CardRefusal } from './host/card-refusal.ts';
export { type Host, hostOf, type Transmit } from './host/host.ts';
