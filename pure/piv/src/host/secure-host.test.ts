import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createCard } from '../card.ts';
import { CS2, CS7 } from '../secure-messaging/cipher-suite.ts';
import { CARD_UUID, hostPorts, PAIRING_CODE, secureParts, securePorts } from '../testing/secure-card.ts';
import { PIN } from '../testing/software-card.ts';
import { secureHost } from './secure-host.ts';

for (const suite of [CS2, CS7])
  test(`SP 800-73-5 pt2 §4.1 ${suite.algorithm}: host opens`, async () => {
    const parts = await secureParts(suite);
    const card = createCard(securePorts(parts));
    const host = await secureHost((o) => card.transmit(o), hostPorts(parts));
    assert.deepEqual(host.cardUuid, CARD_UUID);
    await host.verifyPairingCode(PAIRING_CODE);
    await host.verify(PIN);
    assert.ok(await host.getData(0x7e));
    assert.ok(await host.getData(0x5fc123));
  });
