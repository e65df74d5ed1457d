/** Faults that the recording child can be started with, to see whether the harness notices. The product has none of them. */
export const plantedBugs = [
  'acknowledged before the commit',
  'every statement commits by itself',
  'the row comes before its image',
  'a restart forgets what was done',
] as const;
export type PlantedBug = (typeof plantedBugs)[number];
