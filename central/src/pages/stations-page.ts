import type { StationRow } from '../repositories/overview.ts';
import { type Html, html } from './html.ts';
import { page, type Reader, table } from './layout.ts';
import { ago, count, marked, time } from './words.ts';

const columns = [
  { name: 'Station' },
  { name: 'Last sync' },
  { name: 'UTC' },
  { name: 'Log entries here', isNumber: true },
  { name: 'Witnessed' },
  { name: 'Last witnessed (UTC)' },
  { name: 'Model' },
];

/** A station that was silent for so long is said to be late. */
const lateAfterMs = 24 * 3_600_000;

/** How much of the station's log a witnessed checkpoint covers. */
const witnessed = ({ entries, witnessed: covered }: StationRow): Html =>
  covered === 0
    ? marked('wait', 'Nothing')
    : covered === entries
      ? marked('pass', 'All')
      : marked('wait', `Up to ${count(covered)}; ${count(entries - covered)} wait`);

export const stationsPage = (reader: Reader, stations: readonly StationRow[], now: Date): string =>
  page(
    'Stations',
    '/',
    reader,
    table(
      'Stations',
      columns,
      stations.map((station) => [
        html`<a href="/inspections?station=${encodeURIComponent(station.name)}">${station.name}</a>`,
        now.getTime() - station.last_sync_at.getTime() > lateAfterMs
          ? marked('wait', ago(station.last_sync_at, now))
          : ago(station.last_sync_at, now),
        time(station.last_sync_at),
        count(station.entries),
        witnessed(station),
        time(station.witnessed_at),
        station.model_name === null ? '–' : `${station.model_name} ${station.model_version}`,
      ]),
      'No station has sent anything yet.',
    ),
    html`What each station has sent, and how much of its signed log a countersigned checkpoint covers.`,
  );
