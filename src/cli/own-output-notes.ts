import type { OwnOutput } from '../station/imports/own-output.ts';

const kinds: Readonly<Record<OwnOutput['what'], string>> = {
  drawn_picture: 'pictures into which Fiducial drew findings',
  report: 'reports of Fiducial',
  data_set: 'data sets that Fiducial exported',
  data_directory: 'data directories of Fiducial',
};
const mostNames = 3;

/** What a search met and left out, for people: a line for each kind, since there may be an overlay for every board. */
export function ownOutputNotes(own: readonly OwnOutput[]): string[] {
  return [...Map.groupBy(own, ({ what }) => what)].map(([what, all]) => {
    const names = all.slice(0, mostNames).map(({ path }) => path);
    return `fiducial: left out, ${kinds[what]}: ${all.length} (${names.join(', ')}${all.length > mostNames ? ', …' : ''})`;
  });
}
