import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Accepted, acceptedSchema, electronSupport, judge } from './audit-dependencies/judge.ts';

const today = '2026-11-21';
const advisory = (severity: string, id = 'GHSA-2222-3333-4444') => ({
  source: 1,
  name: 'left',
  title: 'Reads past its end',
  url: `https://github.com/advisories/${id}`,
  severity,
  range: '<2.0.0',
});
const report = (...via: readonly (string | object)[]): string =>
  JSON.stringify({ auditReportVersion: 2, vulnerabilities: { left: { via }, right: { via: ['left'] } }, metadata: {} });
const accept = (until: string, id = 'GHSA-2222-3333-4444'): Accepted => ({
  id,
  package: 'left',
  reason: 'Only reached while building, never shipped.',
  until,
});

describe('a report of known faults', () => {
  test('without one is clean', () => {
    expect(judge(report(), [], today)).toEqual({ kind: 'audited', open: [], minor: [], accepted: [], stale: [] });
  });

  test('a fault is one finding, whoever depends on it', () => {
    const judged = judge(report(advisory('high'), advisory('high')), [], today);
    expect(judged).toMatchObject({ open: [{ id: 'GHSA-2222-3333-4444', package: 'left', severity: 'high' }] });
  });

  test.each([
    ['info', 0],
    ['low', 0],
    ['moderate', 1],
    ['critical', 1],
  ])('of severity %s leaves %i open', (severity, open) => {
    expect(judge(report(advisory(severity)), [], today)).toMatchObject({ open: { length: open } });
  });

  test('an accepted finding is accepted to its last day, and open the day after', () => {
    expect(judge(report(advisory('high')), [accept(today)], today)).toMatchObject({
      open: [],
      accepted: [{}],
      stale: [],
    });
    const yesterday = accept('2026-11-20');
    expect(judge(report(advisory('high')), [yesterday], today)).toMatchObject({ open: [{}], stale: [yesterday] });
  });

  test('accepting one fault accepts no other', () => {
    const other = accept('2027-01-01', 'GHSA-5555-6666-7777');
    expect(judge(report(advisory('high')), [other], today)).toMatchObject({ open: [{}], stale: [other] });
  });
});

describe('a registry that does not answer', () => {
  test.each([
    [
      'has no such service',
      JSON.stringify({
        message: '405 Method Not Allowed - POST https://registry.npmjs.org/-/npm/v1/…',
        statusCode: 405,
      }),
      '405 Method Not Allowed',
    ],
    [
      'cannot be reached',
      JSON.stringify({ message: 'request to https://… failed, reason: getaddrinfo ENOTFOUND' }),
      'ENOTFOUND',
    ],
    ['gives something else', '<html>', 'could be read'],
    ['gives nothing', '', 'could be read'],
  ])('because it %s, is said to be not audited, never clean', (_why, output, said) => {
    const judged = judge(output, [], today);
    expect(judged.kind).toBe('not_audited');
    expect(judged.kind === 'not_audited' && judged.why).toContain(said);
  });
});

test('Electron supports its three newest major versions', () => {
  expect(electronSupport('45.4.1', '45.4.1')).toBe('supported');
  expect(electronSupport('45.4.1', '47.0.0')).toBe('supported');
  expect(electronSupport('45.4.1', '48.0.0')).toBe('unsupported');
  expect(electronSupport('45.4.1', null)).toBe('unknown');
});

test('what is accepted in this project has a reason and an end', () => {
  const file = join(import.meta.dirname, 'audit-dependencies', 'accepted.json');
  expect(acceptedSchema.safeParse(JSON.parse(readFileSync(file, 'utf8'))).success).toBe(true);
  expect(acceptedSchema.safeParse([{ ...accept('2027-01-01'), reason: '' }]).success).toBe(false);
});
