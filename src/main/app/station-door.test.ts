import { expect, test, vi } from 'vitest';
import { type AppError, fail, ok, type Result } from '../../core/kernel/result.ts';
import { openDoor } from './station-door.ts';

const locked: Result<string, AppError> = fail({ code: 'DB_LOCKED', message: 'Another program holds the database.' });

test('a station that opens at once is there, and nothing is tried again', async () => {
  const onOpened = vi.fn();
  const door = openDoor({ open: async () => ok('station'), onOpened, tryEveryMs: 1 });
  expect(door.state()).toBeNull();
  expect(await door.tried()).toEqual(ok('station'));
  expect(door.state()).toEqual(ok('station'));
  expect(onOpened).not.toHaveBeenCalled();
});

test('a locked station says why, and is there as soon as the lock is gone', async () => {
  let tries = 0;
  const onOpened = vi.fn();
  const open = async () => {
    tries += 1;
    return tries < 4 ? locked : ok('station');
  };
  const door = openDoor({ open, onOpened, tryEveryMs: 1 });
  expect(await door.tried()).toEqual(locked);
  await vi.waitFor(() => expect(onOpened).toHaveBeenCalledExactlyOnceWith('station'));
  expect(door.state()).toEqual(ok('station'));
  expect(tries).toBe(4);
});

test('a closed door is not tried any more', async () => {
  const open = vi.fn(async () => locked);
  const door = openDoor({ open, onOpened: vi.fn(), tryEveryMs: 1 });
  await vi.waitFor(() => expect(open.mock.calls.length).toBeGreaterThan(1));
  door.close();
  const tries = open.mock.calls.length;
  await new Promise((done) => setTimeout(done, 20));
  expect(open.mock.calls.length).toBeLessThanOrEqual(tries + 1);
});

test('what is behind the door is replaced while nobody is there, and it opens again', async () => {
  const opened: string[] = [];
  const told: string[] = [];
  let data = 'damaged';
  const open = async () => {
    opened.push(data);
    return ok(data);
  };
  const door = openDoor({ open, onOpened: (station) => told.push(station), tryEveryMs: 1 });
  await door.tried();
  const left: string[] = [];
  const replaced = door.replace(
    async (station) => void left.push(station),
    () => {
      // Whoever asks meanwhile hears that, and not a station that is closed.
      expect(door.state()).toEqual(locked);
      data = 'restored';
      return 'done';
    },
    locked.ok ? expect.unreachable() : locked.error,
  );
  expect(await replaced).toBe('done');
  expect({ left, told, state: door.state() }).toEqual({ left: ['damaged'], told: ['restored'], state: ok('restored') });
  expect(opened).toEqual(['damaged', 'restored']);
});

test('a door that never opened is replaced as well, and tried on where that did not help', async () => {
  let data: Result<string, AppError> = locked;
  const onOpened = vi.fn();
  const door = openDoor({ open: async () => data, onOpened, tryEveryMs: 1 });
  const leave = vi.fn();
  const error = locked.ok ? expect.unreachable() : locked.error;
  await door.replace(leave, () => undefined, error);
  expect(leave).not.toHaveBeenCalled();
  expect(door.state()).toEqual(locked);
  data = ok('station');
  await vi.waitFor(() => expect(onOpened).toHaveBeenCalledExactlyOnceWith('station'));
});
