import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { must, openTestStation, temporaryFolder } from '../testing/station-fixture.ts';
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

  it('of which several are changed at once each keep their part, also of what another process saved', () => {
    const file = join(temporaryFolder(), 'station.db');
    const [here, there] = [openTestStation(file), openTestStation(file)];
    const from = { keys: {}, reasons: { rejected: ['dust'], confirmed: ['open'] }, shiftStarts: [360, 840] };
    must(changeSettings(here, from));
    const change = (context: typeof here, values: Parameters<typeof changeSettings>[1], seen: typeof values = from) =>
      must(changeSettings(context, values, undefined, seen));
    change(here, { keys: { undo: ['u'] }, reasons: { ...from.reasons, rejected: ['dust', 'glare'] } });
    change(there, { keys: { redo: ['r'] }, reasons: { ...from.reasons, confirmed: [] } });
    change(here, { shiftStarts: [360, 840, 1320] });
    change(there, { shiftStarts: [400, 840] });
    const both = {
      keys: { undo: ['u'], redo: ['r'] },
      reasons: { rejected: ['dust', 'glare'], confirmed: [] },
      shiftStarts: [400, 840, 1320],
    };
    expect(must(readSettings(here.db, defaults))).toMatchObject(both);
    // Taken back, as it is saved: from what it became to what it was.
    change(there, { keys: {} }, { ...from, keys: { undo: ['u'] } });
    expect(must(readSettings(here.db, defaults)).keys).toEqual({ redo: ['r'] });
  });

  it('refuse what comes of two changes where the setting cannot have it', () => {
    const context = openTestStation();
    const eight = [0, 100, 200, 300, 400, 500, 600, 700];
    must(changeSettings(context, { shiftStarts: eight }));
    const refused = changeSettings(context, { shiftStarts: [0, 1400] }, undefined, { shiftStarts: [0] });
    expect(refused).toMatchObject({ ok: false, error: { code: 'SETTING_INVALID' } });
    expect(must(readSettings(context.db, defaults)).shiftStarts).toEqual(eight);
  });
});
