/** Since when the service takes what is sent, or does not. Shown, and decided on by nothing: times of the wall clock. */
export interface ContactTimes {
  /** Null where it does not take anything now, or was not asked yet. UTC. */
  readonly connectedSince: string | null;
  /** Since when it does not answer, or not as it should; null where it does, or was not asked yet. UTC. */
  readonly heldUpSince: string | null;
  readonly lastReplyAt: string | null;
}

export interface Contact {
  /** A call has ended. `replied`: the service said something; `heldUp`: no other call goes out for now. */
  called(outcome: { readonly replied: boolean; readonly heldUp: boolean }): void;
  /** Nothing is asked any more, or another service. */
  ended(): void;
  times(): ContactTimes;
}

/** @param lastKnown When the service was last known to answer before this program started. */
export function watchContact(now: () => string, lastKnown: () => string | null): Contact {
  let connectedSince: string | null = null;
  let heldUpSince: string | null = null;
  let lastReplyAt: string | null = null;
  return {
    called({ replied, heldUp }) {
      if (replied) lastReplyAt = now();
      if (heldUp) {
        // It may have been silent since long before this program started.
        heldUpSince ??= lastReplyAt === null ? (lastKnown() ?? now()) : now();
        connectedSince = null;
      } else if (replied) {
        connectedSince ??= now();
        heldUpSince = null;
      }
    },
    ended() {
      connectedSince = null;
      heldUpSince = null;
    },
    times: () => ({ connectedSince, heldUpSince, lastReplyAt }),
  };
}
