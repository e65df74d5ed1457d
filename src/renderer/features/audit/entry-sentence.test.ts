import { createInstance, type TFunction } from 'i18next';
import { describe, expect, it } from 'vitest';
import * as entries from '../../../core/audit/entries.ts';
import app from '../../locales/en/app.json' with { type: 'json' };
import audit from '../../locales/en/audit.json' with { type: 'json' };
import { entrySentence } from './entry-sentence.ts';
import { type AuditEntry, inspectionOf, sentenceKey, wordedActions } from './entry-words.ts';

const texts = createInstance();
await texts.init({ lng: 'en', resources: { en: { app, audit } }, interpolation: { escapeValue: false } });
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
    const run = { ...facts, recipeSha256: hash, resultSha256: hash, modelSha256: hash, defects: 3 };
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
    const draft = entries.settingChanged({ key: 'site.scale', before: '1', after: '1.5' });
    expect(entrySentence(t, logged(draft))).toBe('Setting “size” was changed to 1.5');
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

  it('leads to the inspection that an entry is about, and nowhere from others', () => {
    expect(inspectionOf(logged(entries.reportCreated({ id: 'r', inspectionId: 'i7', sha256: hash })))).toBe('i7');
    expect(inspectionOf(logged(entries.settingChanged({ key: 'theme', before: null, after: '"dark"' })))).toBeNull();
  });
});
