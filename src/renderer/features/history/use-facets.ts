import type { Answer, StationClient } from '../../app/client.ts';
import { useAnswer } from '../../app/use-answer.ts';
import { useStation } from '../../app/workspace-context.tsx';

export type Facets = Answer<StationClient['history']['facets']>;

const none: Facets = { parts: [], lots: [], types: [], models: [], persons: [] };

/** Words to filter by. Where they cannot be read, the filter offers those that are set; the list says why. */
export function useFacets(): Facets {
  const station = useStation();
  return useAnswer('history.facets', () => station.history.facets({})).value ?? none;
}
