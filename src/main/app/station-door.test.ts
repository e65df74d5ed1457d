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
