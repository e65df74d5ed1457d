/** What else the machine did while something was measured: figures by the clock are worth as much as it was idle. */
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';

export interface MachineLoad {
  /** Share of the processors' time that anything at all used, this measurement with it. 0..1. */
  readonly busy: number;
  /** Threads that ran or waited for a processor, mean of the kernel's samples at both ends; above `cores` they waited. */
  readonly runnable: number;
  readonly cores: number;
}

interface Sample {
  readonly total: number;
  readonly idle: number;
  readonly runnable: number;
}

/** Linux. */
function sample(): Sample {
  const stat = readFileSync('/proc/stat', 'utf8');
  const times = stat.split('\n')[0]!.split(/\s+/).slice(1, 9).map(Number);
  const total = times.reduce((sum, time) => sum + time, 0);
  const runnable = Number(/^procs_running (\d+)/m.exec(stat)?.[1]);
  return { total, idle: times[3]! + times[4]!, runnable };
}

/** Begins to watch; the answer ends it. */
export function watchLoad(): () => MachineLoad {
  const before = sample();
  return () => {
    const after = sample();
    const busy = 1 - (after.idle - before.idle) / Math.max(1, after.total - before.total);
    return {
      busy: Math.round(busy * 100) / 100,
      runnable: (before.runnable + after.runnable) / 2,
      cores: cpus().length,
    };
  };
}
