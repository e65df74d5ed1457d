import { expect, test } from 'vitest';
import { egressSwitches } from './no-egress.ts';

const rules = (servers: readonly string[]): string | undefined =>
  egressSwitches(servers).find(({ name }) => name === 'host-resolver-rules')?.value;

test('without a server that a site named, no name is looked up', () => {
  expect(rules([])).toBe('MAP * ~NOTFOUND');
});

test('a named server is reached by its name alone, whatever its address says beside', () => {
  expect(rules(['https://updates.factory.example:8443/fiducial/?a=1'])).toBe(
    'MAP * ~NOTFOUND, EXCLUDE updates.factory.example',
  );
  expect(rules(['https://a.example/1', 'https://a.example/2'])).toBe('MAP * ~NOTFOUND, EXCLUDE a.example');
});

test('an address cannot carry rules of its own', () => {
  const hostile = ['https://a.example, EXCLUDE */', 'https://*/', 'https://a.example%2c EXCLUDE b.example/'];
  for (const server of hostile) {
    const found = URL.canParse(server) ? rules([server]) : 'MAP * ~NOTFOUND';
    expect(found).not.toMatch(/EXCLUDE \*|EXCLUDE .*,.*EXCLUDE/);
  }
});

test('WebRTC and the browser’s own services are silent', () => {
  expect(egressSwitches([]).map(({ name }) => name)).toEqual(
    expect.arrayContaining(['force-webrtc-ip-handling-policy', 'disable-background-networking', 'no-pings']),
  );
});
