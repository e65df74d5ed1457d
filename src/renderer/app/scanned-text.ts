/**
 * Tells the text of a barcode scanner from the keys of a person. A scanner types like a keyboard: its letters would
 * decide defects, and its Enter would sign the board off. Only the pace tells the two apart. Pure: times are those of
 * the events (`timeStamp`), because a busy page gets its keys late.
 */
import { type KeyPress, keyName } from './key-names.ts';

/**
 * Milliseconds within which another key makes it a scan; for so long a key that could begin one waits. Scanners send a
 * character every 1 to 20 ms; the fingers of a person who types fast come 50 ms and more apart, and nobody notices that
 * a key answers 30 ms later.
 */
export const holdMs = 30;

/** Milliseconds without a key after which a scan is over that no Enter or Tab ended. A scanner may stutter. */
export const silenceMs = 100;

/** Fewer characters are two fingers that came down together, as gloves do: no scan, and not meant as keys either. */
const shortestText = 3;

interface TimedPress extends KeyPress {
  readonly timeStamp: number;
  readonly repeat: boolean;
}

export interface HeldKey {
  readonly press: TimedPress;
  /** What it does where it was one key alone. */
  readonly run: () => void;
}

export interface ScannedText {
  readonly text: string;
  /** The scanner said that this is all, by Enter or Tab. */
  readonly ended: boolean;
}

/** What was heard so far. */
export type Listening =
  /** `text`: a key that ran at `at` as one alone; '' where a scan ended then. What follows at once belongs to it. */
  | { readonly phase: 'idle'; readonly last: { readonly text: string; readonly at: number } | null }
  /** One key that may be alone or begin a scan. */
  | { readonly phase: 'held'; readonly key: HeldKey }
  | { readonly phase: 'scanning'; readonly text: string; readonly at: number };

export interface Heard {
  readonly listening: Listening;
  /** A held key that was one alone: it runs now, before anything else. */
  readonly runs?: HeldKey;
  /** A scan that is whole. */
  readonly scanned?: ScannedText;
  /** The key that was heard is held or part of a scan: it does nothing by itself. */
  readonly takes: boolean;
}

export const nothingHeard: Listening = { phase: 'idle', last: null };

/** When silence says something about it; null where it says nothing. */
export function silenceSaysAt(listening: Listening): number | null {
  switch (listening.phase) {
    case 'idle':
      return null;
    case 'held':
      return listening.key.press.timeStamp + holdMs;
    case 'scanning':
      return listening.at + silenceMs;
  }
}

/** No key came until `now`. */
export function hearSilence(listening: Listening, now: number): Heard {
  const saysAt = silenceSaysAt(listening);
  if (saysAt === null || now <= saysAt || listening.phase === 'idle') return { listening, takes: false };
  if (listening.phase === 'scanning') return { ...scanOf(listening.text, listening.at, false), takes: false };
  const { key } = listening;
  return { listening: idleAfter(key.press.key, key.press.timeStamp), runs: key, takes: false };
}

/**
 * A key went down, of which `hearSilence` was told before. `typesText`: the focus is in a text field, where keys and
 * scans are what they are.
 */
export function hearKey(listening: Listening, key: HeldKey, typesText: boolean): Heard {
  const { press } = key;
  const at = press.timeStamp;
  const name = keyName(press);
  // Shift and its like come between the characters of a scan.
  if (name === null) return { listening, takes: false };
  const character = isCharacter(press, name) && !press.repeat;
  const ends = isEnd(name);
  switch (listening.phase) {
    case 'idle': {
      const { last } = listening;
      const follows = last !== null && at - last.at <= holdMs;
      // The second Enter of a scan that ends with two, or what came too late for its first key to be held any longer.
      if (follows && ends) return { listening: idleAfter('', at), takes: true };
      if (follows && character && last.text !== '')
        return { listening: scanning(last.text + press.key, at), takes: true };
      // No label begins with a space, and buttons hear a space by themselves.
      if (!character || typesText || press.key === ' ') return { listening: nothingHeard, takes: false };
      return { listening: { phase: 'held', key }, takes: true };
    }
    case 'held':
      if (character) return { listening: scanning(listening.key.press.key + press.key, at), takes: true };
      if (ends) return { listening: idleAfter('', at), takes: true };
      return { listening: nothingHeard, runs: listening.key, takes: false };
    case 'scanning':
      if (ends) return { ...scanOf(listening.text, at, true), takes: true };
      // Anything else is the scanner's as well: separators within a label come as Ctrl+ keys.
      return { listening: scanning(listening.text + (character ? press.key : ''), at), takes: true };
  }
}

const idleAfter = (text: string, at: number): Listening => ({ phase: 'idle', last: { text, at } });
const scanning = (text: string, at: number): Listening => ({ phase: 'scanning', text, at });

const scanOf = (text: string, at: number, ended: boolean): Pick<Heard, 'listening' | 'scanned'> => ({
  listening: idleAfter('', at),
  ...(text.length < shortestText ? {} : { scanned: { text, ended } }),
});

/** A key that types a character, also with Shift or AltGr. */
const isCharacter = ({ key }: TimedPress, name: string): boolean =>
  [...key].length === 1 && !/^(Ctrl|Alt)\+/.test(name);

/** A scanner may end in capitals, with Shift still down. */
const isEnd = (name: string): boolean => /^(Shift\+)?(Enter|Tab)$/.test(name);
