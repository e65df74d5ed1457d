/** One run: two weeks of a station beside a service that is mostly away, then both are given time to agree. */
import type { Reply } from '../../../src/core/sync/answer.ts';
import type { Timing } from '../../../src/station/sync/transport.ts';
import { acknowledgedIsDurable, bothSidesAgree, watcher } from './invariants.ts';
import { ModelCentre } from './model-centre.ts';
import { impostor, witness } from './model-witness.ts';
import { calm, network, type Weather } from './network.ts';
import { type PlantedBug, plantInDatabase, plantInTiming, plantInTransport } from './planted-bugs.ts';
import { stationModel } from './station-model.ts';
import { createWorld, type Dice, dice } from './world.ts';

export interface RunReport {
  readonly seed: number;
  /** Broken invariants, by their numbers; empty where all hold. */
  readonly wrong: readonly string[];
  readonly inspections: number;
  readonly requests: number;
  readonly kills: number;
  /** How often the service was set back to an earlier backup. */
  readonly restores: number;
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const tenYears = 3652 * day;

const storm = (rolled: Dice): Omit<Weather, 'storeDown'> => ({
  lost: rolled.next() * 0.3,
  replyLost: rolled.next() * 0.2,
  doubled: rolled.next() * 0.2,
  busy: rolled.next() * 0.2,
  fault: rolled.next() * 0.1,
  portal: rolled.next() * 0.05,
  corrupted: rolled.next() * 0.2,
  down: false,
  delayMs: rolled.between(20, 20_000),
});

/** @param template An empty database, as `emptyDatabase` makes it. */
export async function runSeed(seed: number, template: Buffer, bug: PlantedBug | null = null): Promise<RunReport> {
  const rolled = dice(seed);
  const world = createWorld();
  const epoch = Date.UTC(2026, 0, 1) + rolled.between(0, 300) * day;
  const serverWallMs = () => epoch + world.nowMs();
  let clockOff = rolled.between(-5 * minute, 5 * minute);
  const wallMs = () => Math.floor(serverWallMs() + clockOff);
  const centre = new ModelCentre(serverWallMs, { idsExpire: bug === 'ids that are known for 24 hours' });
  let boots = 1;
  const station = stationModel({ world, dice: rolled, template, wallMs, bootId: () => `boot ${boots}` });
  plantInDatabase(bug, station);
  const cap = rolled.chance(0.3) ? rolled.between(2000, 20_000) : null;
  const weather = calm();
  const kept = new Map<string, Reply>();
  const wrong: string[] = [];
  const damaged = new Set<string>();
  /** Rolls what happens to the service by itself: a change there leaves a seed's other events as they are. */
  const fate = dice(seed + 1_000_000);
  /** Rolls what of the service is not to be believed, and when the log is signed. */
  const trust = dice(seed + 2_000_000);
  let backup = centre.backup();
  /** Nothing shows that something is lost: somebody at the service must tell the station. */
  let isUnnoticeable = false;
  let requests = 0;
  let kills = 0;
  /** What the service asked to wait for, and the station could write down. */
  let notBefore = 0;

  /** A process of the station, which can be killed between any two things that happen. */
  function launch() {
    let alive = true;
    const watched = watcher({ nowMs: () => world.nowMs(), centre, cap, notBefore });
    const transport = network({
      world,
      dice: rolled,
      centre,
      weather,
      serverWallMs,
      isAlive: () => alive,
      watch: {
        ...watched.watch,
        began(request) {
          requests += 1;
          watched.watch.began(request);
        },
        replied(request, reply) {
          watched.watch.replied(request, reply);
          if (station.disk.full === 0 && station.disk.unknown === 0) notBefore = watched.notBefore();
        },
      },
    });
    const timing: Timing = {
      nowMs: () => world.nowMs(),
      wallMs,
      random: () => rolled.next(),
      sleep: (ms, signal) =>
        new Promise((resolve) => {
          const wake = (): void => {
            if (alive) resolve();
          };
          if (signal?.aborted) return wake();
          signal?.addEventListener('abort', wake, { once: true });
          world.after(ms, wake);
        }),
    };
    const sync = station.start({
      transport: plantInTransport(bug, transport, { station, centre, kept }),
      timing: plantInTiming(bug, timing),
      cap: bug === 'the cap is not kept' ? null : cap,
    });
    return {
      sync,
      findings: () => watched.findings(),
      kill() {
        alive = false;
        kills += 1;
        // What it had not yet heard it never hears; what left it may still arrive.
        wrong.push(...watched.findings(), ...acknowledgedIsDurable(station, centre, centre.lost));
      },
    };
  }

  const changeSomething = (): void => {
    if (rolled.chance(0.35)) station.decide();
    if (rolled.chance(0.25)) clockOff = rolled.between(-1, 1) * tenYears + rolled.between(-hour, hour);
    if (rolled.chance(0.15)) centre.tokenHolds = !centre.tokenHolds;
    if (rolled.chance(0.3)) Object.assign(weather, storm(rolled));
    if (rolled.chance(0.3)) weather.down = !weather.down;
    Object.assign(station.disk, {
      full: rolled.chance(0.2) ? rolled.next() * 0.5 : 0,
      unknown: rolled.chance(0.2) ? rolled.next() * 0.3 : 0,
      unreadable: rolled.chance(0.1) ? 0.3 : 0,
    });
  };
  /** Somebody else stands in the witness's place for a while; the station signs its log. */
  const turnWitness = (): void => {
    if (trust.chance(0.3)) centre.witness.signer = trust.chance(0.5) ? impostor : witness;
    if (trust.chance(0.5)) station.sign();
  };
  /** An administrator makes a backup of the service, or restores the newest there is. */
  const tendService = (): void => {
    if (fate.chance(0.15)) weather.storeDown = !weather.storeDown;
    if (fate.chance(0.2)) backup = centre.backup();
    if (!fate.chance(0.06)) return;
    centre.restore(backup);
    const copied = station.sqlite.prepare(`SELECT value FROM sync_state WHERE name = 'log_copied'`).pluck().get();
    if (centre.entries.length >= Number(copied ?? 0)) isUnnoticeable = true;
  };
  const inspect = (): void => {
    const id = station.inspect();
    if (rolled.chance(0.08)) centre.poison.set(id, rolled.chance(0.5) ? 'refuses' : 'crashes');
    else if (trust.chance(0.04)) centre.poison.set(id, 'alters');
  };

  for (let dayNumber = 0; dayNumber < 14; dayNumber += 1) {
    if (rolled.chance(0.6)) for (let n = rolled.between(1, 3); n > 0; n -= 1) inspect();
    if (rolled.chance(0.5)) {
      let started = launch();
      for (let n = rolled.between(1, 4); n > 0; n -= 1) {
        changeSomething();
        tendService();
        turnWitness();
        if (rolled.chance(0.3)) inspect();
        started.sync.wake();
        await world.runUntil(world.nowMs() + rolled.between(1, 8 * minute));
        if (!rolled.chance(0.2)) continue;
        // It crashed, or the computer did, and is started again at once.
        started.kill();
        if (rolled.chance(0.2)) boots += 1;
        await world.runUntil(world.nowMs() + rolled.between(1, minute));
        started = launch();
      }
      started.kill();
    }
    tendService();
    await world.runUntil(world.nowMs() + rolled.between(hour, day));
  }
  // A disk that lost an image for good, before any of it was sent.
  if (rolled.chance(0.1)) {
    const [sha256, bytes] = [...station.originals].at(-1) ?? [];
    const wasTried = [...centre.artifacts.values()].some((it) => it.announced === sha256);
    if (sha256 !== undefined && bytes !== undefined && !wasTried) {
      station.originals.set(
        sha256,
        Uint8Array.from(bytes, (byte) => byte ^ 1),
      );
      damaged.add(sha256);
    }
  }
  // Everything works again, and the program stays on.
  Object.assign(weather, calm());
  Object.assign(station.disk, { full: 0, unknown: 0, unreadable: 0 });
  centre.tokenHolds = true;
  centre.witness.signer = witness;
  putBack(station, centre, damaged);
  if (isUnnoticeable) station.resend();
  const last = launch();
  const isQuiet = (): boolean =>
    station.sqlite.prepare(`SELECT count(*) FROM outbox WHERE state = 'pending'`).pluck().get() === 0 &&
    centre.entries.length === station.sqlite.prepare('SELECT count(*) FROM audit_entries').pluck().get();
  // A planted bug that was seen needs no further proof.
  const isDone = (): boolean => isQuiet() || (bug !== null && last.findings().length > 0);
  // Work goes on: what else is taken shows that the service itself is well.
  for (let hours = 0; hours < 12 && !isDone(); hours += 1) {
    station.inspect();
    last.sync.wake();
    await world.runUntil(world.nowMs() + hour, isDone);
  }
  if (!isQuiet()) wrong.push('S2: not everything was sent within twelve hours of fair weather');
  last.kill();
  await world.runUntil(world.nowMs() + hour);
  wrong.push(...bothSidesAgree(station, centre, damaged));
  station.sqlite.close();
  return {
    seed,
    wrong: [...new Set(wrong)],
    inspections: station.inspections.length,
    requests,
    kills,
    restores: centre.restores,
  };
}

/**
 * What bad weather made the station give up on, a person has tried again: refusals of a storm's service are no fault of
 * the items. What is wrong with an item itself is set aside again.
 */
function putBack({ sqlite }: ReturnType<typeof stationModel>, centre: ModelCentre, damaged: ReadonlySet<string>): void {
  const rows = sqlite
    .prepare<[], { id: string; object_id: string; payload_sha256: string }>(
      `SELECT id, object_id, payload_sha256 FROM outbox WHERE state = 'set_aside'`,
    )
    .all();
  for (const { id, object_id, payload_sha256 } of rows) {
    if (centre.poison.has(object_id) || damaged.has(payload_sha256)) continue;
    sqlite.prepare(`UPDATE outbox SET state = 'pending', tries = 0, settled_at = NULL WHERE id = ?`).run(id);
  }
}
