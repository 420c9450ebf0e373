import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mayFetch } from './fetch-policy.ts';

test('without a list, plain http to a public name on its usual port', () => {
  assert.ok(mayFetch('http://crl.agency.example/ca.crl'));
  assert.ok(mayFetch('HTTP://CRL.agency.example:80/ca.crl?x=1'));
});

test('a stranger’s certificate cannot make the server ask inside the network', () => {
  const refused = [
    'http://localhost/x',
    'http://a.localhost/x',
    'http://127.0.0.1/x',
    'http://2130706433/x',
    'http://0x7f.1/x',
    'http://[::1]/x',
    'http://169.254.169.254/latest/meta-data',
    'http://192.0.2.7/x',
    'http://database/x',
    'http://db.internal/x',
    'http://printer.local./x',
    'http://crl.agency.example:6379/x',
    'https://crl.agency.example/x',
    'ftp://crl.agency.example/x',
    'file:///etc/passwd',
    'ldap://crl.agency.example/x',
    'http://user:secret@crl.agency.example/x',
    'http://user@crl.agency.example/x',
    'crl.agency.example',
    '',
  ];
  for (const address of refused) assert.ok(!mayFetch(address), address);
});

test('with a list, those hosts and ports and no other', () => {
  const hosts = ['localhost:8088', 'CRL.agency.example'];
  assert.ok(mayFetch('http://localhost:8088/crl/derived.crl', hosts));
  assert.ok(mayFetch('http://crl.agency.example/ca.crl', hosts));
  assert.ok(!mayFetch('http://localhost:8089/x', hosts));
  assert.ok(!mayFetch('http://localhost/x', hosts));
  assert.ok(!mayFetch('http://crl.agency.example:8080/x', hosts));
  assert.ok(!mayFetch('https://localhost:8088/x', hosts));
  assert.ok(!mayFetch('http://other.example/x', hosts));
});
