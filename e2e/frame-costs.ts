/** What the frames of a gesture cost a page's main thread, in its own processor time. */
import type { CDPSession } from '@playwright/test';

interface TraceEvent {
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  /** Thread time, microseconds. */
  readonly tdur?: number;
}

/** Milliseconds of processor time. */
interface FrameCost {
  /** What the window does: scripts, layout, paint. */
  readonly own: number;
  /** With the hand-over to the compositor, in which a Chromium without a GPU also paints the canvases' pixels. */
  readonly whole: number;
}

interface Spread {
  readonly p50: number;
  readonly p95: number;
  readonly max: number;
}

export interface FrameFigures {
  readonly frames: number;
  readonly own: Spread;
  readonly whole: Spread;
}

async function traced(session: CDPSession, work: () => Promise<void>): Promise<TraceEvent[]> {
  const events: TraceEvent[] = [];
  const collect = ({ value }: { value: object[] }): void => void events.push(...(value as TraceEvent[]));
  session.on('Tracing.dataCollected', collect);
  const categories = ['devtools.timeline', 'disabled-by-default-devtools.timeline', '__metadata'];
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: categories, excludedCategories: ['*'] },
  });
  await work();
  const complete = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve));
  await session.send('Tracing.end');
  await complete;
  session.off('Tracing.dataCollected', collect);
  return events;
}

/** Thread time of the page's main thread from one frame to the next. */
function frameCosts(events: readonly TraceEvent[]): FrameCost[] {
  const fired = events.filter(({ name }) => name === 'FireAnimationFrame').sort((a, b) => a.ts - b.ts);
  const main = fired[0];
  if (main === undefined) return [];
  const onMain = events.filter(({ pid, tid }) => pid === main.pid && tid === main.tid);
  return fired.map(({ ts }, place) => {
    const since = fired[place - 1]?.ts ?? ts - 16_000;
    const spent = (wanted: string): number =>
      onMain
        .filter((event) => event.name === wanted && event.ts > since && event.ts <= ts)
        .reduce((sum, { tdur = 0 }) => sum + tdur, 0) / 1000;
    const whole = spent('RunTask');
    return { own: whole - spent('Commit'), whole };
  });
}

function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const share = (part: number): number =>
    Math.round((sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0) * 100) / 100;
  return { p50: share(0.5), p95: share(0.95), max: share(1) };
}

/** Of the frames that a page asks for itself (`requestAnimationFrame`) while `work` lasts. */
export async function framesDuring(session: CDPSession, work: () => Promise<void>): Promise<FrameFigures> {
  const costs = frameCosts(await traced(session, work));
  return {
    frames: costs.length,
    own: spreadOf(costs.map(({ own }) => own)),
    whole: spreadOf(costs.map(({ whole }) => whole)),
  };
}
