import type { StationRow } from '../repositories/overview.ts';
import { html } from './html.ts';
import { page, type Reader, table, time } from './layout.ts';

const columns = [
  { name: 'Station' },
  { name: 'Last sync (UTC)' },
  { name: 'Log entries here', isNumber: true },
  { name: 'Witnessed up to', isNumber: true },
  { name: 'Witnessed (UTC)' },
  { name: 'Model' },
];

export const stationsPage = (reader: Reader, stations: readonly StationRow[]): string =>
  page(
    'Stations',
    '/',
    reader,
    table(
      columns,
      stations.map((station) => [
        html`<a href="/inspections?station=${encodeURIComponent(station.name)}">${station.name}</a>`,
        time(station.last_sync_at),
        station.entries,
        station.witnessed === 0 ? html`<span class="WAIT">nothing</span>` : station.witnessed,
        time(station.witnessed_at),
        station.model_name === null ? '–' : `${station.model_name} ${station.model_version}`,
      ]),
      'No station has sent anything yet.',
    ),
  );
