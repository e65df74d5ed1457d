/** One process per profile: the first holds a lock file with its process id, later ones leave it a message. */
import {
  existsSync,
  type FSWatcher,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  watch,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

export interface SecondStart {
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly data: unknown;
}

export class SingleInstance {
  readonly #lock: string;
  readonly #mailbox: string;
  readonly #onSecond: (start: SecondStart) => void;
  #watcher: FSWatcher | undefined;

  constructor(folder: string, onSecond: (start: SecondStart) => void) {
    this.#lock = join(folder, 'stand-in.lock');
    this.#mailbox = join(folder, 'stand-in.mail');
    this.#onSecond = onSecond;
  }

  get held(): boolean {
    return this.#watcher !== undefined;
  }

  /** True where this process is the first; else `start` has been handed to it. */
  acquire(start: SecondStart): boolean {
    if (this.held) return true;
    mkdirSync(this.#mailbox, { recursive: true });
    if (this.#otherIsAlive()) {
      const draft = join(this.#mailbox, `${process.pid}.draft`);
      writeFileSync(draft, JSON.stringify(start));
      renameSync(draft, join(this.#mailbox, `${process.pid}.json`));
      return false;
    }
    writeFileSync(this.#lock, String(process.pid));
    this.#watcher = watch(this.#mailbox, () => this.#readMail());
    this.#watcher.unref();
    return true;
  }

  release(): void {
    if (!this.#watcher) return;
    this.#watcher.close();
    this.#watcher = undefined;
    rmSync(this.#lock, { force: true });
  }

  #otherIsAlive(): boolean {
    try {
      const pid = Number(readFileSync(this.#lock, 'utf8'));
      process.kill(pid, 0);
      return pid !== process.pid;
    } catch {
      return false;
    }
  }

  #readMail(): void {
    for (const name of readdirSync(this.#mailbox).filter((name) => name.endsWith('.json'))) {
      const file = join(this.#mailbox, name);
      if (!existsSync(file)) continue;
      const start = JSON.parse(readFileSync(file, 'utf8')) as SecondStart;
      rmSync(file);
      this.#onSecond(start);
    }
  }
}
