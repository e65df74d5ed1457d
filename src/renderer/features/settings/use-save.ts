import { useTranslation } from 'react-i18next';
import { failureText } from '../../app/failure-text.ts';
import { partOf, type Settings } from '../../app/settings-store.ts';
import { useWorkspace } from '../../app/workspace-context.tsx';

/** Null where it was saved; else why not, for the control that keeps what was typed. */
type Refusal = string | null;

/**
 * Saves a change at once and offers to take it back. `what` names it for people. A refusal is said by the notice that
 * all failures have, and answered for the control.
 */
export function useSave(): (what: string, change: Partial<Settings>) => Promise<Refusal> {
  const { t } = useTranslation('settings');
  const { settings, notices, sayFailure } = useWorkspace();
  return async (what, change) => {
    const was = partOf(settings.getState().values, change);
    const reply = await settings.getState().set(change);
    if (!reply.ok) {
      sayFailure(reply.error);
      return t('notSaved', { reason: failureText(t, reply.error).title });
    }
    const takeBack = async () => {
      // What was saved since stays.
      const back = await settings.getState().set(was, change);
      if (!back.ok) return sayFailure(back.error);
      notices.say({ id: 'settings.saved', tone: 'info', title: t('undone', { what }) });
    };
    notices.say({
      id: 'settings.saved',
      tone: 'pass',
      title: t('saved', { what }),
      action: { label: t('undo'), run: () => void takeBack() },
    });
    return null;
  };
}
