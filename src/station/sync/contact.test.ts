import { describe, expect, it } from 'vitest';
import { watchContact } from './contact.ts';

const at = (minute: number) => `2026-11-21T14:${String(minute).padStart(2, '0')}:00.000Z`;
const taken = { replied: true, heldUp: false };
const noAnswer = { replied: false, heldUp: true };

function watched(lastKnown: string | null = null) {
  let minute = 0;
  const contact = watchContact(
    () => at(minute),
    () => lastKnown,
  );
  return {
    contact,
    called(when: number, outcome: typeof taken) {
      minute = when;
      contact.called(outcome);
    },
  };
}

describe('contact with the service', () => {
  it('is told by its first answer, by the first call without one, and by the first answer after that', () => {
    const { contact, called } = watched();
    expect(contact.times()).toEqual({ connectedSince: null, heldUpSince: null, lastReplyAt: null });
    called(1, taken);
    called(2, taken);
    expect(contact.times()).toEqual({ connectedSince: at(1), heldUpSince: null, lastReplyAt: at(2) });
    called(3, noAnswer);
    called(4, noAnswer);
    expect(contact.times()).toEqual({ connectedSince: null, heldUpSince: at(3), lastReplyAt: at(2) });
    called(9, taken);
    expect(contact.times()).toEqual({ connectedSince: at(9), heldUpSince: null, lastReplyAt: at(9) });
  });

  it('was lost when it was last known, where this program never had it', () => {
    const { contact, called } = watched('2026-11-20T09:00:00.000Z');
    called(1, noAnswer);
    expect(contact.times().heldUpSince).toBe('2026-11-20T09:00:00.000Z');
  });

  it('is none with a service that answers and refuses the token', () => {
    const { contact, called } = watched();
    called(1, { replied: true, heldUp: true });
    expect(contact.times()).toEqual({ connectedSince: null, heldUpSince: at(1), lastReplyAt: at(1) });
  });
});
