import { describe, expect, it } from 'vitest';
import { must, openTestStation } from '../testing/station-fixture.ts';
import { getSetting, setSetting } from './settings.ts';

describe('settings', () => {
  it('keep any JSON value and log each change, with what was before', () => {
    const context = openTestStation();
    expect(must(getSetting(context.db, 'providers'))).toBeUndefined();
    expect(must(setSetting(context, 'providers', ['cuda', 'cpu']))).toEqual({ changed: true });
    expect(must(setSetting(context, 'providers', ['cpu']))).toEqual({ changed: true });
    expect(must(getSetting(context.db, 'providers'))).toEqual(['cpu']);
    expect(JSON.parse(String(context.db.scalar('SELECT entry FROM audit_entries WHERE seq = 1')))).toMatchObject({
      action: 'setting.changed',
      object: { type: 'setting', id: 'providers' },
      before: { value: '["cuda","cpu"]' },
      after: { value: '["cpu"]' },
    });
  });

  it('log nothing where nothing changes, whatever the order of keys', () => {
    const context = openTestStation();
    must(setSetting(context, 'limits', { a: 1, b: 0.5 }));
    expect(must(setSetting(context, 'limits', { b: 0.5, a: 1 }))).toEqual({ changed: false });
    expect(context.db.scalar('SELECT count(*) FROM audit_entries')).toBe(1);
  });

  it('refuse a value that the log cannot hold, and keep the old one', () => {
    const context = openTestStation();
    must(setSetting(context, 'note', 'short'));
    const refused = setSetting(context, 'note', 'x'.repeat(70_000));
    expect(refused).toMatchObject({ ok: false, error: { code: 'AUDIT_ENTRY_TOO_LARGE' } });
    expect(must(getSetting(context.db, 'note'))).toBe('short');
  });
});
