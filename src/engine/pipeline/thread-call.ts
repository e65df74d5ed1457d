import type { MessagePort, TransferListItem, Worker } from 'node:worker_threads';
import { EngineFault } from '../fault.ts';
import type { EngineError } from '../protocol.ts';

/** Something that answers on another thread: every method takes one value and promises one. */
// biome-ignore lint/suspicious/noExplicitAny: a bound for any such interface; `unknown` would refuse every parameter type.
export type ThreadApi<A> = { readonly [K in keyof A]: (argument: any) => Promise<unknown> };

interface Call {
  readonly call: number;
  readonly method: string;
  readonly argument: unknown;
}

type Answer =
  | { readonly call: number; readonly value: unknown }
  | { readonly call: number; readonly fault: EngineError };

/** Calls a method of the thread's API. Rejects with the EngineFault that the method threw. */
export type Caller<A extends ThreadApi<A>> = <K extends keyof A & string>(
  method: K,
  argument: Parameters<A[K]>[0],
) => ReturnType<A[K]>;

/** Values cross by structured clone; SharedArrayBuffers are shared, not copied. */
export function createCaller<A extends ThreadApi<A>>(worker: Worker): Caller<A> {
  let next = 0;
  const open = new Map<number, { resolve: (value: unknown) => void; reject: (cause: unknown) => void }>();
  worker.on('message', (answer: Answer) => {
    const waiting = open.get(answer.call);
    open.delete(answer.call);
    if ('value' in answer) waiting?.resolve(answer.value);
    else waiting?.reject(new EngineFault(answer.fault.code, answer.fault.message, answer.fault.details));
  });
  return ((method: string, argument: unknown) =>
    new Promise((resolve, reject) => {
      next += 1;
      open.set(next, { resolve, reject });
      const call: Call = { call: next, method, argument };
      worker.postMessage(call);
    })) as Caller<A>;
}

/**
 * Answers calls on this thread. An EngineFault goes back to the caller; anything else is a bug and ends the process
 * through the thread's `error` event, so that no state that nobody understands lives on.
 */
export function serveCalls<A extends ThreadApi<A>>(port: MessagePort, api: A): void {
  const reply = (answer: Answer): void => port.postMessage(answer, [] as TransferListItem[]);
  port.on('message', ({ call, method, argument }: Call) => {
    const run = api[method as keyof A];
    run(argument).then(
      (value) => reply({ call, value }),
      (cause: unknown) => {
        if (!(cause instanceof EngineFault)) throw cause;
        reply({ call, fault: cause.toError() });
      },
    );
  });
}
