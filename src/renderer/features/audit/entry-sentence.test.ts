import { auditDamages } from '@fiducial/protocol/audit';
import { createInstance, type TFunction } from 'i18next';
import { describe, expect, it } from 'vitest';
import * as entries from '../../../core/audit/entries.ts';
import app from '../../locales/en/app.json' with { type: 'json' };
import audit from '../../locales/en/audit.json' with { type: 'json' };
import errors from '../../locales/en/errors.json' with { type: 'json' };
import settings from '../../locales/en/settings.json' with { type: 'json' };
import { entryReason, entrySentence } from './entry-sentence.ts';
import { type AuditEntry, inspectionOf, sentenceKey, signatureOf, wordedActions } from './entry-words.ts';

const texts = createInstance();
await texts.init({
  lng: 'en',
  resources: { en: { app, audit, errors, settings } },
  interpolation: { escapeValue: false },
});
const t = texts.getFixedT('en', 'audit') as TFunction<'audit'>;

const actor = { id: 'p', name: 'A. Lee', role: 'operator' };
const logged = (draft: entries.EntryDraft): AuditEntry => ({
  seq: 1,
  time: '2026-11-21T08:00:00.000Z',
  actor,
  ...draft,
});
const hash = 'ab'.repeat(32);

describe('the log in sentences', () => {
  it('names the board, what was found and the verdict', () => {
    const facts = { id: 'i1', run: 1, part: 'P', lot: null, imageSha256: hash, goldenSha256: null };
    const startedAt = '2026-11-21T08:00:00.000Z';
    const run = { ...facts, startedAt, recipeSha256: hash, resultSha256: hash, modelSha256: hash, defects: 3 };
    const inspected = (serial: string | null) =>
      entrySentence(t, logged(entries.inspectionCompleted({ ...run, serial, verdict: null })));
    expect(inspected('000431')).toBe('Board 000431 was inspected: 3 found, verdict to decide');
    expect(inspected(null)).toBe('Board P was inspected: 3 found, verdict to decide');
  });

  it('shows text from outside as it is, never as markup or a placeholder', () => {
    const draft = entries.imageQuarantined({ id: 'q', sourcePath: '<b>{{reason}}', code: 'IMAGE_EMPTY', sha256: null });
    expect(entrySentence(t, logged(draft))).toContain('<b>{{reason}}');
  });

  it('names a setting as the settings do', () => {
    const changed = (key: string, after: string) =>
      entrySentence(t, logged(entries.settingChanged({ key, before: null, after })));
    expect(changed('site.scale', '1.5')).toBe('Setting “size” was changed to 150 %');
    expect(changed('site.theme', '"dark"')).toBe('Setting “theme” was changed to Dark');
    expect(changed('site.person', '"A. Lee"')).toBe('Setting “person” was changed to A. Lee');
    expect(changed('site.advance', 'false')).toBe('Setting “go on after a decision” was changed to off');
    expect(changed('site.shiftStarts', '[360,845]')).toBe('Setting “shifts” was changed to 06:00, 14:05');
    expect(changed('engine.providers', '["cuda","cpu"]')).toContain('NVIDIA GPU (CUDA), Processor (CPU)');
    expect(changed('engine.providers', 'null')).toContain('choose by itself');
    expect(changed('site.idleLockMinutes', 'null')).toContain('never');
  });

  it('leaves a setting’s value to the details where a sentence cannot hold it, and survives any value', () => {
    const changed = (key: string, after: string) =>
      entrySentence(t, logged(entries.settingChanged({ key, before: null, after })));
    expect(changed('site.keys', '{"defect.next":["n"]}')).toBe('Setting “keys” was changed');
    expect(changed('site.centralCredentials', '{"file":"a","bucket":null}')).not.toContain('{');
    expect(changed('site.theme', '{not JSON')).toContain('{not JSON');
    expect(changed('site.shiftStarts', '7')).toContain('7');
    expect(changed('of.a.later.version', '3')).toBe('Setting “of.a.later.version” was changed to 3');
  });

  it('falls back to the plain words of the log for an action of a later version', () => {
    const entry = { ...logged(entries.stationStarted({ station: 's', version: '1' })), action: 'robot.danced' };
    expect(entrySentence(t, entry)).toBe('robot.danced: station s');
  });

  it('has a sentence and a name for every action it says it words', () => {
    for (const action of wordedActions) {
      expect(audit.sentence).toHaveProperty(sentenceKey(action));
      expect(audit.action).toHaveProperty(sentenceKey(action));
    }
  });

  it('has words for every damage that a verification can name', () => {
    for (const damage of [...auditDamages, 'record_changed', 'record_missing'])
      expect(audit.damage).toHaveProperty(damage);
  });

  it('says how a board was signed, by whom and with which proof, and why something failed', () => {
    const facts = {
      id: 'i1',
      verdict: 'pass',
      cause: 'person',
      by: null,
      note: '',
      confirmed: 0,
      undecided: 0,
    } as const;
    const signature = { printedName: 'B. Ortiz', factor: 'badge' } as const;
    const entry = logged(
      entries.boardSignedOff({ ...facts, resultSha256: hash, meaning: 'released_with_concession', signature }),
    );
    expect(entrySentence(t, entry)).toBe('A board was signed off: pass, released with concession');
    expect(signatureOf(entry)).toEqual({ ...signature, meaning: 'released_with_concession' });
    expect(signatureOf(logged(entries.personSignedIn({ id: 'p', factor: 'pin', program: 'window' })))).toBeNull();
    const failed = entries.signInFailed({ id: 'p', reason: 'IDENTITY_REFUSED', factor: 'pin', failures: 2 });
    expect(entrySentence(t, logged(failed))).toBe('A sign-in failed (PIN, 2 in a row)');
    expect(entryReason(t, logged(failed))).toBe('That does not match.');
    expect(entryReason(t, logged({ ...failed, reason: 'a: reason, typed' }))).toBe('a: reason, typed');
  });

  it('leads to the inspection that an entry is about, and nowhere from others', () => {
    expect(inspectionOf(logged(entries.reportCreated({ id: 'r', inspectionId: 'i7', sha256: hash })))).toBe('i7');
    expect(inspectionOf(logged(entries.settingChanged({ key: 'theme', before: null, after: '"dark"' })))).toBeNull();
  });
});
