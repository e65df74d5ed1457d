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

  const wait = (): void => {
    clearTimeout(timer);
    const saysAt = silenceSaysAt(listening);
    timer = saysAt === null ? undefined : setTimeout(onSilence, Math.max(0, saysAt - performance.now()));
  };

  /**
   * A page that was busy gets its timer late, while the next key of the scan waits in the queue: only the clock says
   * silence, the keys do not. Chromium gives waiting keys their turn before timers; where it did not this time, it says
   * that they wait, and the timer lets them go first. The key that was waiting then brings its own time with it.
   */
  const onSilence = (): void => {
    if (!inputWaits()) settle(hearSilence(listening, performance.now()));
    wait();
  };

  return {
    hear: (key, typesText) => {
      settle(hearSilence(listening, key.press.timeStamp));
      const takes = settle(hearKey(listening, key, typesText()));
      wait();
      return takes;
    },
    stop: () => clearTimeout(timer),
  };
}
