import { stripVTControlCharacters } from 'node:util';
import { redact } from '../core/kernel/redact.ts';
import type { Terminal } from './terminal.ts';

export interface EngineLog {
  readonly line: (text: string) => void;
  /** Its last words; none where they were told already. */
  last(): readonly string[];
}

/** Keeps the engine's last words for when it fails; with FIDUCIAL_DEBUG every line goes to stderr at once. */
export function engineLog(terminal: Terminal): EngineLog {
  const kept: string[] = [];
  return {
    line(raw) {
      const text = redact(stripVTControlCharacters(raw)).trim();
      if (text === '') return;
      if (process.env.FIDUCIAL_DEBUG) terminal.note(`engine: ${text}`);
      kept.push(text);
      if (kept.length > 8) kept.shift();
    },
    last: () => (process.env.FIDUCIAL_DEBUG ? [] : kept),
  };
}
