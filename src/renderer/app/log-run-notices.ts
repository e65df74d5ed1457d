/** What a run over the whole log tells a person who looks at something else when it ends. */
import type { LogRunListener } from './log-runs-store.ts';
import { reveal } from './use-reveal.ts';
import type { Workspace } from './workspace.ts';

export const sayLogRuns = ({
  client,
  translations,
  notices,
  navigation,
  sayFailure,
}: Pick<Workspace, 'client' | 'translations' | 'notices' | 'navigation' | 'sayFailure'>): LogRunListener => ({
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
