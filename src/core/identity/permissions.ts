/** Who may do what: the one table. docs/people.md shows it, and a test holds the two together. */
import { type ActingRole, actingRoles } from './roles.ts';

const everybody = actingRoles;
const people = ['operator', 'engineer', 'admin'] as const;
const engineers = ['engineer', 'admin'] as const;
const admins = ['admin'] as const;

interface Permission {
  /** As people read it. */
  readonly means: string;
  readonly roles: readonly ActingRole[];
}

const table = {
  'station.read': { means: 'look at boards, lists, statistics, recipes and the log', roles: everybody },
  'board.inspect': { means: 'import and inspect boards', roles: everybody },
  'board.review': { means: 'decide about defects', roles: people },
  'board.sign_off': { means: 'sign a board off as reviewed', roles: people },
  'board.approve': { means: 'sign as approved, or as released with concession', roles: engineers },
  'board.reopen': { means: 'take a sign-off back, with a reason', roles: people },
  'board.annotate': { means: 'correct boxes and labels for training', roles: engineers },
  'report.create': { means: 'write the report of a board', roles: everybody },
  'dataset.export': { means: 'export datasets', roles: ['engineer', 'admin', 'line'] },
  'evidence.export': { means: 'write a board’s evidence bundle', roles: everybody },
  'recipe.change': { means: 'change recipes, thresholds and golden images', roles: engineers },
  'model.change': { means: 'add and remove models', roles: engineers },
  'preference.change': { means: 'change how the window looks and which keys it hears', roles: people },
  'setting.change': { means: 'change the site’s settings', roles: engineers },
  'user.manage': { means: 'manage people, sign-in and locking', roles: admins },
  'log.verify': { means: 'verify the log', roles: everybody },
  'log.export': { means: 'export the log', roles: everybody },
  'key.change': { means: 'begin a new key epoch', roles: admins },
  'backup.create': { means: 'make a backup', roles: ['engineer', 'admin', 'line'] },
  'backup.restore': { means: 'restore a backup', roles: admins },
} as const satisfies Record<string, Permission>;

/** Everything at a station that needs a permission. */
export type Operation = keyof typeof table;
export const operations = Object.keys(table) as readonly Operation[];
export const permissions: Readonly<Record<Operation, Permission>> = table;

/** What leaves no trace: who came in while nothing could be stored may do this much. */
export const lookingOperations: ReadonlySet<Operation> = new Set(['station.read', 'log.verify']);

export const roleMay = (role: ActingRole, operation: Operation): boolean => permissions[operation].roles.includes(role);
