import { describe, expect, it } from 'vitest';
import { decide } from './access.ts';
import { operations, permissions, roleMay } from './permissions.ts';
import { actingRoles, roles } from './roles.ts';

const person = (role: (typeof roles)[number]) => ({ id: 'p', name: 'lee', printedName: 'A. Lee', role });

describe('what a role may do', () => {
  it('grows from operator to engineer to admin', () => {
    for (const operation of operations) {
      if (roleMay('operator', operation)) expect(roleMay('engineer', operation)).toBe(true);
      if (roleMay('engineer', operation)) expect(roleMay('admin', operation)).toBe(true);
      expect(roleMay('admin', operation)).toBe(true);
    }
  });

  it.each(operations)('%s is decided the same by role and by session', (operation) => {
    for (const role of roles) {
      const decided = decide(
        { kind: 'signed_in', person: person(role), passwordExpired: false, lookingOnly: false },
        operation,
      );
      expect(decided.ok).toBe(permissions[operation].roles.includes(role as never));
    }
    expect(decide({ kind: 'line' }, operation).ok).toBe(roleMay('line', operation));
    expect(decide({ kind: 'open' }, operation).ok).toBe(true);
    expect(decide({ kind: 'signed_out' }, operation)).toMatchObject({ error: { code: 'IDENTITY_SIGN_IN_REQUIRED' } });
    expect(decide({ kind: 'locked', person: person('admin') }, operation)).toMatchObject({
      error: { code: 'IDENTITY_LOCKED' },
    });
    expect(
      decide({ kind: 'signed_in', person: person('admin'), passwordExpired: true, lookingOnly: false }, operation),
    ).toMatchObject({
      error: { code: 'IDENTITY_PASSWORD_EXPIRED' },
    });
  });

  it('lets an unattended line do no more than inspect, look, report, export and back up', () => {
    expect(operations.filter((operation) => roleMay('line', operation))).toMatchInlineSnapshot(`
      [
        "station.read",
        "board.inspect",
        "report.create",
        "dataset.export",
        "evidence.export",
        "log.verify",
        "log.export",
        "backup.create",
      ]
    `);
    expect(actingRoles).toContain('line');
  });
});
