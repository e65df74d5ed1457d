/** What an entry of the log says, as one sentence. */
import type { TFunction } from 'i18next';
import { type AuditEntry, sentenceKey, wordsOf } from './entry-words.ts';

/** Words of the vocabulary that stand in a sentence in the reader's language; all others stand as they were logged. */
const translated: Readonly<Record<string, string>> = {
  verdict: 'app:verdict',
  before_verdict: 'app:verdict',
  verification: 'app:verification',
  before_verification: 'app:verification',
  kind: 'word',
};

export function entrySentence(t: TFunction<'audit'>, entry: AuditEntry): string {
  const words = Object.entries(wordsOf(entry)).map(([name, word]) => {
    const group = translated[name];
    return [name, group === undefined ? word : t(`${group}.${word}`, { defaultValue: word })] as const;
  });
  const { board = '', cause = '', ...rest } = Object.fromEntries(words);
  const sentence = t(`sentence.${sentenceKey(entry.action)}`, { ...rest, board: board || t('word.unnamed') });
  return t(`cause.${cause}`, { sentence, defaultValue: sentence });
}

/** The action in two or three words, for the filter. */
export const actionName = (t: TFunction<'audit'>, action: string): string =>
  t(`action.${action.replaceAll('.', '_')}`, { defaultValue: action });
