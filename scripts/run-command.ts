/** A command whose output the person sees. */
import { spawn } from 'node:child_process';

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** The command is ended after so long; its status is then null. */
  readonly timeoutMs?: number;
}

/** Exit status; null where it did not end by itself or could not be run. */
export function runCommand(
  command: string,
  args: readonly string[],
  options: CommandOptions = {},
): Promise<number | null> {
  const { cwd, env = {}, timeoutMs } = options;
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: 'inherit' });
    const late = timeoutMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), timeoutMs);
    const end = (status: number | null): void => {
      clearTimeout(late);
      resolve(status);
    };
    child.on('error', () => end(null));
    child.on('close', end);
  });
}
