import { Argument, type Command, Option } from 'commander';
import { type Role, roles } from '../core/identity/roles.ts';
import type { AppError, Result } from '../core/kernel/result.ts';
import { ok } from '../core/kernel/result.ts';
import type { Station } from '../station/compose.ts';
import {
  addFirstAdministrator,
  addUser,
  changeUser,
  handToCentre,
  recoverAccess,
  unlockUser,
} from '../station/identity/manage-users.ts';
import { readUsers, type UserRow } from '../station/identity/user-list.ts';
import { hasUsers, type StoredUser, userByName } from '../station/identity/user-rows.ts';
import { type Action, type CommonOptions, newCommand, refuse } from './command.ts';
import { readSecret } from './credentials.ts';
import { cliError } from './errors.ts';
import { exitStatus } from './exit-status.ts';
import { openForUser } from './open-existing.ts';
import type { Terminal } from './terminal.ts';

interface AddOptions extends CommonOptions {
  readonly role: Role;
  readonly printedName?: string;
  readonly central?: boolean;
}

/** Opens the station, does one thing, closes it and says what came of it. */
async function onStation<T>(
  terminal: Terminal,
  options: CommonOptions,
  work: (station: Station) => Promise<Result<T, AppError>>,
  say: (value: T) => void,
) {
  const station = await openForUser(terminal, options);
  if (!station.ok) return refuse(terminal, options, station.error);
  try {
    const done = await work(station.value);
    if (!done.ok) return refuse(terminal, options, done.error);
    say(done.value);
    return exitStatus.ok;
  } finally {
    station.value.close();
  }
}

interface Added {
  readonly user: StoredUser;
  readonly oneTimePassword: string;
  readonly recoveryCode: string | null;
}

async function add(
  terminal: Terminal,
  { context }: Station,
  name: string,
  options: AddOptions,
): Promise<Result<Added, AppError>> {
  const { role, printedName = name, central = false } = options;
  const first = context.access.kind === 'open' && !hasUsers(context.db);
  if (!first || role !== 'admin') {
    const added = await addUser(context, { name, printedName, role, central });
    return added.ok ? ok({ ...added.value, recoveryCode: null }) : added;
  }
  const password = await readSecret(terminal, 'FIDUCIAL_NEW_PASSWORD_FILE', `New password of ${name}: `);
  if (!password.ok) return password;
  const added = await addFirstAdministrator(context, { name, printedName, password: password.value });
  return added.ok ? ok({ ...added.value, oneTimePassword: '' }) : added;
}

const addAction: Action<AddOptions> = (terminal, options, [name = '']) =>
  onStation(
    terminal,
    options,
    (station) => add(terminal, station, name, options),
    ({ user, oneTimePassword, recoveryCode }) => {
      if (options.json) {
        const { id, role } = user;
        terminal.line(
          JSON.stringify({
            added: user.name,
            id,
            role,
            one_time_password: oneTimePassword,
            recovery_code: recoveryCode,
          }),
        );
        return;
      }
      terminal.line(`Added ${user.name} (${user.role}).`);
      if (oneTimePassword !== '')
        terminal.line(`One-time password, shown this once, to be changed at the first sign-in: ${oneTimePassword}`);
      if (recoveryCode !== null) sayRecoveryCode(terminal, recoveryCode);
    },
  );

function sayRecoveryCode(terminal: Terminal, code: string): void {
  terminal.line(`Recovery code, shown this once: ${code}`);
  terminal.line('Print it and lock it away: with it an administrator who lost the password gets a new one.');
}

const listAction: Action<CommonOptions> = (terminal, options) =>
  onStation(
    terminal,
    options,
    async ({ context }) => readUsers(context),
    (users) => {
      for (const user of users) {
        const { name, printedName, role, disabled, central, lockedSeconds, lastSignIn } = user;
        const marks = [
          disabled && 'disabled',
          central && 'central',
          lockedSeconds > 0 && `locked for ${lockedSeconds} s`,
        ];
        const rest = marks.filter((mark) => mark !== false).join(', ');
        terminal.line(
          options.json
            ? JSON.stringify(lineOf(user))
            : `${name.padEnd(16)}  ${role.padEnd(8)}  ${printedName}  ${lastSignIn ?? 'never signed in'}  ${rest}`.trimEnd(),
        );
      }
    },
  );

