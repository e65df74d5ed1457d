import type { CentralAnswer, CentralSignIn } from '../../core/identity/central-sign-in.ts';

/** A person waits in front of the window. */
const timeoutMs = 5000;

/**
 * Asks the central API's token endpoint (OAuth2 password form). 400 and 401 are the centre's no; everything else that is
 * no token is no answer. Tokens are thrown away: the station only asks whether the password is right. Redirects are not
 * followed, since they would carry a password to a host that no site configured.
 */
export const centralHttp = (url: string): CentralSignIn => ({
  async ask(name, password): Promise<CentralAnswer> {
    const body = new URLSearchParams({ grant_type: 'password', username: name, password });
    try {
      const signal = AbortSignal.timeout(timeoutMs);
      const reply = await fetch(new URL('/v1/token', url), { method: 'POST', body, signal, redirect: 'manual' });
      if (reply.status === 400 || reply.status === 401) return { kind: 'refused' };
      if (reply.status !== 200) return { kind: 'unreachable', why: `status ${reply.status}` };
      const answer: unknown = await reply.json();
      const isToken =
        typeof answer === 'object' && answer !== null && 'access_token' in answer && !!answer.access_token;
      return isToken ? { kind: 'accepted' } : { kind: 'unreachable', why: 'no token in the answer' };
    } catch (thrown) {
      return { kind: 'unreachable', why: thrown instanceof Error ? thrown.name : 'unknown' };
    }
  },
});
