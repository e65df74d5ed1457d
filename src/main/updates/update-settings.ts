/** Where updates come from. Off until a site names its server (docs/updates.md), in `update.json` of the data directory or in the environment. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** Plain HTTP is for a server on this computer only. */
const serverUrl = z.url({ protocol: /^https?$/ }).refine((url) => {
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' || hostname === '127.0.0.1' || hostname === 'localhost';
}, 'must be https');

const updateSettings = z.strictObject({
  url: serverUrl,
  channel: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,30}$/)
    .default('latest'),
  /** Hours between two checks. */
  everyHours: z.number().min(1).max(720).default(6),
});
export type UpdateSettings = z.infer<typeof updateSettings>;

/** Null where updates are off. `problem` says why settings that are there are not used. */
export function readUpdateSettings(
  dataDir: string,
  env: NodeJS.ProcessEnv = process.env,
): { readonly settings: UpdateSettings | null; readonly problem: string | null } {
  let given: unknown;
  try {
    given = JSON.parse(readFileSync(join(dataDir, 'update.json'), 'utf8'));
  } catch (cause) {
    const isMissing = (cause as NodeJS.ErrnoException).code === 'ENOENT';
    if (!env.FIDUCIAL_UPDATE_URL) return { settings: null, problem: isMissing ? null : String(cause) };
  }
  const fromEnv = env.FIDUCIAL_UPDATE_URL ? { url: env.FIDUCIAL_UPDATE_URL } : {};
  const parsed = updateSettings.safeParse({ ...(given as object), ...fromEnv });
  if (parsed.success) return { settings: parsed.data, problem: null };
  return { settings: null, problem: z.prettifyError(parsed.error) };
}
