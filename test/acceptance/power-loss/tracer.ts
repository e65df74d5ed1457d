import { execFileSync, spawnSync } from 'node:child_process';

/** Throws with what to do where this computer has no strace, or does not let processes be traced. Installs it where it may. */
export function haveTracer(): void {
  if (canTrace()) return;
  if (process.getuid?.() === 0) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    execFileSync('apt-get', ['update', '-q'], { env, stdio: 'ignore' });
    execFileSync('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'strace'], { env, stdio: 'ignore' });
  }
  if (!canTrace()) throw new Error('The power-loss tests need strace, and leave to trace: apt-get install strace');
}

const canTrace = (): boolean => spawnSync('strace', ['-o', '/dev/null', 'true']).status === 0;
