import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseHostRule, type HostRule, type RuleFault } from './host-rule.ts';
import { globMatches, hostMatches, mismatchOf } from './match-host-rule.ts';
import { parseWebAddress } from './web-address.ts';

function ruleOf(text: string, wildcards: 'anywhere' | 'host' = 'anywhere'): HostRule {
  const parsed = parseHostRule(text, wildcards);
  assert(parsed.ok, `${text} was refused`);
  return parsed.rule;
}
function matches(rule: string, address: string, wildcards: 'anywhere' | 'host' = 'anywhere'): boolean {
  const url = parseWebAddress(address);
  assert(url);
  return mismatchOf(ruleOf(rule, wildcards), url) === null;
}

test('APP-038 a wildcard host with a path holds for what lies under that path, on every host below the domain', () => {
  const rule = '*.mycompany.com/myfolder';
  const under = [
    'https://a.mycompany.com/myfolder/x',
    'https://a.mycompany.com/myfolder',
    'https://a.b.mycompany.com/myfolder?q',
  ];
  for (const address of under) assert(matches(rule, address), address);
  const not = [
    'https://a.mycompany.com/other',
    'https://a.mycompany.com/myfolder2',
    'https://a.mycompany.com/MyFolder/x',
    'https://mycompany.com/myfolder',
    'https://evilmycompany.com/myfolder',
    'https://a.mycompany.com.evil.example/myfolder',
  ];
  for (const address of not) assert(!matches(rule, address), address);
});

test('APP-039 a bare host holds for every path on it, whatever the case and the port', () => {
  for (const path of ['', '/', '/deep/er?x=1#y'])
    assert(matches('myhost.mycompany.com', `https://MyHost.mycompany.com:8443${path}`));
  assert(!matches('myhost.mycompany.com', 'https://other.mycompany.com/'));
});

test('APP-053 a wildcard in the path is refused in a client certificate rule, and names the rule that was meant', () => {
  assert(parseHostRule('*.mycompany.com/sales', 'host').ok);
  const parsed = parseHostRule('*.mycompany.com/sales/*', 'host');
  assert(!parsed.ok);
  assert.deepEqual([parsed.fault, parsed.meant], ['wildcard_in_path', '*.mycompany.com/sales']);
});

test('APP-054 a rule with a path and no wildcard holds for that path alone', () => {
  const rule = 'myserver.mycompany.com/hr/benefits';
  assert(matches(rule, 'https://myserver.mycompany.com/hr/benefits/2027', 'host'));
  assert(!matches(rule, 'https://myserver.mycompany.com/hr', 'host'));
  assert(!matches(rule, 'https://myserver.mycompany.com/hr/benefits-old', 'host'));
});

test('a path cannot be left by dots or escapes that a browser resolves', () => {
  assert(!matches('h.example/private', 'https://h.example/private/../public'));
  assert(!matches('h.example/private', 'https://h.example/private/%2e%2e/public'));
  assert(matches('h.example/private', 'https://h.example/%70rivate/x'));
  assert(matches('h.example/a b', 'https://h.example/a%20b/c'));
});

test('what is no rule is refused with what was probably meant', () => {
  const cases: readonly [string, RuleFault, string | undefined][] = [
    ['', 'empty', undefined],
    ['https://a.example/x', 'has_scheme', 'a.example/x'],
    ['a.example/x?q=1', 'has_query', 'a.example/x'],
    ['joe@a.example', 'has_user', 'a.example'],
    ['a.example:99999', 'port_invalid', undefined],
    ['a b.example', 'host_invalid', undefined],
    ['-a.example', 'host_invalid', undefined],
    ['*', 'matches_everything', undefined],
    ['*.*', 'matches_everything', undefined],
    [`${'a'.repeat(2_100)}.example`, 'too_long', undefined],
  ];
  for (const [text, fault, meant] of cases) {
    const parsed = parseHostRule(text, 'anywhere');
    assert(!parsed.ok, text);
    assert.deepEqual([parsed.fault, parsed.meant], [fault, meant], text);
  }
});

test('a host beyond ASCII is compared as browsers send it', () => {
  assert(matches('bücher.example', 'https://bücher.example/'));
  assert(matches('xn--bcher-kva.example', 'https://BÜCHER.example/'));
});

const label = fc.stringMatching(/^[a-z0-9]{1,8}$/);
const host = fc.array(label, { minLength: 2, maxLength: 4 }).map((labels) => `${labels.join('.')}zz`);

test('a rule holds for its own address and all below it, and for no other host', () => {
  fc.assert(
    fc.property(
      host,
      host,
      fc.array(label, { maxLength: 3 }),
      fc.array(label, { maxLength: 3 }),
      (one, other, path, more) => {
        const rule = [one, ...path].join('/');
        assert(matches(rule, `https://${[one, ...path, ...more].join('/')}`));
        if (one !== other) assert(!matches(rule, `https://${[other, ...path].join('/')}`));
      },
    ),
  );
});

test('a leading wildcard holds for one label or more before the domain, never for the domain itself', () => {
  fc.assert(
    fc.property(host, fc.array(label, { minLength: 1, maxLength: 3 }), (domain, labels) => {
      assert(hostMatches(`*.${domain}`, `${labels.join('.')}.${domain}`));
      assert(!hostMatches(`*.${domain}`, domain));
      assert(!hostMatches(`*.${domain}`, `${labels.join('')}${domain.replaceAll('.', '')}`));
    }),
  );
});

test('wildcards match as a regular expression would, and hostile ones end quickly', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[ab*]{0,8}$/), fc.stringMatching(/^[ab]{0,12}$/), (pattern, text) => {
      const judge = new RegExp(`^${pattern.replaceAll(/\*+/g, '.*')}$`);
      assert.equal(globMatches(pattern, text), judge.test(text));
    }),
  );
  const begin = performance.now();
  assert(!globMatches(`${'*a'.repeat(500)}b`, 'a'.repeat(1_000)));
  assert(performance.now() - begin < 500);
});

test('whatever is typed is either a rule or refused with words', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
      const parsed = parseHostRule(text, 'anywhere');
      assert(parsed.ok ? parsed.rule.host.length > 0 : parsed.words.length > 0);
    }),
  );
});
