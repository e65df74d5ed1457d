import { dirname } from 'node:path';
import type { DiskCall } from './disk-calls.ts';

/** What a disk may hold after the power went: files by path, and folders. */
export interface DiskState {
  readonly files: ReadonlyMap<string, Buffer>;
  readonly folders: ReadonlySet<string>;
}

/** Of the changes that no sync covers, those that reached the disk. */
export type Survival = 'none' | 'all' | 'some' | 'torn';

/** A number in [0, 1). */
export type Random = () => number;

/** Smallest piece that a disk writes whole. */
const sectorBytes = 512;

type Change =
  | { readonly type: 'write'; readonly at: number; readonly offset: number; readonly bytes: Buffer }
  | { readonly type: 'truncate'; readonly at: number; readonly size: number };

/** A file as a thing of its own, whatever it is called at the moment. */
interface Inode {
  durable: Buffer;
  /** Not covered by a sync, oldest first. */
  pending: Change[];
  /** Where the next plain `write` goes. */
  position: number;
}

/** A change of names in a folder. A rename within a folder is one change; between two it is one in each. */
type NameChange =
  | { readonly type: 'set'; readonly at: number; readonly name: string; readonly inode: Inode | 'folder' }
  | { readonly type: 'remove'; readonly at: number; readonly name: string; readonly replacedBy: NameChange | null }
  | { readonly type: 'move'; readonly at: number; readonly from: string; readonly to: string };

interface Folder {
  readonly durable: Map<string, Inode | 'folder'>;
  pending: NameChange[];
}

/**
 * A disk that keeps only what it was told to keep. Content lasts once its file was synced, a name once its folder was
 * synced (POSIX promises no more); everything else may be lost, in part and out of order, down to sectors. Names change
 * in order within one folder, as on every journalling file system.
 */
export class Disk {
  readonly #root: string;
  /** What a running process sees. */
  readonly #names = new Map<string, Inode | 'folder'>();
  readonly #folders = new Map<string, Folder>();
  #at = 0;

  constructor(root: string) {
    this.#root = root;
    this.#folders.set(root, { durable: new Map(), pending: [] });
  }

  apply(call: DiskCall): void {
    this.#at += 1;
    const at = this.#at;
    switch (call.type) {
      case 'said':
        return;
      case 'create': {
        const known = this.#names.get(call.path);
        if (known === undefined) this.#set(call.path, { durable: Buffer.alloc(0), pending: [], position: 0 });
        else if (known !== 'folder') {
          known.position = 0;
          if (call.truncates) known.pending.push({ type: 'truncate', at, size: 0 });
        }
        return;
      }
      case 'folder':
        this.#set(call.path, 'folder');
        this.#folders.set(call.path, { durable: new Map(), pending: [] });
        return;
      case 'write': {
        const inode = this.#inode(call.path);
        const offset = call.offset ?? inode.position;
        if (call.offset === null) inode.position += call.bytes.length;
        inode.pending.push({ type: 'write', at, offset, bytes: call.bytes });
        return;
      }
      case 'truncate':
        this.#inode(call.path).pending.push({ type: 'truncate', at, size: call.size });
        return;
      case 'sync':
        this.#sync(call.path, call.covers);
        return;
      case 'rename':
        this.#rename(call.from, call.to);
        return;
      case 'remove':
        this.#names.delete(call.path);
        this.#folder(call.path).pending.push({ type: 'remove', at, name: call.path, replacedBy: null });
        return;
    }
  }

  /** What the process sees: every change, synced or not. */
  live(): DiskState {
    const files = new Map<string, Buffer>();
    const folders = new Set<string>();
    for (const [path, inode] of this.#names) {
      if (inode === 'folder') folders.add(path);
      else files.set(path, content(inode.durable, inode.pending));
    }
    return { files, folders };
  }

