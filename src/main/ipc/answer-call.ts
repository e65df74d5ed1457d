/** One question of the window, from what arrived to what goes back. Knows no Electron, so that tests run all of it. */
import type { Call, Reply } from '../../ipc/contract-kinds.ts';
import { ipcError } from './errors.ts';

export type AnyHandler = (input: never) => unknown;

/** Gets what must not happen: a handler that threw, an answer that the contract does not know. */
export type FaultListener = (where: string, fault: unknown) => void;

/**
 * Never rejects. Input that does not parse never reaches the handler; what the handler answers is parsed too, so that
 * nothing leaves that the contract does not name.
 *
 * @param args What the window sent: one value, or it is refused.
 */
export async function answerCall(
  channel: string,
  call: Call,
  handler: AnyHandler,
  args: readonly unknown[],
  onFault: FaultListener,
): Promise<Reply<unknown>> {
  const unexpected = (fault: unknown): Reply<never> => {
    onFault(channel, fault);
    return { ok: false, error: ipcError('IPC_UNEXPECTED', { channel }) };
  };
  try {
    const input = call.input.safeParse(args[0]);
    if (args.length !== 1 || !input.success) {
      const [issue] = input.error?.issues ?? [];
      const problem = issue ? `${issue.path.join('.')}: ${issue.message}` : `${args.length} values instead of one`;
      return { ok: false, error: ipcError('IPC_INPUT', { channel, problem: problem.slice(0, 300) }) };
    }
    const answer = (await handler(input.data as never)) as Reply<unknown>;
    if (answer.ok) {
      const output = call.output.safeParse(answer.value);
      return output.success ? { ok: true, value: output.data } : unexpected(output.error);
    }
    const { code, message, details } = answer.error;
    const area = code.split('_')[0];
    // Every call may be refused to who is not signed in.
    const isKnown = area === 'IPC' || area === 'IDENTITY' || call.errors.some((known) => known === area);
    if (!isKnown) return unexpected(new Error(`answered ${code}, which the contract does not name`));
    return { ok: false, error: { code, message, ...(details ? { details } : {}) } };
  } catch (fault) {
    return unexpected(fault);
  }
}
