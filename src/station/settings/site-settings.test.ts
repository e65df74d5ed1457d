import { describe, expect, it } from 'vitest';
import { must, openTestStation } from '../testing/station-fixture.ts';
import { setSetting } from './settings.ts';
import { changeSettings, defaultSettings, readSettings } from './site-settings.ts';

const defaults = defaultSettings({ station: 'bench-1', person: 'ada' });

describe('the site’s settings', () => {
  it('are the defaults until somebody sets them, and stay as they were set', () => {
    const context = openTestStation();
    expect(must(readSettings(context.db, defaults))).toEqual(defaults);
    must(changeSettings(context, { person: 'Grace', shiftStarts: [360, 840] }));
    expect(must(readSettings(context.db, defaults))).toEqual({
      ...defaults,
      person: 'Grace',
      shiftStarts: [360, 840],
    });
    expect(context.db.scalar('SELECT count(*) FROM audit_entries')).toBe(2);
  });

  it('change together or not at all', () => {
    const context = openTestStation();
    const refused = changeSettings(context, { theme: 'dark', shiftStarts: [840, 360] });
    expect(refused).toMatchObject({ ok: false, error: { code: 'SETTING_INVALID', details: { key: 'shiftStarts' } } });
    expect(must(readSettings(context.db, defaults))).toEqual(defaults);
    expect(context.db.scalar('SELECT count(*) FROM audit_entries')).toBe(0);
  });

  it('fall back to the default where a stored value is not understood', () => {
    const context = openTestStation();
    must(setSetting(context, 'site.scale', 'huge'));
    must(setSetting(context, 'site.advance', false));
    expect(must(readSettings(context.db, defaults))).toMatchObject({ scale: 1, advance: false });
  });

  it('keep the providers where the command line looks for them', () => {
    const context = openTestStation();
    must(changeSettings(context, { providers: ['cpu'] }));
    expect(context.db.scalar("SELECT value FROM settings WHERE key = 'engine.providers'")).toBe('["cpu"]');
    must(changeSettings(context, { providers: null }));
    expect(must(readSettings(context.db, defaults)).providers).toBeNull();
  });
});