  /** One of the states that the disk may be in if the power goes now. */
  afterPowerLoss(survival: Survival, random: Random): DiskState {
    const content = new Map<Inode, Buffer>();
    const contentOf = (inode: Inode): Buffer => {
      const known = content.get(inode);
      if (known !== undefined) return known;
      const made = survivingContent(inode, survival, random);
      content.set(inode, made);
      return made;
    };
    const applied = new Set<NameChange>();
    const namesOf = new Map<string, Map<string, Inode | 'folder'>>();
    for (const [path, folder] of this.#folders) {
      const kept = survivingCount(folder.pending.length, survival, random);
      for (const change of folder.pending.slice(0, kept)) applied.add(change);
      namesOf.set(path, new Map(folder.durable));
    }
    for (const [path, folder] of this.#folders) {
      const names = namesOf.get(path) as Map<string, Inode | 'folder'>;
      for (const change of folder.pending) if (applied.has(change)) changeNames(names, change, applied);
    }
    const files = new Map<string, Buffer>();
    const folders = new Set<string>();
    const walk = (path: string): void => {
      for (const [name, inode] of namesOf.get(path) ?? []) {
        if (inode === 'folder') {
          folders.add(name);
          walk(name);
        } else files.set(name, contentOf(inode));
      }
    };
    walk(this.#root);
    return { files, folders };
  }

  #inode(path: string): Inode {
    const inode = this.#names.get(path);
    if (inode === undefined || inode === 'folder') throw new Error(`No file was made at ${path}`);
    return inode;
  }

  #folder(path: string): Folder {
    const folder = this.#folders.get(dirname(path));
    if (folder === undefined) throw new Error(`No folder was made for ${path}`);
    return folder;
  }

  #set(path: string, inode: Inode | 'folder'): NameChange {
    this.#names.set(path, inode);
    const change: NameChange = { type: 'set', at: this.#at, name: path, inode };
    this.#folder(path).pending.push(change);
    return change;
  }

  #sync(path: string, covers: number): void {
    const folder = this.#folders.get(path);
    if (folder !== undefined) {
      for (const change of folder.pending) if (change.at <= covers) changeNames(folder.durable, change, null);
      folder.pending = folder.pending.filter(({ at }) => at > covers);
      return;
    }
    // A file that was removed while it was open has no name any more, and nothing to lose.
    const inode = this.#names.get(path);
    if (inode === undefined || inode === 'folder') return;
    inode.durable = content(
      inode.durable,
      inode.pending.filter(({ at }) => at <= covers),
    );
    inode.pending = inode.pending.filter(({ at }) => at > covers);
  }

  #rename(from: string, to: string): void {
    const inode = this.#inode(from);
    this.#names.delete(from);
    if (dirname(from) === dirname(to)) {
      this.#names.set(to, inode);
      this.#folder(to).pending.push({ type: 'move', at: this.#at, from, to });
      return;
    }
    const replacedBy = this.#set(to, inode);
    this.#folder(from).pending.push({ type: 'remove', at: this.#at, name: from, replacedBy });
  }
}

/** `applied`: null where everything up to here is durable. A name moved away is gone only once it is in its new place. */
function changeNames(names: Map<string, Inode | 'folder'>, change: NameChange, applied: Set<NameChange> | null): void {
  switch (change.type) {
    case 'set':
      names.set(change.name, change.inode);
      return;
    case 'remove':
      if (applied === null || change.replacedBy === null || applied.has(change.replacedBy)) names.delete(change.name);
      return;
    case 'move': {
      const inode = names.get(change.from);
      names.delete(change.from);
      if (inode !== undefined) names.set(change.to, inode);
      return;
    }
  }
}

function survivingContent({ durable, pending }: Inode, survival: Survival, random: Random): Buffer {
  if (survival === 'none') return durable;
  if (survival === 'all') return content(durable, pending);
  return content(
    durable,
    pending.flatMap((change) => {
      if (random() < 0.5) return [];
      if (survival === 'some' || change.type === 'truncate' || change.bytes.length <= sectorBytes) return [change];
      return sectors(change).filter(() => random() < 0.5);
    }),
  );
}

function survivingCount(pending: number, survival: Survival, random: Random): number {
  if (survival === 'none') return 0;
  return survival === 'all' ? pending : Math.floor(random() * (pending + 1));
}

function sectors({ at, offset, bytes }: Extract<Change, { type: 'write' }>): Change[] {
  const pieces: Change[] = [];
  for (let from = 0; from < bytes.length; from += sectorBytes) {
    pieces.push({ type: 'write', at, offset: offset + from, bytes: bytes.subarray(from, from + sectorBytes) });
  }
  return pieces;
}

function content(before: Buffer, changes: readonly Change[]): Buffer {
  if (changes.length === 0) return before;
  const ends = changes.map((change) => (change.type === 'write' ? change.offset + change.bytes.length : change.size));
  const room = Buffer.alloc(Math.max(before.length, ...ends));
  before.copy(room);
  let size = before.length;
  for (const change of changes) {
    if (change.type === 'write') {
      change.bytes.copy(room, change.offset);
      size = Math.max(size, change.offset + change.bytes.length);
    } else {
      if (change.size < size) room.fill(0, change.size, size);
      size = change.size;
    }
  }
  return room.subarray(0, size);
}
