import { CircleCheck, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { CheckResult } from '../../ui/check-result.tsx';
import { ClockWords } from './connection-facts.tsx';
import type { ConnectionTest } from './ledger-item.ts';

/** What one look at the service showed, and what to do where it is not as it should be. */
export function TestResult({ result }: { readonly result: ConnectionTest }) {
  const { t } = useTranslation('sync');
  const isGood = result.kind === 'ok';
  const Sign = isGood ? CircleCheck : TriangleAlert;
  return (
    <CheckResult ref={bringIntoView} tone={isGood ? 'pass' : 'warn'} sign={<Sign aria-hidden="true" />}>
      <strong>{t(`test.${result.kind}`, wordsOf(result))}</strong>
      <p>{t(`testNext.${result.kind}`, wordsOf(result))}</p>
      {result.kind === 'ok' && (
        <p>
          {t('facts.clock')}: <ClockWords offset={result.clockOffset} />
        </p>
      )}
    </CheckResult>
  );
}

/** The form may be longer than the window. */
const bringIntoView = (element: HTMLElement | null): void => element?.scrollIntoView({ block: 'nearest' });

function wordsOf(result: ConnectionTest): Readonly<Record<string, string | number>> {
  switch (result.kind) {
    case 'ok':
      return { station: result.station, ms: Math.max(1, Math.round(result.tookMs)) };
    case 'other_station':
      return { station: result.station, tokenFor: result.tokenFor };
    case 'unreachable':
      return { why: result.why };
    case 'not_central':
    case 'faulty':
      return { status: result.status ?? '' };
    case 'token_refused':
    case 'busy':
      return {};
  }
}
