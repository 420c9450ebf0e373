import { ext, type Extension, type Name, OID } from '@lanyard/pki';

const policy = '2.16.840.1.101.3.2.1.48.11';

export const derivedAuthentication = (): Extension[] => [
  ext.authorityKeyIdentifier(new Uint8Array(20)),
  ext.subjectKeyIdentifier(new Uint8Array(20)),
  ext.keyUsage(['digitalSignature']),
  ext.extendedKeyUsage([OID.clientAuth, OID.ocspSigning]),
  ext.policies([policy]),
  ext.subjectAltName([
    { kind: 'upn', value: 'zoe@agency.example' },
    { kind: 'uri', value: 'urn:uuid:7d444840-9dc0-11d1-b245-5ffdce74fad2' },
  ]),
  ext.crlDistributionPoints(['http://pki.example/ca.crl']),
  ext.authorityInfoAccess({ ocsp: ['http://pki.example/ocsp'], caIssuers: ['http://pki.example/ca.p7c'] }),
];

/** Every kind of name, and every place where names stand. */
export const entangled = (name: Name): Extension[] => {
  const directory = { kind: 'directory', value: name } as const;
  return [
    ext.subjectAltName([
      directory,
      { kind: 'email', value: 'zoe@agency.example' },
      { kind: 'dns', value: 'www.agency.example' },
      { kind: 'ip', value: Uint8Array.of(10, 0, 0, 1) },
      { kind: 'fascn', value: new Uint8Array(25) },
      { kind: 'registeredId', value: '1.2.3' },
      { kind: 'otherName', typeId: '1.2.3', value: Uint8Array.of(5, 0) },
    ]),
    ext.issuerAltName([directory]),
    ext.crlDistributionPoints([{ names: [directory], reasons: ['keyCompromise'], crlIssuer: [directory] }]),
    ext.freshestCrl(['http://pki.example/delta.crl']),
    ext.ocspNoCheck(),
  ];
};

/** An authority that limits what those below it may say. */
export const policyLaden = (name: Name): Extension[] => [
  ext.basicConstraints({ ca: true, pathLength: 1 }),
  ext.keyUsage(['keyCertSign', 'cRLSign']),
  ext.policies([{ policy, cps: 'http://pki.example/cps' }, OID.anyPolicy]),
  ext.policyMappings([{ issuerDomainPolicy: policy, subjectDomainPolicy: '1.2.3.4' }]),
  ext.policyConstraints({ requireExplicitPolicy: 0, inhibitPolicyMapping: 1 }),
  ext.inhibitAnyPolicy(1),
  ext.nameConstraints({
    permitted: [
      { kind: 'directory', value: name },
      { kind: 'dns', value: '.agency.example' },
      { kind: 'ip', value: Uint8Array.of(10, 0, 0, 0, 255, 0, 0, 0) },
    ],
    excluded: [
      { kind: 'email', value: 'agency.example' },
      { kind: 'uri', value: '.agency.example' },
      { kind: 'upn', value: '@agency.example' },
    ],
  }),
  ext.subjectInfoAccess({ caRepository: ['http://pki.example/certs.p7c'] }),
];
