/** What the station counted, in words of the contract. */
import type { Answer, StationClient } from '../../app/client.ts';

export type Summary = Answer<StationClient['statistics']['summary']>;
export type TypeCounts = Summary['types'][number];
export type DayCounts = Summary['days'][number];
export type ShiftCounts = Summary['shifts'][number];

/** Marks that are no false calls: what is wrong with the boards, as far as anybody knows. */
export const realDefects = ({ found, falseCalls }: Pick<TypeCounts, 'found' | 'falseCalls'>): number =>
  found - falseCalls;
