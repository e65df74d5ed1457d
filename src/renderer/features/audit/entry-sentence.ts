/** What an entry of the log says, as one sentence. */
import type { TFunction } from 'i18next';
import { type AuditEntry, sentenceKey, wordsOf } from './entry-words.ts';
import { settingName, settingValue } from './setting-words.ts';

/** Words of the vocabulary that stand in a sentence in the reader's language; all others stand as they were logged. */
const translated: Readonly<Record<string, string>> = {
  verdict: 'word',
  before_verdict: 'word',
  verification: 'app:verification',
  before_verification: 'app:verification',
  kind: 'word',
  meaning: 'app:meaning',
  factor: 'app:factor',
  role: 'app:role',
  credential: 'credential',
};

export function entrySentence(t: TFunction<'audit'>, entry: AuditEntry): string {
  const words = Object.entries(wordsOf(entry)).map(([name, word]) => {
    const group = translated[name];
    return [name, group === undefined ? word : t(`${group}.${word}`, { defaultValue: word })] as const;
  });
  const { board = '', cause = '', ...rest } = Object.fromEntries(words);
  const sentence =
    entry.action === 'setting.changed'
      ? settingSentence(t, entry)
      : t(`sentence.${sentenceKey(entry.action)}`, { ...rest, board: board || t('word.unnamed') });
  return t(`cause.${cause}`, { sentence, defaultValue: sentence });
}

function settingSentence(t: TFunction<'audit'>, { object, after }: AuditEntry): string {
  const name = settingName(t, object.id);
  const value = typeof after.value === 'string' ? settingValue(t, object.id, after.value) : null;
  return value === null
    ? t('sentence.setting_changed_at_length', { object: name })
    : t('sentence.setting_changed', { object: name, value });
}

/** Why, as a person wrote it, or in the window's words where the log has a failure's code. */
export const entryReason = (t: TFunction<'audit'>, { reason }: AuditEntry): string =>
  t(`errors:${reason}.what`, { defaultValue: reason });

/** The action in two or three words, for the filter. */
export const actionName = (t: TFunction<'audit'>, action: string): string =>
  t(`action.${action.replaceAll('.', '_')}`, { defaultValue: action });
