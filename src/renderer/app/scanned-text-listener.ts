/** Listens to every key in its order, and says what each is: a person's key, or part of a scan. */
import {
  type Heard,
  type HeldKey,
  hearKey,
  hearSilence,
  nothingHeard,
  type ScannedText,
  silenceSaysAt,
} from './scanned-text.ts';

/** Milliseconds by which a timer of an idle page may be late. */
const punctualMs = 8;

/** Milliseconds that a key waits at most for others that may be late: then it is a person's. */
const longestLagMs = 250;

export interface ScanSurroundings {
  readonly onScanned: (scanned: ScannedText) => void;
  /** Keys or clicks wait that the page has not heard yet. */
  readonly inputWaits: () => boolean;
}

export interface ScanListener {
  /**
   * True where the key does nothing by itself: it is held and runs later, or it is part of a scan. Keys that it was
   * holding have run before it answers, so `typesText` is asked after them.
   */
  readonly hear: (key: HeldKey, typesText: () => boolean) => boolean;
  readonly stop: () => void;
}

export function listenForScans({ onScanned, inputWaits }: ScanSurroundings): ScanListener {
  let listening = nothingHeard;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const settle = (heard: Heard): boolean => {
    listening = heard.listening;
    heard.runs?.run();
    if (heard.scanned) onScanned(heard.scanned);
    return heard.takes;
  };

  /** How far back of now the page's knowledge of its keys ends. */
  let lag = 0;

  const wait = (): void => {
    clearTimeout(timer);
    const saysAt = silenceSaysAt(listening);
    if (saysAt === null) timer = undefined;
    else timer = setTimeout(() => onSilence(saysAt + lag), Math.max(0, saysAt + lag - performance.now()));
  };

  /**
   * The clock alone says nothing about keys that are still on their way. Where the page was busy they wait in its queue:
   * Chromium gives them their turn before timers, and where it did not this time, it says that they wait, and the timer
   * lets them go first. Where the whole computer is busy, they are not there yet; then the key that is held came late,
   * or this timer does, and what follows gets as much time again. Each key brings its own time with it, however late.
   */
  const onSilence = (due: number): void => {
    const now = performance.now();
    if (now - due > punctualMs && lag < longestLagMs) lag = Math.min(lag + 2 * (now - due), longestLagMs);
    else if (!inputWaits()) settle(hearSilence(listening, now - lag));
    wait();
  };

  return {
    hear: (key, typesText) => {
      const { timeStamp } = key.press;
      settle(hearSilence(listening, timeStamp));
      // The one behind it may be later by as much again.
      lag = Math.min(2 * Math.max(0, performance.now() - timeStamp), longestLagMs);
      const takes = settle(hearKey(listening, key, typesText()));
      wait();
      return takes;
    },
    stop: () => clearTimeout(timer),
  };
}
