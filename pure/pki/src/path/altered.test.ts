import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import type { Bytes } from '../bytes.ts';
import { type Certificate, parseCertificate } from '../certificate.ts';
import { type Crl, parseCrl } from '../crl.ts';
import { PkiError } from '../errors.ts';
import { certify, type Holder, judge, revocationList, verdict } from './testing.ts';

let root: Holder;
let ca: Holder;
let leaf: Holder;
let rootCrl: Crl;
let crl: Crl;

before(async () => {
  root = await certify({ name: 'Root', ca: true });
  ca = await certify({ name: 'CA', by: root, ca: true });
  leaf = await certify({ name: 'Leaf', by: ca });
  [rootCrl, crl] = [await revocationList({ by: root }), await revocationList({ by: ca, revoked: [{ holder: root }] })];
});

/** One bit of every octet turned over, a different one at each place; what cannot be read any more is left out. */
function* altered<T>(der: Bytes, parse: (der: Bytes) => T): Generator<T> {
  for (const [place, octet] of der.entries()) {
    const copy = der.slice();
    copy[place] = octet ^ (1 << (place % 8));
    try {
      yield parse(copy);
    } catch (error) {
      assert.ok(error instanceof PkiError, `octet ${place}: ${String(error)}`);
    }
  }
}

async function outcomes(
  parsed: Iterable<Partial<{ leaf: Certificate; ca: Certificate; crl: Crl }>>,
): Promise<Set<string>> {
  const found = new Set<string>();
  for (const change of parsed) {
    const holder = (certificate: Certificate | undefined, usual: Holder): Holder =>
      certificate ? { certificate, signer: usual.signer } : usual;
    const revocation = { mode: 'require', crls: [rootCrl, change.crl ?? crl] } as const;
    found.add(verdict(await judge(root, [holder(change.ca, ca)], holder(change.leaf, leaf), { revocation })));
  }
  return found;
}

test('no octet of a leaf can be altered', async () => {
  assert.equal((await outcomes([{}])).has('accepted'), true);
  const found = await outcomes(altered(leaf.certificate.der, (der) => ({ leaf: parseCertificate(der) })));
  assert.ok(found.has('signature 0') && !found.has('accepted'), [...found].join());
});

test('no octet of an authority can be altered', async () => {
  const found = await outcomes(altered(ca.certificate.der, (der) => ({ ca: parseCertificate(der) })));
  assert.ok(found.has('signature 1') && !found.has('accepted'), [...found].join());
});

test('no octet of a CRL can be altered', async () => {
  const found = await outcomes(altered(crl.der, (der) => ({ crl: parseCrl(der) })));
  assert.deepEqual([...found], ['status_unknown 0']);
});
