/** Names and kinds of all channels, for the preload script: no schema travels into it. */
import type { Contract } from './contract.ts';
import type { NamesOf } from './contract-kinds.ts';

export const channelNames = {
  application: { info: 'call', fault: 'call', reveal: 'call', command: 'event' },
  annotations: { save: 'call', remove: 'call' },
  audit: {
    page: 'call',
    actions: 'call',
    people: 'call',
    story: 'call',
    state: 'call',
    proof: 'call',
    export: 'call',
    rotateKey: 'call',
    verify: 'call',
    stopVerification: 'call',
    verificationProgressed: 'event',
  },
  boards: { open: 'call', types: 'call' },
  evidence: { create: 'call', verify: 'call' },
  history: { page: 'call', facets: 'call', report: 'call', export: 'call' },
  identity: {
    session: 'call',
    changed: 'event',
    signIn: 'call',
    quickSwitch: 'call',
    unlock: 'call',
    lock: 'call',
    signOut: 'call',
    active: 'call',
    setUpFirstAdministrator: 'call',
    changePassword: 'call',
    setPin: 'call',
    setBadge: 'call',
    recover: 'call',
  },
  imports: {
    choose: 'call',
    start: 'call',
    paste: 'call',
    samples: 'call',
    again: 'call',
    cancel: 'call',
    list: 'call',
    dismiss: 'call',
    progressed: 'event',
  },
  models: { list: 'call' },
  queue: { page: 'call', counts: 'call', changed: 'event' },
  recipes: { list: 'call', open: 'call', versions: 'call', proposal: 'call', save: 'call', chooseGolden: 'call' },
  review: {
    verify: 'call',
    signOff: 'call',
    reopen: 'call',
    undo: 'call',
    redo: 'call',
    steps: 'call',
    reasons: 'call',
  },
  settings: { get: 'call', set: 'call', changed: 'event' },
  statistics: { summary: 'call' },
  status: { get: 'call', changed: 'event' },
  users: { list: 'call', add: 'call', change: 'call', resetPassword: 'call', unlock: 'call', setBadge: 'call' },
} as const satisfies NamesOf<Contract>;

/** Channel that `feature.name` travels on. */
export const channelOf = (feature: string, name: string): string => `fiducial:${feature}.${name}`;
