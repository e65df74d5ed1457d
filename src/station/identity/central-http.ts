import { createToken, type StationUser } from '@fiducial/protocol/api';
import { z } from 'zod';
import type { CentralAnswer, CentralPerson, CentralSignIn } from '../../core/identity/central-sign-in.ts';

/** A person waits in front of the window. */
const timeoutMs = 5000;
/** An answer with a token is small. */
const largestAnswer = 64 * 1024;

const problem = z.object({ code: z.string() });
/** Of a service that does not say who signed in, too. */
const accepted = z.object({ access_token: z.string().min(1), user: createToken.reply.shape.user });

/**
 * Asks the central API's token endpoint (OAuth2 password form). 400 and 401 are the centre's no, 429 with ACCESS_LOCKED
 * its lock of the name; everything else that is no token is no answer. Tokens are thrown away: the station only asks
 * whether the password is right, and whose it is. Redirects are not followed, since they would carry a password to a host
 * that no site configured.
 */
export const centralHttp = (url: string): CentralSignIn => ({
  async ask(name, password): Promise<CentralAnswer> {
    const body = new URLSearchParams({ grant_type: 'password', username: name, password });
    try {
      const signal = AbortSignal.timeout(timeoutMs);
      const reply = await fetch(new URL(createToken.path, url), { method: 'POST', body, signal, redirect: 'manual' });
      const text = await readSmall(reply);
      if (reply.status === 400 || reply.status === 401) return { kind: 'refused' };
      if (reply.status === 429 && problem.safeParse(parsed(text)).data?.code === 'ACCESS_LOCKED')
        return { kind: 'locked', seconds: secondsOf(reply.headers.get('retry-after')) };
      if (reply.status !== 200) return { kind: 'unreachable', why: `status ${reply.status}` };
      const token = accepted.safeParse(parsed(text));
      if (!token.success) return { kind: 'unreachable', why: 'no token in the answer' };
      const { user } = token.data;
      return { kind: 'accepted', person: user === undefined ? null : centralPerson(user) };
    } catch (thrown) {
      return { kind: 'unreachable', why: thrown instanceof Error ? thrown.name : 'unknown' };
    }
  },
});

export const centralPerson = (user: Omit<StationUser, 'badge_hash'>): CentralPerson => ({
  id: user.id,
  name: user.username,
  printedName: user.printed_name,
  role: user.role,
  disabled: user.disabled,
  passwordTag: user.password_tag,
});

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const longestLockSeconds = 86_400;
const secondsOf = (retryAfter: string | null): number =>
  Math.min(longestLockSeconds, Math.max(1, Number.parseInt(retryAfter ?? '', 10) || 1));

/** Throws where the answer is larger than any token. */
async function readSmall(reply: Response): Promise<string> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of reply.body ?? []) {
    size += piece.length;
    if (size > largestAnswer) throw new RangeError('the answer is too large');
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}