const lineOf = (user: UserRow) => ({
  name: user.name,
  id: user.id,
  printed_name: user.printedName,
  role: user.role,
  disabled: user.disabled,
  central: user.central,
  password_expired: user.passwordExpired,
  pin: user.pin,
  badge: user.badge,
  locked_seconds: user.lockedSeconds,
  last_sign_in: user.lastSignIn,
});

/** One change of a person by name. */
const changing =
  <Options extends CommonOptions>(
    change: (station: Station, id: string, args: readonly string[]) => Result<StoredUser, AppError>,
  ): Action<Options> =>
  (terminal, options, args) =>
    onStation(
      terminal,
      options,
      async (station) => {
        const { db } = station.context;
        const found = db.read(() => userByName(db, args[0] ?? ''));
        // Asked before the name is told apart: who may not manage people learns no names.
        return found.ok ? change(station, found.value?.id ?? '', args) : found;
      },
      ({ name, role, disabled }) =>
        terminal.line(
          options.json ? JSON.stringify({ name, role, disabled }) : `${name}: ${role}${disabled ? ', disabled' : ''}`,
        ),
    );

const roleAction = changing(({ context }, id, [, role]) => changeUser(context, id, { role: role as Role }));
const disableAction = changing(({ context }, id) => changeUser(context, id, { disabled: true }));
const enableAction = changing(({ context }, id) => changeUser(context, id, { disabled: false }));
const centralAction = changing(({ context }, id) => handToCentre(context, id));
const unlockAction = changing(({ context }, id) => unlockUser(context, id));

const recoverAction: Action<CommonOptions> = (terminal, options, [name = '']) =>
  onStation(
    terminal,
    options,
    async ({ context }) => {
      const { db } = context;
      const user = db.read(() => userByName(db, name));
      if (!user.ok) return user;
      if (user.value === null)
        return { ok: false, error: cliError('USAGE', `There is no ${name} on this station. Nothing was changed.`) };
      const password = await readSecret(terminal, 'FIDUCIAL_NEW_PASSWORD_FILE', `New password of ${name}: `);
      return password.ok ? recoverAccess(context, user.value, password.value, 'file_system') : password;
    },
    ({ user, recoveryCode }) => {
      terminal.note(
        `fiducial: ${user.name} is an administrator with a new password. The log says that it was done here.`,
      );
      if (options.json) terminal.line(JSON.stringify({ recovered: user.name, recovery_code: recoveryCode }));
      else sayRecoveryCode(terminal, recoveryCode);
    },
  );

const named = (command: Command): Command => command.argument('<name>', 'the name that the person signs in with');

export const usersAdd = {
  command: (): Command =>
    named(newCommand('add', 'add a person; the first one must be an administrator and ends the open station'))
      .addOption(new Option('--role <role>', 'what the person may do').choices(roles).makeOptionMandatory())
      .option('--printed-name <name>', 'name in records and under signatures; the sign-in name where none is given')
      .option('--central', 'the central service checks this person’s password'),
  action: addAction,
};
export const usersList = { command: (): Command => newCommand('list', 'everybody, by name'), action: listAction };
export const usersRole = {
  command: (): Command =>
    named(newCommand('role', 'give a person another role')).addArgument(new Argument('<role>').choices(roles)),
  action: roleAction,
};
export const usersDisable = {
  command: (): Command => named(newCommand('disable', 'a person may not sign in any more; records keep the name')),
  action: disableAction,
};
export const usersEnable = {
  command: (): Command => named(newCommand('enable', 'a disabled person may sign in again')),
  action: enableAction,
};
export const usersCentral = {
  command: (): Command =>
    named(newCommand('central', 'hand an account to the person who has its name at the central service')),
  action: centralAction,
};
export const usersUnlock = {
  command: (): Command => named(newCommand('unlock', 'end the wait after too many wrong tries')),
  action: unlockAction,
};
export const usersRecover = {
  command: (): Command =>
    named(
      newCommand(
        'recover',
        'give an administrator a new password, for whoever owns the data directory; the log says so',
      ),
    ),
  action: recoverAction,
};
