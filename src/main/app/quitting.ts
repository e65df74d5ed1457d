/** Quitting while boards are in work asks first, and finishes them. Knows no Electron. */
export interface Work {
  readonly running: number;
  readonly waiting: number;
}

export interface QuittingOptions {
  /** What the station has in work; null where it cannot say. */
  readonly work: () => Promise<Work | null>;
  /** True: finish what is in work, then quit. */
  readonly ask: (work: Work) => Promise<boolean>;
  /** Finishes boards in work and gives everything back. */
  readonly finish: () => Promise<void>;
  /** Quits the program; `mayClose` says yes from then on. */
  readonly quit: () => void;
  /** Told of what failed on the way: the program can be closed all the same. */
  readonly onFault: (fault: unknown) => void;
}

export interface Quitting {
  /** Asked whenever the window is about to close. False: it stays, and what is needed to quit has begun. */
  mayClose(): boolean;
  /** The station is being closed: nothing new can begin. */
  isLeaving(): boolean;
}

export function makeQuitting({ work, ask, finish, quit, onFault }: QuittingOptions): Quitting {
  let state: 'open' | 'asking' | 'leaving' | 'finished' = 'open';
  const orElse = <T>(failing: Promise<T>, otherwise: T): Promise<T> =>
    failing.catch((fault: unknown) => {
      onFault(fault);
      return otherwise;
    });
  const leave = async (): Promise<void> => {
    const now = await orElse(work(), null);
    // A question that cannot be asked: to finish what is in work loses nothing.
    if (now && now.running + now.waiting > 0 && !(await orElse(ask(now), true))) {
      state = 'open';
      return;
    }
    state = 'leaving';
    await orElse(finish(), undefined);
    state = 'finished';
    quit();
  };
  return {
    mayClose() {
      if (state === 'open') {
        state = 'asking';
        void leave();
      }
      return state === 'finished';
    },
    isLeaving: () => state === 'leaving' || state === 'finished',
  };
}
