/**
 * What each call of the window needs before anything is read or asked. The station refuses on its own what changes or
 * gives away something, by the very thing that is changed: an undo, a setting, a signature's meaning may need more.
 */
import type { Operation } from '../../../core/identity/permissions.ts';
import type { Handlers } from '../../../ipc/contract.ts';

/** Null: works while nobody is signed in, too. */
type Needed = { readonly [F in keyof Handlers]: { readonly [C in keyof Handlers[F]]: Operation | null } };

const read = 'station.read';

export const neededOperations = {
  application: { info: null, fault: null, reveal: read },
  annotations: { save: 'board.annotate', remove: 'board.annotate' },
  audit: {
    page: read,
    actions: read,
    people: read,
    story: read,
    state: read,
    proof: 'log.export',
    export: 'log.export',
    stopExport: 'log.export',
    rotateKey: 'key.change',
    verify: 'log.verify',
    stopVerification: 'log.verify',
  },
  backup: { restore: 'backup.restore' },
  boards: { open: read, types: read },
  evidence: { create: 'evidence.export', verify: read },
  history: {
    page: read,
    facets: read,
    report: 'report.create',
    export: 'dataset.export',
    stopExport: 'dataset.export',
  },
  identity: {
    session: null,
    signIn: null,
    quickSwitch: null,
    unlock: null,
    lock: null,
    signOut: null,
    active: null,
    setUpFirstAdministrator: null,
    changePassword: null,
    setPin: null,
    setBadge: null,
    recover: null,
  },
  imports: {
    choose: 'board.inspect',
    start: 'board.inspect',
    paste: 'board.inspect',
    samples: 'board.inspect',
    again: 'board.inspect',
    cancel: 'board.inspect',
    list: read,
    dismiss: read,
    handOver: null,
    handedOver: null,
  },
  models: { list: read, adopt: 'model.change' },
  queue: { page: read, counts: read },
  recipes: {
    list: read,
    open: read,
    versions: read,
    proposal: read,
    save: 'recipe.change',
    chooseGolden: 'recipe.change',
    golden: read,
  },
  review: {
    verify: 'board.review',
    signOff: 'board.sign_off',
    reopen: 'board.reopen',
    undo: read,
    redo: read,
    steps: read,
    reasons: read,
  },
  // How the window looks and which language it speaks, before anybody signs in.
  settings: { get: null, set: 'preference.change' },
  statistics: { summary: read },
  status: { get: null },
  sync: {
    state: read,
    page: read,
    connection: read,
    test: 'setting.change',
    configure: 'setting.change',
    setBucket: 'setting.change',
    clearBucket: 'setting.change',
    pause: 'setting.change',
    hurry: 'setting.change',
    retry: 'setting.change',
    retryAll: 'setting.change',
    skip: 'setting.change',
  },
  users: {
    list: 'user.manage',
    add: 'user.manage',
    change: 'user.manage',
    resetPassword: 'user.manage',
    unlock: 'user.manage',
    setBadge: 'user.manage',
  },
} as const satisfies Needed;
