/** The only place that touches ipcMain: every call of the contract gets its handler, every event its way to the window. */
import { type IpcMainInvokeEvent, ipcMain } from 'electron';
import { channelOf } from '../../ipc/channel-names.ts';
import { contract, type Handlers, type Tellers } from '../../ipc/contract.ts';
import type { AnyContract, Reply } from '../../ipc/contract-kinds.ts';
import { type AnyHandler, answerCall, type FaultListener } from './answer-call.ts';
import { ipcError } from './errors.ts';
import { isOwnPage } from './sender.ts';

/** The window's page, as far as IPC needs it. */
export interface OwnPage {
  readonly id: number;
  isDestroyed(): boolean;
  send(channel: string, payload: unknown): void;
}

/**
 * @param handlers Those that answer now, when the station has been opened; others where it cannot be.
 * @param ownPage The page of the window that is open now.
 */
export function registerCalls(
  handlers: () => Promise<Handlers>,
  ownPage: () => OwnPage | undefined,
  onFault: FaultListener,
): void {
  for (const [feature, channels] of Object.entries(contract as AnyContract)) {
    for (const [name, kind] of Object.entries(channels)) {
      if (kind.kind !== 'call') continue;
      const channel = channelOf(feature, name);
      ipcMain.handle(channel, async (event, ...args: unknown[]): Promise<Reply<unknown>> => {
        if (!isOwnPage(asking(event), ownPage()?.id)) return { ok: false, error: ipcError('IPC_SENDER', { channel }) };
        const features = (await handlers()) as unknown as Record<string, Record<string, AnyHandler>>;
        return answerCall(channel, kind, features[feature]![name]!, args, onFault);
      });
    }
  }
}

const asking = ({ sender, senderFrame }: IpcMainInvokeEvent) => ({ contentsId: sender.id, frame: senderFrame });

/** Tells are dropped while no window is open: it asks for the present state when it comes. */
export function makeTellers(ownPage: () => OwnPage | undefined, onFault: FaultListener): Tellers {
  const tellers: Record<string, Record<string, (payload: unknown) => void>> = {};
  for (const [feature, channels] of Object.entries(contract as AnyContract)) {
    tellers[feature] = {};
    for (const [name, kind] of Object.entries(channels)) {
      if (kind.kind !== 'event') continue;
      const channel = channelOf(feature, name);
      tellers[feature][name] = (payload) => {
        const parsed = kind.payload.safeParse(payload);
        const page = ownPage();
        if (!parsed.success) onFault(channel, parsed.error);
        else if (page && !page.isDestroyed()) page.send(channel, parsed.data);
      };
    }
  }
  return tellers as unknown as Tellers;
}
