import { ShieldAlert, ShieldCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { LogReport } from '../../app/log-runs-store.ts';
import { Button } from '../../ui/button.tsx';
import { CheckResult } from '../../ui/check-result.tsx';
import styles from './audit.module.css';

interface VerificationResultProps {
  readonly report: LogReport;
  readonly onShow: (index: number) => void;
  readonly onDismiss: () => void;
}

/** What recomputing the whole log has shown. */
export function VerificationResult({ report, onShow, onDismiss }: VerificationResultProps) {
  const { t } = useTranslation('audit');
  return (
    <div className={styles.verified}>
      <CheckResult
        tone={report.ok ? 'pass' : 'fail'}
        sign={report.ok ? <ShieldCheck aria-hidden="true" /> : <ShieldAlert aria-hidden="true" />}
        role={report.ok ? 'status' : 'alert'}
        actions={
          <>
            {!report.ok && (
              <Button onClick={() => onShow(report.index)}>{t('verify.show', { index: report.index })}</Button>
            )}
            <Button variant="quiet" onClick={onDismiss}>
              {t('verify.dismiss')}
            </Button>
          </>
        }
      >
        <strong>{report.ok ? t('verify.ok') : t('verify.bad', { index: report.index })}</strong>
        {report.ok ? (
          <>
            <p>{t('verify.okText', { count: report.size })}</p>
            <p>
              {t('verify.root')} <code data-selectable="">{report.root}</code>
            </p>
          </>
        ) : (
          <>
            <p>{t(`damage.${report.damage}`, { defaultValue: report.message })}</p>
            <p>{t('verify.badText')}</p>
          </>
        )}
      </CheckResult>
    </div>
  );
}
