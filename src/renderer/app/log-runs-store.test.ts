import { describe, expect, it } from 'vitest';
import type { Reply, StationClient } from './client.ts';
import { createLogRuns, type LogReport, type WrittenLog } from './log-runs-store.ts';

const damaged = { ok: false, index: 3, damage: 'edited', message: 'changed' } as const;

/** A station that answers when the test says so. */
function aStation() {
  const verifications: ((reply: Reply<LogReport>) => void)[] = [];
  const exports: ((reply: Reply<WrittenLog | null>) => void)[] = [];
  const said: unknown[] = [];
  const client = {
    audit: {
      verify: () => new Promise((answer) => verifications.push(answer)),
      export: () => new Promise((answer) => exports.push(answer)),
    },
  } as unknown as StationClient;
  const runs = createLogRuns(client, {
    onVerified: (report) => said.push(report),
    onWritten: (written) => said.push(written),
    onFailure: ({ code }) => said.push(code),
  });
  return { runs: runs.getState, verifications, exports, said };
}

const failed = (code: string) => ({ ok: false, error: { code, message: '' } }) as const;

describe('verifying the log', () => {
  it('keeps what was found for whoever comes back to it, and says it', async () => {
    const { runs, verifications, said } = aStation();
    const run = runs().verify();
    runs().noticeVerification({ checked: 1, size: 4 });
    expect(runs()).toMatchObject({ verifying: true, verified: 0.25, report: null });
    verifications[0]?.({ ok: true, value: damaged });
    await run;
    expect(runs()).toMatchObject({ verifying: false, verified: null, report: damaged });
    expect(said).toEqual([damaged]);
    runs().dismiss();
    expect(runs().report).toBeNull();
  });

  it('runs once, however often it is asked for', async () => {
    const { runs, verifications } = aStation();
    const run = runs().verify();
    await runs().verify();
    expect(verifications).toHaveLength(1);
    verifications[0]?.({ ok: true, value: damaged });
    await run;
  });

  it('says a failure, and nothing where a person stopped it', async () => {
    for (const [code, says] of [
      ['DB_BUSY', ['DB_BUSY']],
      ['AUDIT_VERIFICATION_STOPPED', []],
    ] as const) {
      const { runs, verifications, said } = aStation();
      const run = runs().verify();
      verifications[0]?.(failed(code));
      await run;
      expect(runs()).toMatchObject({ verifying: false, report: null });
      expect(said).toEqual(says);
    }
  });

  it('takes no news of a run that has ended for news of the next', async () => {
    const { runs } = aStation();
    runs().noticeVerification({ checked: 4, size: 4 });
    expect(runs().verified).toBeNull();
  });
});

describe('exporting the log', () => {
  it.each([
    [{ ok: true, value: { path: '/log', size: 3, root: 'r' } } as const, [{ path: '/log', size: 3, root: 'r' }]],
    [{ ok: true, value: null } as const, []],
    [failed('AUDIT_EXPORT_STOPPED'), [null]],
    [failed('DISK_FULL'), ['DISK_FULL']],
  ])('tells how it ended: %j', async (reply, says) => {
    const { runs, exports, said } = aStation();
    const run = runs().write();
    expect(runs().exporting).toBe(true);
    exports[0]?.(reply);
    await run;
    expect(runs().exporting).toBe(false);
    expect(said).toEqual(says);
  });
});
