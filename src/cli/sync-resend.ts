/** `fiducial sync resend`: what the service had taken and lost goes again. */
import { type Command, InvalidArgumentError } from 'commander';
import { ok } from '../core/kernel/result.ts';
import { resend } from '../station/sync/send-again.ts';
import { type Action, type CommonOptions, newCommand } from './command.ts';
import { exitStatus } from './exit-status.ts';
import { onStation } from './on-station.ts';

interface ResendOptions extends CommonOptions {
  /** UTC, ISO 8601. */
  readonly since?: string;
}

const resendAction: Action<ResendOptions> = (terminal, options) =>
  onStation(terminal, options, async ({ context }) => {
    const done = resend(context, options.since ?? null);
    if (!done.ok) return done;
    terminal.line(
      options.json ? JSON.stringify({ waiting: done.value }) : `${done.value} items that were sent wait again.`,
    );
    return ok(exitStatus.ok);
  });

/** A day or a moment; a moment without a zone is the computer's own. */
function momentOf(text: string): string {
  const time = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time)) throw new InvalidArgumentError('Write it as 2026-11-21 or 2026-11-21T14:00:00Z.');
  return new Date(time).toISOString();
}

export const syncResend = {
  command: (): Command =>
    newCommand('resend', 'what the service had taken waits again: it lost it, and could not notice').option(
      '--since <date>',
      'what it took at this moment or later, by the clock of this station; else all',
      momentOf,
    ),
  action: resendAction,
};
