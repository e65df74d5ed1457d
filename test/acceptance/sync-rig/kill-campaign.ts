/** Both sides are killed at random while the station sends and people go on deciding; then both are left alone to agree. */
import { setTimeout as pause } from 'node:timers/promises';
import { reviewSession } from '../../../src/station/review/review-session.ts';
import { verifyDefects } from '../../../src/station/review/verify.ts';
import { must } from '../../../src/station/testing/station-fixture.ts';
import type { Dice } from '../../simulation/sync/world.ts';
import type { SyncRig } from './rig.ts';

export interface Campaign {
  readonly kills: number;
  /** Milliseconds after which no more are made. */
  readonly longestMs?: number;
  /** Moments of the kills, and what people decide. */
  readonly rolled: Dice;
  /** Told after each kill. */
  readonly onKill?: (kill: number, waiting: number) => void;
}

export interface CampaignReport {
  readonly stationKills: number;
  readonly serviceKills: number;
}

/** Milliseconds without anything being sent after which the rest is taken for stuck. */
const stuckAfterMs = 90_000;

/** Milliseconds after which a process is killed that has sent nothing. */
const longestWaitMs = 20_000;

/** Resolves when something was sent, or nothing was for so long. */
async function moved(rig: SyncRig, longestMs: number): Promise<void> {
  const before = rig.sent();
  for (const end = Date.now() + longestMs; rig.sent() === before && rig.waiting() > 0 && Date.now() < end; )
    await pause(20);
}

const lookOnce = (rig: SyncRig): Promise<number | null> => rig.startSending('--once').ended;

/** Resolves when nothing waits any more, with the processes ended; throws where nothing moves. */
export async function killBothSides(
  rig: SyncRig,
  { kills, longestMs = Number.POSITIVE_INFINITY, rolled, onKill }: Campaign,
): Promise<CampaignReport> {
  const session = reviewSession();
  const decide = async (): Promise<void> => {
    const { context } = rig.station;
    const inspectionId = rig.inspections[rolled.between(0, rig.inspections.length - 1)]!;
    const query = context.db.query.selectFrom('defects').select('id').where('inspection_id', '=', inspectionId);
    const defectIds = context.db.all(query).map(({ id }) => id);
    const verification = rolled.chance(0.5) ? 'confirmed' : 'rejected';
    const decision = { inspectionId, defectIds, verification, reason: '', note: '' } as const;
    must(await context.db.patiently(() => verifyDefects(context, session, decision)));
  };
  let service = await rig.startService();
  let sending = rig.startSending();
  let serviceKills = 0;
  const started = Date.now();
  let done = 0;
  for (; done < kills && Date.now() - started < longestMs; done += 1) {
    // On a slow computer most processes would else be killed before they had begun to send anything.
    if (rolled.chance(0.8)) await moved(rig, longestWaitMs);
    await pause(rolled.between(0, 1000));
    await decide();
    if (done % 3 === 2) {
      await service.kill();
      service = await rig.startService();
      serviceKills += 1;
    } else {
      await sending.kill();
      sending = rig.startSending();
    }
    onKill?.(done + 1, rig.waiting());
  }
  for (let [sent, movedAt] = [rig.sent(), Date.now()]; rig.waiting() > 0; await pause(200)) {
    const now = rig.sent();
    if (now !== sent) [sent, movedAt] = [now, Date.now()];
    else if (Date.now() - movedAt > stuckAfterMs) throw new Error(`${rig.waiting()} items wait and nothing moves`);
  }
  await sending.kill();
  // The log's newest entries, which no item of the ledger stands for. The service may ask to wait for a moment.
  for (let [last, end] = [await lookOnce(rig), Date.now() + stuckAfterMs]; last !== 0; last = await lookOnce(rig))
    if (Date.now() > end) throw new Error(`The last look at what waits ended with ${last}`);
  await service.kill();
  return { stationKills: done - serviceKills, serviceKills };
}
