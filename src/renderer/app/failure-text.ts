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

interface Failure {
  readonly code: string;
  readonly message: string;
  /** A text may name them: `{{details.right}}`. */
  readonly details?: Readonly<Record<string, unknown>> | undefined;
}

/** Where the window has no text for the code, the station's English sentence stands. */
export function failureText(t: TFunction, error: Failure): FailureText {
  const { details = {} } = error;
  const part = (name: string) => t(`errors:${error.code}.${name}`, { defaultValue: '', details });
  const [title, kept, next] = [part('what'), part('kept'), part('next')];
  if (title === '') return { title: error.message };
  return { title, ...(kept === '' ? {} : { kept }), ...(next === '' ? {} : { next }) };
}
