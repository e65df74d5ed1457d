import { type Severity, severities } from './vocabulary.ts';

/** Negative where `a` is milder than `b`, positive where it is worse, 0 where they are the same. */
export const compareSeverity = (a: Severity, b: Severity): number => severities.indexOf(a) - severities.indexOf(b);

/** The worst of them; null where there are none. */
export function worstSeverity(all: Iterable<Severity>): Severity | null {
  let worst: Severity | null = null;
  for (const severity of all) if (worst === null || compareSeverity(severity, worst) > 0) worst = severity;
  return worst;
}
