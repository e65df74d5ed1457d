import type BetterSqlite3 from 'better-sqlite3';
import {
  type Compilable,
  DummyDriver,
  type Insertable,
  Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import { fail, type Result } from '../../core/kernel/result.ts';
import { type DbError, dbError, dbErrorOf } from './errors.ts';
import { type Patience, type PatientChange, patientChanges } from './patient-changes.ts';
import type { Schema } from './schema.ts';

/**
 * The station's database: kysely builds and types the queries, better-sqlite3 runs them at once on this thread.
 * There is no queue of asynchronous queries, so nothing can slip between the statements of a transaction.
 */
export interface Database {
  readonly file: string;
  /** Builds queries; hand them to `run`, `get`, `all` or `iterate`. Executing them directly does nothing. */
  readonly query: Kysely<Schema>;
  run(query: Compilable): { readonly changes: number };
  /** Inserts one row. As a built query, without the time that building takes: a recorded board inserts a dozen rows. */
  insert<Table extends keyof Schema>(table: Table, row: Insertable<Schema[Table]>): void;
  get<Row>(query: Compilable<Row>): Row | undefined;
  all<Row>(query: Compilable<Row>): Row[];
  /** Rows one at a time; the database takes no writes on this connection until the iterator is at its end. */
  iterate<Row>(query: Compilable<Row>): IterableIterator<Row>;
  /** First column of a plain SQL statement's first row; for pragmas and checks. */
  scalar(sql: string): unknown;
  /**
   * Runs `work` in one BEGIN IMMEDIATE transaction. A failure value or a throw rolls back.
   * When the commit itself reports an error the outcome is unknown: `confirm` reads again and says what is stored;
   * without a confirmation the error is DB_COMMIT_UNKNOWN, or DB_FULL where the disk had no room.
   */
  write<T, E>(work: () => Result<T, E>, confirm?: () => T | null): Result<T, E | DbError>;
  /**
   * Inside `write`: done once everything is committed, outside the transaction; forgotten where it is not. Outside of one:
   * done at once. It must not throw.
   */
  afterCommit(work: () => void): void;
  /**
   * Inside `write`: a part that the rest can do without (a checkpoint). Where the disk has no room for the whole, the
   * transaction is done once more without such parts.
   */
  alongside(part: () => void): void;
  /**
   * Runs a change (something that calls `write` once) for a host that has other things to do: while another program holds
   * the database it is tried again between turns of the event loop, in the order in which changes were asked for.
   * DB_LOCKED only after the whole patience; nothing of the change is kept then.
   */
  readonly patiently: PatientChange;
  /** Runs a read and gives database errors as values. */
  read<T>(work: () => T): Result<T, DbError>;
  /** As `read`, with every read seeing the database as it was at the first one. */
  snapshot<T>(work: () => T): Result<T, DbError>;
  /** Copies the database as it is into a new file, a part at a time, while it is used. Errors: DB_*. */
  copyTo(file: string): Promise<Result<void, DbError>>;
  /** Looks through the whole file for damage. Reads all of it. Errors: DB_CORRUPT with the first finding. */
  check(): Result<void, DbError>;
  close(): void;
}

export function wrapDatabase(sqlite: BetterSqlite3.Database, patience?: Patience): Database {
  const query = new Kysely<Schema>({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => new SqliteIntrospector(db),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
  });
  const prepared = new Map<string, BetterSqlite3.Statement<unknown[]>>();
  const prepare = (sql: string): BetterSqlite3.Statement<unknown[]> => {
    const known = prepared.get(sql);
    if (known !== undefined) return known;
    const made = sqlite.prepare<unknown[]>(sql);
    prepared.set(sql, made);
    return made;
  };

  let transaction: Transaction = { withParts: true, hasParts: false, committed: [] };

  return {
    file: sqlite.name,
    query,
    run(built) {
      const { sql, parameters } = built.compile();
      return { changes: prepare(sql).run(...parameters).changes };
    },
    insert(table, row) {
      const columns = Object.keys(row);
      const names = columns.map((column) => `"${column}"`).join(', ');
      const sql = `insert into "${table}" (${names}) values (${columns.map(() => '?').join(', ')})`;
      prepare(sql).run(...Object.values(row));
    },
    get<Row>(built: Compilable<Row>) {
      const { sql, parameters } = built.compile();
      return prepare(sql).get(...parameters) as Row | undefined;
    },
    all<Row>(built: Compilable<Row>) {
      const { sql, parameters } = built.compile();
      return prepare(sql).all(...parameters) as Row[];
    },
    iterate<Row>(built: Compilable<Row>) {
      const { sql, parameters } = built.compile();
      return fromFirstRow(() => sqlite.prepare<unknown[]>(sql).iterate(...parameters) as IterableIterator<Row>);
    },
    scalar: (sql) => sqlite.prepare(sql).pluck().get(),
    write(work, confirm) {
      const attempt = (withParts: boolean) => {
        transaction = { withParts, hasParts: false, committed: [] };
        const { committed } = transaction;
        const done = writeTransaction(sqlite, work, confirm);
        if (done.ok) for (const then of committed) then();
        return done;
      };
      const whole = attempt(true);
      return isFull(whole) && transaction.hasParts ? attempt(false) : whole;
    },
    afterCommit(work) {
      if (sqlite.inTransaction) transaction.committed.push(work);
      else work();
    },
    alongside(part) {
      transaction.hasParts = true;
      if (transaction.withParts) part();
    },
    patiently: patientChanges((ms, work) => waitingAtMost(sqlite, ms, work), patience),
    read: (work) => guarded(() => ({ ok: true, value: work() })),
    snapshot: (work) =>
      guarded(() => {
        sqlite.exec('BEGIN');
        try {
          return { ok: true, value: work() };
        } finally {
          rollBack(sqlite);
        }
      }),
    async copyTo(file) {
      try {
        await sqlite.backup(file);
        return { ok: true, value: undefined };
      } catch (thrown) {
        const error = dbErrorOf(thrown);
        if (error === null) throw thrown;
        return fail(error);
      }
    },
    check: () =>
      guarded(() => {
        const finding = String(sqlite.pragma('quick_check(1)', { simple: true }));
        return finding === 'ok' ? { ok: true, value: undefined } : fail(dbError('DB_CORRUPT', { finding }));
      }),
    close: () => void sqlite.close(),
  };
}

/** The driver keeps the connection busy from the moment it makes an iterator, asked for a row or not. */
function* fromFirstRow<Row>(open: () => IterableIterator<Row>): IterableIterator<Row> {
  yield* open();
}

/** The write that runs. */
interface Transaction {
  readonly withParts: boolean;
  hasParts: boolean;
  readonly committed: (() => void)[];
}

const isFull = (outcome: Result<unknown, unknown>): boolean =>
  !outcome.ok && (outcome.error as { readonly code?: unknown }).code === 'DB_FULL';

function waitingAtMost<T>(sqlite: BetterSqlite3.Database, ms: number, work: () => T): T {
  // Closed meanwhile: whoever asked for the change says what that means.
  if (!sqlite.open) return work();
  const usual = sqlite.pragma('busy_timeout', { simple: true });
  sqlite.pragma(`busy_timeout = ${ms}`);
  try {
    return work();
  } finally {
    sqlite.pragma(`busy_timeout = ${usual}`);
  }
}

function writeTransaction<T, E>(
  sqlite: BetterSqlite3.Database,
  work: () => Result<T, E>,
  confirm?: () => T | null,
): Result<T, E | DbError> {
  if (sqlite.inTransaction) throw new Error('A write inside a write: compose the inner parts instead');
  const outcome = guarded(() => {
    sqlite.exec('BEGIN IMMEDIATE');
    return work();
  }, sqlite);
  if (!outcome.ok) {
    rollBack(sqlite);
    return outcome;
  }
  const committed = guarded(() => {
    sqlite.exec('COMMIT');
    return outcome;
  }, sqlite);
  if (committed.ok) return committed;
  rollBack(sqlite);
  const stored = confirm === undefined ? null : guarded(() => ({ ok: true, value: confirm() }));
  if (stored?.ok && stored.value !== null) return { ok: true, value: stored.value };
  const cause = committed.error as DbError;
  return fail(cause.code === 'DB_FULL' ? cause : dbError('DB_COMMIT_UNKNOWN', { cause: cause.code, ...cause.details }));
}

/** Gives SQLite's own failures as values; anything else is a bug and goes on as a throw, after a rollback. */
function guarded<T, E>(work: () => Result<T, E>, inTransactionOf?: BetterSqlite3.Database): Result<T, E | DbError> {
  try {
    return work();
  } catch (thrown) {
    if (inTransactionOf !== undefined) rollBack(inTransactionOf);
    const error = dbErrorOf(thrown);
    if (error === null) throw thrown;
    return fail(error);
  }
}

function rollBack(sqlite: BetterSqlite3.Database): void {
  // SQLite rolls back by itself on some errors (full disk, I/O).
  if (sqlite.inTransaction) sqlite.exec('ROLLBACK');
}
