import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { call } from '../../ipc/contract-kinds.ts';
import { answerCall } from './answer-call.ts';
import { ipcErrorCodes } from './errors.ts';
import { isOwnPage } from './sender.ts';

const greet = call(z.strictObject({ name: z.string() }), z.object({ text: z.string() }), ['DB']);

async function ask(args: readonly unknown[], handler: (input: { name: string }) => unknown) {
  const faults: unknown[] = [];
  const reply = await answerCall('fiducial:test.greet', greet, handler as never, args, (_where, fault) =>
    faults.push(fault),
  );
  return { reply, faults };
}

describe('a call', () => {
  test('gets the handler’s answer, without what the contract does not name', async () => {
    const { reply } = await ask([{ name: 'Lee' }], ({ name }) => ({
      ok: true,
      value: { text: `Hello ${name}`, secret: 1 },
    }));
    expect(reply).toEqual({ ok: true, value: { text: 'Hello Lee' } });
  });

  test.each([[[]], [[{}]], [[{ name: 1 }]], [[{ name: 'a', more: 1 }]], [[{ name: 'a' }, 2]], [[null]]])(
    'with input %j never reaches the handler',
    async (args) => {
      let reached = false;
      const { reply, faults } = await ask(args, () => {
        reached = true;
        return { ok: true, value: { text: '' } };
      });
      expect(reply).toMatchObject({ ok: false, error: { code: 'IPC_INPUT' } });
      expect(reached).toBe(false);
      expect(faults).toEqual([]);
    },
  );

  test('passes on errors of the areas it names', async () => {
    const error = { code: 'DB_LOCKED', message: 'Locked.', details: { ms: 5 } };
    expect((await ask([{ name: 'a' }], () => ({ ok: false, error }))).reply).toEqual({ ok: false, error });
  });

  test.each([
    ['throws', () => Promise.reject(new Error('password=1'))],
    ['answers nothing', () => undefined],
    ['answers what does not parse', () => ({ ok: true, value: { text: 5 } })],
    [
      'fails with an area that the call does not name',
      () => ({ ok: false, error: { code: 'ENGINE_CRASHED', message: '' } }),
    ],
  ])('whose handler %s tells the log, and the window only that', async (_what, handler) => {
    const { reply, faults } = await ask([{ name: 'a' }], handler);
    expect(reply).toMatchObject({ ok: false, error: { code: 'IPC_UNEXPECTED' } });
    expect(JSON.stringify(reply)).not.toContain('password');
    expect(faults).toHaveLength(1);
  });
});

test('codes of the area', () => {
  expect(ipcErrorCodes).toEqual(['IPC_SENDER', 'IPC_INPUT', 'IPC_UNEXPECTED']);
});

describe('who may ask', () => {
  const url = 'app://workstation/index.html';
  test('the top frame of our own page', () => {
    expect(isOwnPage({ contentsId: 1, frame: { url, parent: null } }, 1)).toBe(true);
  });
  test.each([
    ['another page', { contentsId: 2, frame: { url, parent: null } }],
    ['a frame inside', { contentsId: 1, frame: { url, parent: {} } }],
    ['a frame that is gone', { contentsId: 1, frame: null }],
    ['another site', { contentsId: 1, frame: { url: 'https://evil.example/', parent: null } }],
    ['a site that begins like ours', { contentsId: 1, frame: { url: 'app://workstation.evil/', parent: null } }],
  ])('not %s', (_who, asking) => {
    expect(isOwnPage(asking, 1)).toBe(false);
  });
  test('nobody before there is a window', () => {
    expect(isOwnPage({ contentsId: 1, frame: { url, parent: null } }, undefined)).toBe(false);
  });
});
