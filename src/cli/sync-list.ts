/** `fiducial sync list`: the ledger of what was sent and what waits. */
import { type Command, InvalidArgumentError } from 'commander';
import { ok } from '../core/kernel/result.ts';
import { type OutboxState, outboxStates } from '../core/sync/outbox.ts';
import { type LedgerItem, ledgerPage } from '../station/sync/ledger-page.ts';
import { type Action, type CommonOptions, newCommand } from './command.ts';
import { exitStatus } from './exit-status.ts';
import { onStation } from './on-station.ts';
import { wholeNumber } from './whole-number.ts';

interface ListOptions extends CommonOptions {
  readonly state?: OutboxState;
  readonly last: number;
}

const listAction: Action<ListOptions> = (terminal, options) =>
  onStation(terminal, options, async ({ context }) => {
    const page = ledgerPage(context.db, { state: options.state, limit: options.last });
    if (!page.ok) return page;
    for (const item of page.value.items.toReversed()) terminal.line(options.json ? jsonOf(item) : lineOf(item));
    return ok(exitStatus.ok);
  });

const jsonOf = ({ id, kind, objectId, revision, state, tries, error, receipt, createdAt, settledAt }: LedgerItem) =>
  JSON.stringify({
    id,
    kind,
    object_id: objectId,
    revision,
    state,
    tries,
    error,
    receipt,
    created_at: createdAt,
    settled_at: settledAt,
  });

const lineOf = ({ id, kind, objectId, revision, state, tries, error }: LedgerItem): string =>
  `${id}  ${state.padEnd(9)}  ${kind.padEnd(12)} ${objectId} r${revision}  ${tries === 0 ? '' : `${tries} tries  `}${error?.words ?? ''}`.trimEnd();

const parseState = (text: string): OutboxState => {
  const state = outboxStates.find((known) => known === text);
  if (state === undefined) throw new InvalidArgumentError(`It must be one of ${outboxStates.join(', ')}.`);
  return state;
};

export const syncList = {
  command: (): Command =>
    newCommand('list', 'the ledger: every item, its tries, its last error, its receipt; newest last')
      .option('--state <state>', 'only these', parseState)
      .option('-n, --last <count>', 'how many of the newest', (text: string) => wholeNumber(text, 1), 50),
  action: listAction,
};
