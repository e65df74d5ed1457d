import { type Compilable, CompiledQuery } from 'kysely';

/** A statement that is spelled out: for what the builder cannot say, and for hot paths, where building takes longer than running. */
export const statement = <Row = unknown>(sql: string, parameters: readonly unknown[]): Compilable<Row> => ({
  compile: () => CompiledQuery.raw(sql, [...parameters]) as CompiledQuery<Row>,
});
