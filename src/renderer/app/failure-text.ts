/** The window's own words for coded failures: `errors.json`. */
import type { TFunction } from 'i18next';

export interface FailureText {
  /** What happened. */
  readonly title: string;
  /** What was kept. */
  readonly kept?: string;
  /** What to do. */
  readonly next?: string;
}

/** Where the window has no text for the code, the station's English sentence stands. */
export function failureText(t: TFunction, error: { readonly code: string; readonly message: string }): FailureText {
  const part = (name: string) => t(`errors:${error.code}.${name}`, { defaultValue: '' });
  const [title, kept, next] = [part('what'), part('kept'), part('next')];
  if (title === '') return { title: error.message };
  return { title, ...(kept === '' ? {} : { kept }), ...(next === '' ? {} : { next }) };
}
