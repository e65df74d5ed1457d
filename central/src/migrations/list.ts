import type { Migration } from 'kysely/migration';
import { firstTables } from './0001-first-tables.ts';
import { auditWitness } from './0002-audit-witness.ts';
import { recipes } from './0003-recipes.ts';
import { peopleOfStations } from './0004-people-of-stations.ts';
import { listIndexes } from './0005-list-indexes.ts';
import { resultSeries } from './0006-result-series.ts';

/** Every migration by its name, in order. Forward only. */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001-first-tables': firstTables,
  '0002-audit-witness': auditWitness,
  '0003-recipes': recipes,
  '0004-people-of-stations': peopleOfStations,
  '0005-list-indexes': listIndexes,
  '0006-result-series': resultSeries,
};
