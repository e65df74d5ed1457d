/** Everything that the window and the shell say to each other. A channel's name is `feature.name`. */
import { application } from './application.ts';
import { audit } from './audit.ts';
import { backup } from './backup.ts';
import { boards } from './boards.ts';
import type { ClientOf, HandlersOf, TellersOf } from './contract-kinds.ts';
import { evidence } from './evidence.ts';
import { history } from './history.ts';
import { identity, users } from './identity.ts';
import { imports } from './imports.ts';
import { queue } from './queue.ts';
import { models, recipes } from './recipes.ts';
import { annotations, review } from './review.ts';
import { settings } from './settings.ts';
import { statistics } from './statistics.ts';
import { status } from './status.ts';
import { sync } from './sync.ts';

export const contract = {
  application,
  annotations,
  audit,
  backup,
  boards,
  evidence,
  history,
  identity,
  imports,
  models,
  queue,
  recipes,
  review,
  settings,
  statistics,
  status,
  sync,
  users,
};
export type Contract = typeof contract;

/** `window.station`, beside `filePath`, which only the preload script can give. */
export type StationClient = ClientOf<Contract> & {
  readonly files: {
    /** Where a dropped file lies; empty for one that is not on disk. */
    pathOf(file: File): string;
  };
};
export type Handlers = HandlersOf<Contract>;
export type Tellers = TellersOf<Contract>;
