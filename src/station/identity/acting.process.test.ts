/** Work that takes a while belongs to who began it, on the real station with its engine. */
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { auditPage } from '../audit/page.ts';
import { openStation } from '../compose.ts';
import { actingNow, type StationContext } from '../context.ts';
import { recordInspection } from '../inspections/record.ts';
import { readBoard } from '../review/reviewed-board.ts';
import { verifyDefects } from '../review/verify.ts';
import { sampleImage, sampleInspection, sampleOutcome } from '../testing/sample-inspection.ts';
import { passwords } from '../testing/staffed-station.ts';
import { must } from '../testing/station-fixture.ts';
import { openTestWorkstation, samplesFolder, type TestWorkstation } from '../testing/workstation-fixture.ts';
import { addFirstAdministrator, addUser } from './manage-users.ts';

async function staffed(): Promise<TestWorkstation> {
  const station = await openTestWorkstation();
  must(await station.session.setUp({ name: 'ada', printedName: 'Ada Lovelace', password: passwords.ada }));
  const lee = { name: 'lee', printedName: 'A. Lee', role: 'operator', central: false } as const;
  must(await addUser(station.context, lee, passwords.lee));
  must(await station.session.signIn('lee', passwords.lee));
  return station;
}

const newest = (station: TestWorkstation, action: string) =>
  must(auditPage(station.context.db, { limit: 1, action })).entries[0];

it('an import goes on when its person leaves, and its boards are recorded under that name', async () => {
  const station = await staffed();
  const board = join(samplesFolder, 'core-bare_000009_board.jpg');
  const started = must(station.imports.start([board], {}));
  must(await station.session.signOut());
  expect(await station.ended(started)).toMatchObject({ inspected: 1, error: null });
  expect(newest(station, 'inspection.completed')).toMatchObject({ actor: { name: 'A. Lee', role: 'operator' } });
  expect(station.imports.start([board], {})).toMatchObject({ error: { code: 'IDENTITY_SIGN_IN_REQUIRED' } });
});

it('a decision that waited for the database is its person’s; taken as it comes it would be the next one’s', async () => {
  const station = await staffed();
  const { context, review } = station;
  const decide = async (as: () => StationContext): Promise<string | undefined> => {
    const input = sampleInspection({ serial: null, image: sampleImage(String(as)), outcome: sampleOutcome(1) });
    const { inspectionId } = must(recordInspection(context, input));
    const defectIds = must(readBoard(context.db, inspectionId)).defects.map(({ id }) => id);
    const decision = { inspectionId, defectIds, verification: 'confirmed', reason: '', note: '' } as const;
    const acting = as();
    must(await station.session.signIn('ada', passwords.ada));
    must(verifyDefects(acting, review, decision));
    must(await station.session.signIn('lee', passwords.lee));
    return newest(station, 'verification.set')?.actor.name;
  };
  expect(await decide(() => actingNow(context))).toBe('A. Lee');
  expect(await decide(() => context)).toBe('Ada Lovelace');
});

it('the window hears of people that another program set up', async () => {
  const station = await openTestWorkstation();
  expect(station.session.state().state).toBe('open');
  const other = must(await openStation({ dataDir: station.dataDir }));
  onTestFinished(() => other.close());
  must(await addFirstAdministrator(other.context, { name: 'ada', printedName: 'Ada', password: passwords.ada }));
  const heard = await station.seen((event) => (event.type === 'session_changed' ? event.session : null));
  expect(heard).toMatchObject({ state: 'signed_out', may: [] });
});
