import { createInstance, type TFunction } from 'i18next';
import { describe, expect, it } from 'vitest';
import status from '../../locales/en/status.json' with { type: 'json' };
import { syncWords } from './sync-words.ts';

const texts = createInstance();
await texts.init({ lng: 'en', resources: { en: { status } }, interpolation: { escapeValue: false } });
const t = texts.getFixedT('en', 'status') as TFunction<'status'>;

const synced = { state: 'idle', queued: 0, setAside: 0, heldUpSince: null, problem: null } as const;
const words = (sync: Partial<Parameters<typeof syncWords>[2]>): string => {
  const said = syncWords(t, 'en-GB', { ...synced, ...sync });
  return `${said.sign} ${said.words}`;
};

describe('sending in a few words', () => {
  it('says what holds it up, what waits and what needs a person', () => {
    const twoDaysAgo = new Date(Date.now() - 2 * 86_400_000);
    const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium' }).format(twoDaysAgo);
    const noNetwork = { state: 'offline', problem: 'SYNC_UNREACHABLE' } as const;
    expect(words({})).toBe('✓ Synced');
    expect(words({ state: 'off', queued: 7 })).toBe('○ Sync off');
    expect(words({ state: 'off', problem: 'SYNC_TOKEN_MISSING' })).toBe('▲ Nothing is sent');
    expect(words({ state: 'sending', queued: 12 })).toBe('↑ 12 waiting');
    expect(words({ state: 'paused', queued: 12 })).toBe('○ Paused, 12 waiting');
    expect(words({ state: 'paused' })).toBe('○ Paused');
    expect(words({ ...noNetwork, queued: 3, heldUpSince: twoDaysAgo.toISOString() })).toBe(
      `● No network since ${day}, 3 waiting`,
    );
    expect(words({ state: 'offline', problem: 'SYNC_TOKEN_REFUSED', queued: 1 })).toBe(
      '▲ Token not accepted, 1 waiting',
    );
    expect(words({ setAside: 1 })).toBe('▲ 1 needs you');
    expect(words({ state: 'sending', queued: 4, setAside: 2 })).toBe('▲ 2 need you, 4 waiting');
  });

  it('says the time of a network that went today', () => {
    const now = new Date();
    const time = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short' }).format(now);
    const said = words({ state: 'offline', problem: 'SYNC_UNREACHABLE', heldUpSince: now.toISOString() });
    // Midnight may pass between the two looks at the clock: then the day is said.
    expect([
      `● No network since ${time}`,
      `● No network since ${now.toLocaleDateString('en-GB', { dateStyle: 'medium' })}`,
    ]).toContain(said);
  });
});
