import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { certificateRulesOf, chooseCertificate } from './choose-certificate.ts';

const pair = (key: string, value: string) => ({ key, value });
const named = (key: string, name: string) => ({ key, name });

test('APP-037, APP-045 the certificate of the rule that matches is shown, and the decision says why', () => {
  const rules = certificateRulesOf(
    [pair('IdCertificate_1_host', 'sharepoint.mycompany.com'), pair('IdCertificate_2_host', '*.mycompany.com/hr')],
    [named('IdCertificate_1', 'Auth A'), named('IdCertificate_2', 'Auth B')],
  );
  const decision = chooseCertificate('https://people.mycompany.com/hr/leave', rules);
  assert.deepEqual(decision.shown, { certificateKey: 'IdCertificate_2', certificate: 'Auth B' });
  assert.deepEqual(
    decision.tried.map(({ key, verdict }) => [key, verdict]),
    [
      ['IdCertificate_1_host', 'does not match'],
      ['IdCertificate_2_host', 'wins'],
    ],
  );
  assert.match(decision.tried[0]?.why ?? '', /people\.mycompany\.com does not match sharepoint\.mycompany\.com/);
});

test('APP-042 rule 3 shows certificate 3, not 2', () => {
  const rules = certificateRulesOf(
    [pair('IdCertificate_3_host', 'three.example'), pair('IdCertificate_2_host', 'two.example')],
    [named('IdCertificate_2', 'second'), named('IdCertificate_3', 'third')],
  );
  assert.equal(chooseCertificate('https://three.example/', rules).shown?.certificate, 'third');
});

test('APP-040, APP-055 rules are tried by number, whatever their order and however many there are', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray([1, 2, 3, 9, 10, 11, 25, 100, 4_321], { minLength: 1 }), (numbers) => {
      const rules = certificateRulesOf(
        numbers.map((n) => pair(`MI_AC_CLIENT_CERT_${n}_RULE`, '*.corp.example')),
        numbers.map((n) => named(`MI_AC_CLIENT_CERT_${n}`, `certificate ${n}`)),
      );
      const { shown, tried } = chooseCertificate('https://a.corp.example', rules);
      assert.equal(shown?.certificate, `certificate ${Math.min(...numbers)}`);
      assert.equal(tried.filter(({ verdict }) => verdict === 'wins').length, 1);
      assert.equal(tried.filter(({ verdict }) => verdict === 'would match').length, numbers.length - 1);
    }),
  );
});

test('APP-051, APP-052 the library shows a certificate to matching addresses only', () => {
  const rules = certificateRulesOf(
    [pair('MI_AC_CLIENT_CERT_1_RULE', 'api.corp.example/v2')],
    [named('MI_AC_CLIENT_CERT_1', 'Auth')],
  );
  assert.equal(chooseCertificate('https://api.corp.example/v2/orders', rules).shown?.certificate, 'Auth');
  assert.equal(chooseCertificate('https://api.corp.example/v1/orders', rules).shown, null);
});

test('APP-057 over plain HTTP, or through AppTunnel for HTTP/S, nothing is shown; a TCP tunnel changes nothing', () => {
  const rules = certificateRulesOf(
    [pair('MI_AC_CLIENT_CERT_1_RULE', '*.corp.example')],
    [named('MI_AC_CLIENT_CERT_1', 'Auth')],
  );
  const at = (address: string, kind?: 'http' | 'tcp') =>
    chooseCertificate(address, rules, kind ? [{ host: '*.corp.example', kind }] : []);
  assert.equal(at('https://a.corp.example').shown?.certificate, 'Auth');
  assert.equal(at('http://a.corp.example').shown, null);
  assert.match(at('http://a.corp.example').why, /plain HTTP/);
  assert.equal(at('https://a.corp.example', 'http').shown, null);
  assert.match(at('https://a.corp.example', 'http').tried[0]?.why ?? '', /AppTunnel for HTTP\/S/);
  assert.equal(at('https://a.corp.example', 'tcp').shown?.certificate, 'Auth');
});

test('a rule whose certificate is not on the device yet, or that has none, is passed over and says so', () => {
  const rules = certificateRulesOf(
    [
      pair('IdCertificate_1_host', 'a.example'),
      pair('IdCertificate_2_host', 'a.example'),
      pair('IdCertificate_3_host', 'a.example'),
    ],
    [named('IdCertificate_2', 'missing'), named('IdCertificate_3', 'there')],
    (name) => name === 'there',
  );
  const { shown, tried } = chooseCertificate('a.example', rules);
  assert.deepEqual(
    tried.map(({ verdict }) => verdict),
    ['no certificate', 'not on the device', 'wins'],
  );
  assert.equal(shown?.certificateKey, 'IdCertificate_3');
});

test('keys that are not exactly those of a rule are none', () => {
  const rules = certificateRulesOf(
    [pair('idCertificate_1_host', 'a.example'), pair('IdCertificate_01_host', 'a.example')],
    [],
  );
  assert.deepEqual(rules, []);
  assert.match(chooseCertificate('https://a.example', rules).why, /no rule for certificates/);
});

test('what is no web address gets an answer, not an error', () => {
  for (const address of ['', 'ftp://a.example', 'https://', 'not an address'])
    assert.equal(chooseCertificate(address, []).shown, null);
});
