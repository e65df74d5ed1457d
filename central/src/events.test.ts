import { createServer, type Server } from 'node:net';
import pg from 'pg';
import { uuidv7 } from 'uuidv7';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Central, startCentral, until } from './testing/central-fixture.ts';

interface Told {
  readonly event_id: string;
  readonly event_type: string;
}

/** What a listener of the database hears, from now on. */
async function listen(central: Central): Promise<{ readonly heard: Told[]; close(): Promise<void> }> {
  const client = new pg.Client({ connectionString: central.databaseUrl });
  const heard: Told[] = [];
  client.on('notification', ({ payload }) => heard.push(JSON.parse(payload ?? '{}') as Told));
  await client.connect();
  await client.query('LISTEN fiducial_events');
  return { heard, close: () => client.end() };
}

const inspect = (central: Central, lot: string): Promise<unknown> =>
  central.as('POST', '/v1/inspections', { body: { inspection_id: uuidv7(), lot } });

const recorded = (central: Central) =>
  central.service.db.selectFrom('events').select(['event_id', 'delivered_at']).orderBy('id').execute();

describe('events', () => {
  let central: Central;
  beforeAll(async () => {
    central = await startCentral();
  });
  afterAll(() => central.stop());

  it('are told through the database, in order', async () => {
    const listener = await listen(central);
    for (const lot of ['L-1', 'L-2', 'L-3']) await inspect(central, lot);
    await until(async () => listener.heard.length >= 3);
    await listener.close();
    expect(listener.heard.map(({ event_id }) => event_id)).toEqual(
      (await recorded(central)).map(({ event_id }) => event_id),
    );
    expect(new Set(listener.heard.map(({ event_type }) => event_type))).toEqual(new Set(['inspection.created']));
  });
});

describe('with a Kafka broker that hangs up', () => {
  let broker: Server;
  let calls = 0;
  let central: Central;
  beforeAll(async () => {
    broker = createServer((socket) => {
      calls += 1;
      socket.on('error', () => undefined).destroy();
    });
    await new Promise<void>((resolve) => broker.listen(0, '127.0.0.1', resolve));
    const { port } = broker.address() as { port: number };
    central = await startCentral({ env: { KAFKA_BROKERS: `127.0.0.1:${port}` } });
  });
  afterAll(async () => {
    await central.stop();
    broker.close();
  });

  const measured = async (name: string): Promise<number> => {
    const text = (await central.send('GET', '/metrics')).body as string;
    return Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1] ?? Number.NaN);
  };

  it('everything else works, and events are kept, tried again and counted', async () => {
    expect(await inspect(central, 'L-1')).toMatchObject({ status: 201 });
    expect(await inspect(central, 'L-2')).toMatchObject({ status: 201 });
    await until(async () => (await measured('events_refused_total')) >= 2);
    expect(calls).toBeGreaterThanOrEqual(2);
    expect(await measured('events_waiting')).toBe(2);
    expect((await recorded(central)).map(({ delivered_at }) => delivered_at)).toEqual([null, null]);
  });

  it('events go out in order as soon as somebody takes them', async () => {
    const listener = await listen(central);
    const other = await central.another({ env: {} });
    await until(async () => listener.heard.length >= 2);
    await listener.close();
    await other.stop();
    const all = await recorded(central);
    expect(listener.heard.map(({ event_id }) => event_id)).toEqual(all.map(({ event_id }) => event_id));
    expect(all.every(({ delivered_at }) => delivered_at !== null)).toBe(true);
  });
});
