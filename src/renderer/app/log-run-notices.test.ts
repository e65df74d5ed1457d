import { expect, it } from 'vitest';
import type { StationClient } from './client.ts';
import { sayLogRuns } from './log-run-notices.ts';
import { createWorkspace } from './workspace.ts';

const damaged = { ok: false, index: 3, damage: 'edited', message: '' } as const;

/** What is said when a verification ends while `view` is looked at. */
function saidIn(view: 'audit' | 'review') {
  const workspace = createWorkspace({} as StationClient, 'en');
  const said: { readonly tone: string; readonly title: string }[] = [];
  const notices = { say: (notice: (typeof said)[number]) => void said.push(notice) };
  workspace.navigation.getState().go(view, {});
  sayLogRuns({ ...workspace, notices }).onVerified(damaged);
  return said;
}

it('damage of the log reaches whoever left the audit view before it was found', () => {
  expect(saidIn('review')).toMatchObject([{ tone: 'fail', title: 'The log is damaged at entry 3' }]);
});

it('the audit view shows its report itself', () => {
  expect(saidIn('audit')).toEqual([]);
});
