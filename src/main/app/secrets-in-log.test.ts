/** A canary goes in where secrets go in, and comes out of nothing that is written down. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { redact } from '../../core/kernel/redact.ts';
import { contract } from '../../ipc/contract.ts';
import { type AnyContract, call } from '../../ipc/contract-kinds.ts';
import { defaultSettings } from '../../station/settings/site-settings.ts';
import { answerCall } from '../ipc/answer-call.ts';
import { type LocalLog, openLocalLog } from './local-log.ts';

const canary = 'Correct-Horse_Battery9';
const secrets = {
  user: 'lee',
  password: canary,
  pin: canary,
  badge: canary,
  recoveryToken: canary,
  secretAccessKey: canary,
};

let log: LocalLog;
const written = (): string => readFileSync(join(log.folder, 'shell.log'), 'utf8');
beforeEach(() => {
  const folder = mkdtempSync(join(tmpdir(), 'fiducial-canary-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  log = openLocalLog(folder);
});

/** As the shell wires it (open-shell.ts). */
const onFault = (where: string, fault: unknown): void =>
  log.write(where, fault instanceof Error ? (fault.stack ?? fault.message) : String(fault));

describe('the shell’s log', () => {
  test.each([
    ['throws what it was given', (input: object) => Promise.reject(new Error(JSON.stringify(input)))],
    ['answers what it was given, and not what it should', (input: object) => ({ ok: true, value: input })],
    [
      'fails with what it was given',
      (input: object) => ({ ok: false, error: { code: 'OTHER_AREA', message: JSON.stringify(input) } }),
    ],
  ])('has no secret of a call whose handler %s', async (_how, handler) => {
    const signIn = call(z.looseObject({}), z.strictObject({ never: z.literal(1) }));
    const reply = await answerCall('identity.signIn', signIn, handler as never, [secrets], onFault);
    expect(reply.ok).toBe(false);
    expect(written()).toContain('identity.signIn');
    expect(written()).not.toContain(canary);
    expect(JSON.stringify(reply)).not.toContain(canary);
  });

  test('has no secret of a call whose input does not parse, and neither has the answer', async () => {
    const signIn = call(z.strictObject({ user: z.string(), password: z.string().max(3) }), z.object({}));
    const reply = await answerCall('identity.signIn', signIn, (() => undefined) as never, [secrets], onFault);
    expect(reply).toMatchObject({ ok: false, error: { code: 'IPC_INPUT' } });
    expect(JSON.stringify(reply)).not.toContain(canary);
  });

  test.each(['uncaughtException', 'window', 'engine', 'updates', 'refused'])(
    'has no secret in a line of “%s”',
    (area) => {
      log.write(area, `could not sign in with password=${canary} at https://lee:${canary}@central.example/`);
      log.write(area, new Error(`request failed: {"authorization":"Bearer ${canary}"}`).stack!);
      expect(written()).toContain(area);
      expect(written()).not.toContain(canary);
    },
  );

  test('negative control: a log that does not look would have it', () => {
    log.write('engine', `the word ${canary} by itself is no secret that anybody could know`);
    expect(written()).toContain(canary);
  });
});

/** Names of fields that hold what people type or scan as a secret: src/ipc/identity.ts, `secret`. */
function secretFields(schema: unknown): readonly string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const { properties = {} } = schema as { readonly properties?: Readonly<Record<string, unknown>> };
  const own = Object.entries(properties).flatMap(([name, field]) => (isSecret(field) ? [name] : []));
  return [...own, ...Object.values(schema).flatMap((inner) => secretFields(inner))];
}
const isSecret = (field: unknown): boolean =>
  typeof field === 'object' &&
  field !== null &&
  (('maxLength' in field && field.maxLength === 512) ||
    ('anyOf' in field && (field.anyOf as unknown[]).some(isSecret)));

test('every field of the contract in which a secret comes is known to the log by its name', () => {
  const fields = Object.entries(contract as AnyContract).flatMap(([feature, channels]) =>
    Object.entries(channels).flatMap(([name, channel]) =>
      channel.kind === 'call'
        ? secretFields(z.toJSONSchema(channel.input, { unrepresentable: 'any', io: 'input' })).map(
            (field) => [`${feature}.${name}`, field] as const,
          )
        : [],
    ),
  );
  expect(fields).toContainEqual(['identity.signIn', 'password']);
  expect(fields).toContainEqual(['identity.recover', 'code']);
  expect(fields).toContainEqual(['review.signOff', 'secret']);
  for (const [where, field] of fields) {
    const input = { [field]: canary, kept: 'kept' };
    log.write(where, JSON.stringify(input));
    log.write(where, inspect(input));
  }
  expect(written()).toContain('kept');
  expect(written()).not.toContain(canary);
});

test('no setting holds a secret: the settings’ table and its log entries are read by everybody', () => {
  for (const name of Object.keys(defaultSettings({ station: 's', person: 'p' })))
    expect(redact(`${name}=value`), name).toBe(`${name}=value`);
});
