import { type Html, html } from './html.ts';

/** Shapes of 12 by 12, so that no meaning is in a colour alone; severities have the workstation's. */
const shapes = {
  pass: 'M4.6 10.4.9 6.7l1.5-1.5 2.2 2.2 5-5 1.5 1.5Z',
  fail: 'M2.3.9 6 4.6 9.7.9l1.4 1.4L7.4 6l3.7 3.7-1.4 1.4L6 7.4l-3.7 3.7-1.4-1.4L4.6 6 .9 2.3Z',
  wait: 'M6 0a6 6 0 1 1 0 12A6 6 0 1 1 6 0Zm0 1.8a4.2 4.2 0 1 0 0 8.4 4.2 4.2 0 1 0 0-8.4ZM5.2 3h1.6v2.8l1.8 1.4-.9 1.3-2.5-1.9Z',
  critical: 'M3.5 0h5L12 3.5v5L8.5 12h-5L0 8.5v-5Zm1.6 2.5L5.5 7h1l.4-4.5Zm.1 5.6v1.6h1.6V8.1Z',
  high: 'M1 1h10v10H1Z',
  medium: 'M6 0l6 6-6 6-6-6Z',
  low: 'M6 1a5 5 0 1 1 0 10A5 5 0 1 1 6 1Zm0 2a3 3 0 1 0 0 6 3 3 0 1 0 0-6Z',
} as const;

/** A word with its shape and colour. */
export const marked = (kind: keyof typeof shapes, word: string): Html =>
  html`<span class="word ${kind}"><svg viewBox="0 0 12 12" aria-hidden="true"><path fill-rule="evenodd" d="${shapes[kind]}"/></svg>${word}</span>`;

/** The verdict; what is not decided or not inspected says so. */
export const verdictOf = (status: string, verdict: string | null): Html => {
  if (status === 'FAILED') return marked('fail', 'Not inspected');
  if (verdict === 'PASS') return marked('pass', 'Pass');
  if (verdict === 'FAIL') return marked('fail', 'Fail');
  if (status === 'COMPLETE') return marked('wait', 'To be decided');
  return marked('wait', status === 'PENDING' ? 'Waiting' : 'Being inspected');
};

/** 12480 as 12,480. */
export const count = (number: number): string => number.toLocaleString('en-US');

/** A time to the second, in UTC as everything here. */
export const time = (moment: Date | string | null): Html => {
  if (moment === null) return html`<span class="muted">never</span>`;
  const iso = typeof moment === 'string' ? moment : moment.toISOString();
  return html`<time datetime="${iso}">${iso.slice(0, 19).replace('T', ' ')}</time>`;
};

const units = [
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
] as const;

/** How long ago, in its largest unit: 3 days ago. */
export function ago(moment: Date, now: Date): string {
  const seconds = (now.getTime() - moment.getTime()) / 1000;
  for (const [unit, length] of units) {
    const whole = Math.floor(seconds / length);
    if (whole >= 1) return `${count(whole)} ${unit}${whole === 1 ? '' : 's'} ago`;
  }
  return 'just now';
}
