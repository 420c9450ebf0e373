import { type Bytes, fromHex } from '@lanyard/pki';

/** SP 800-73-5 pt1 §2.2, and the derived application of SP 800-157r1 App. B.1.1. */
export const PIV_AID: Bytes = fromHex('a000000308000010000100');
export const DERIVED_AID: Bytes = fromHex('a000000308000020000100');

/** References of keys (SP 800-73-5 pt1 Table 5). */
export const SLOT = {
  authentication: 0x9a,
  administration: 0x9b,
  signature: 0x9c,
  keyManagement: 0x9d,
  cardAuthentication: 0x9e,
} as const;

/** Where the key of secure messaging stands: GENERAL AUTHENTICATE alone knows it, and it signs nothing. */
export const SECURE_MESSAGING_KEY = 0x04;

export const FIRST_RETIRED = 0x82;
export const LAST_RETIRED = 0x95;
export const RETIRED_SLOTS = LAST_RETIRED - FIRST_RETIRED + 1;

export const isRetired = (slot: number): boolean => slot >= FIRST_RETIRED && slot <= LAST_RETIRED;

/** Whether it is one of the references that GENERAL AUTHENTICATE takes for a private key. */
export const isKeySlot = (slot: number): boolean =>
  isRetired(slot) || (slot !== SLOT.administration && Object.values(SLOT).some((known) => known === slot));

export const PIN_REFERENCE = 0x80;
export const PUK_REFERENCE = 0x81;
export const PAIRING_CODE_REFERENCE = 0x98;

/** Containers and their tags (SP 800-73-5 pt1 Table 3). */
export const OBJECT = {
  cardCapability: 0x5fc107,
  chuid: 0x5fc102,
  authenticationCertificate: 0x5fc105,
  fingerprints: 0x5fc103,
  securityObject: 0x5fc106,
  face: 0x5fc108,
  printedInformation: 0x5fc109,
  signatureCertificate: 0x5fc10a,
  keyManagementCertificate: 0x5fc10b,
  keyHistory: 0x5fc10c,
  cardAuthenticationCertificate: 0x5fc101,
  iris: 0x5fc121,
  discovery: 0x7e,
  biometricGroup: 0x7f61,
  secureMessagingSigner: 0x5fc122,
  pairingCode: 0x5fc123,
} as const;

const FIRST_RETIRED_OBJECT = 0x5fc10d;

const CERTIFICATES = new Map<number, number>([
  [SLOT.authentication, OBJECT.authenticationCertificate],
  [SLOT.signature, OBJECT.signatureCertificate],
  [SLOT.keyManagement, OBJECT.keyManagementCertificate],
  [SLOT.cardAuthentication, OBJECT.cardAuthenticationCertificate],
]);

/** The container of a key's certificate. */
export const certificateTag = (slot: number): number | undefined =>
  isRetired(slot) ? FIRST_RETIRED_OBJECT + slot - FIRST_RETIRED : CERTIFICATES.get(slot);

const TAGS = new Set<number>([
  ...Object.values(OBJECT),
  ...Array.from({ length: RETIRED_SLOTS }, (_, index) => FIRST_RETIRED_OBJECT + index),
]);

export const isObjectTag = (tag: number): boolean => TAGS.has(tag);

/** Containers that GET DATA gives only after the PIN (SP 800-73-5 pt1 Table 2). */
export const needsPin = (tag: number): boolean => PIN_OBJECTS.has(tag);

const PIN_OBJECTS = new Set<number>([
  OBJECT.fingerprints,
  OBJECT.face,
  OBJECT.iris,
  OBJECT.printedInformation,
  OBJECT.pairingCode,
]);

/** Two containers are answered without the template 53 around them (SP 800-73-5 pt2 §3.1.2). */
export const isBare = (tag: number): boolean => tag === OBJECT.discovery || tag === OBJECT.biometricGroup;
