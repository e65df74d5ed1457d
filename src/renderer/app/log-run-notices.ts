/** What a run over the whole log tells a person who looks at something else when it ends. */
import type { TFunction } from 'i18next';
import type { Notices } from '../ui/notices.tsx';
import type { ReplyError, StationClient } from './client.ts';
import type { LogRunListener } from './log-runs-store.ts';
import type { createNavigation } from './navigation.ts';
import { reveal } from './reveal.ts';

interface LogRunNoticeParts {
  readonly client: StationClient;
  readonly translations: { readonly t: TFunction };
  readonly notices: Pick<Notices, 'say'>;
  readonly navigation: ReturnType<typeof createNavigation>;
  readonly sayFailure: (error: ReplyError) => void;
}

export const sayLogRuns = ({
  client,
  translations,
  notices,
  navigation,
  sayFailure,
}: LogRunNoticeParts): LogRunListener => ({
  onVerified(report) {
    // The audit view shows the report itself.
    if (navigation.getState().place.view === 'audit') return;
    const { t } = translations;
    notices.say({
      id: 'audit.verified',
      tone: report.ok ? 'pass' : 'fail',
      title: report.ok ? t('audit:verify.ok') : t('audit:verify.bad', { index: report.index }),
      action: { label: t('audit:verify.open'), run: () => navigation.getState().go('audit', {}) },
    });
  },
  onWritten(written) {
    const { t } = translations;
    if (written === null) return notices.say({ id: 'audit.export', tone: 'info', title: t('audit:export.stopped') });
    const { path, size } = written;
    notices.say({
      id: 'audit.export',
      tone: 'pass',
      title: t('audit:export.done', { count: size }),
      text: path,
      action: { label: t('audit:reveal'), run: () => void reveal({ client, sayFailure }, path) },
    });
  },
  onFailure: sayFailure,
});
