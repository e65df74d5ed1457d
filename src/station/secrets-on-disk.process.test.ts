/** Nothing that proves who somebody is, and no key that signs, lies on the disk as it is. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { addUser, resetPassword } from './identity/manage-users.ts';
import type { Sealer } from './keys/sealer.ts';
import { keyRing } from './testing/signed-station.ts';
import { must, temporaryFolder } from './testing/station-fixture.ts';
import { openTestWorkstation, samplesFolder } from './testing/workstation-fixture.ts';

const password = 'Tangerine-Kettle-42-Orbit';
const newPassword = 'Marble-Lantern-77-Quiet';
const pin = '73918264';
const badge = 'BADGE-55-TAG-90817263';

/** Every file below a folder that has the secret in it, in any of the ways in which bytes are written down. */
function filesWith(folder: string, secret: string | Uint8Array): readonly string[] {
  const bytes = Buffer.from(secret);
  const forms = [bytes, Buffer.from(bytes.toString('hex')), Buffer.from(bytes.toString('base64').replace(/=*$/, ''))];
  if (typeof secret === 'string') forms.push(Buffer.from(secret, 'utf16le'));
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(folder, name)).isFile())
    .filter((name) => {
      const content = readFileSync(join(folder, name));
      return forms.some((form) => content.includes(form));
    });
}

/** Seals as the other does, and remembers what came in. */
function listening(inner: Sealer): Sealer & { readonly heard: Uint8Array[] } {
  const heard: Uint8Array[] = [];
  return {
    ...inner,
    heard,
    seal(bytes) {
      heard.push(Uint8Array.from(bytes));
      return inner.seal(bytes);
    },
  };
}

describe('on the disk of a station with people', () => {
  test('there is no password, PIN, badge, recovery code or one-time password, tried wrong or right', async () => {
    const dataDir = temporaryFolder();
    const { session, context, imports, ended, close } = await openTestWorkstation(dataDir);
    const first = must(await session.setUp({ name: 'ada', printedName: 'Ada Lovelace', password }));
    must(await session.setPin(password, pin));
    must(await session.setBadge(password, badge));
    const added = must(
      await addUser(context, { name: 'bo', printedName: 'Bo Chen', role: 'operator', central: false }),
    );
    const reset = must(await resetPassword(context, added.user.id));
    must(await session.changePassword(password, newPassword));
    expect(await session.signIn('ada', 'Wrong-Umbrella-19-Stone')).toMatchObject({ ok: false });
    must(await session.signIn('ada', newPassword));
    await ended(must(imports.start([join(samplesFolder, 'core-bare_000009_board.jpg')], {})));
    const written = [password, newPassword, pin, badge, 'Wrong-Umbrella-19-Stone'];
    const given = [
      first.recoveryCode,
      first.recoveryCode.replaceAll('-', ''),
      added.oneTimePassword,
      reset.oneTimePassword,
    ];
    const whileOpen = [...written, ...given].map((secret) => filesWith(dataDir, secret));
    await close();
    expect([...whileOpen, ...[...written, ...given].map((secret) => filesWith(dataDir, secret))].flat()).toEqual([]);
    // Negative control: what is no secret is found, so secrets would be.
    expect(filesWith(dataDir, 'Ada Lovelace')).toContain('station.db');
  });

  test('there is no signing key that is not sealed', async () => {
    const dataDir = temporaryFolder();
    const sealer = listening(keyRing());
    const { signer, context, close } = await openTestWorkstation(dataDir, { sealer });
    must(signer.rotate(context, false));
    await close();
    expect(sealer.heard).toHaveLength(2);
    for (const key of sealer.heard) expect(filesWith(dataDir, key)).toEqual([]);
  });

  test('negative control: a key that nothing seals is found', async () => {
    const dataDir = temporaryFolder();
    const sealer = listening({ kind: 'none', seal: (bytes) => bytes, unseal: (bytes) => bytes });
    const { close } = await openTestWorkstation(dataDir, { sealer });
    await close();
    const [key] = sealer.heard;
    expect(filesWith(dataDir, key!)).toHaveLength(1);
  });
});
