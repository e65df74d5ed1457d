/** Files that come from outside the window: of the command line, of a second start, of the desktop. */
import type { App } from 'electron';
import { z } from 'zod';

/** What a second start hands over; it is another process, so it is parsed. */
const handedOver = z.object({ files: z.array(z.string().min(1).max(4096)).max(100_000) });

export interface FileReceiver {
  /** Called with files as they come; a second start calls it without any. */
  receive(files: readonly string[]): void;
}

export interface ReceivedFiles {
  /** Of this start. */
  readonly files: readonly string[];
  /** From now on files go there, at first those that came meanwhile. */
  deliverTo(receiver: FileReceiver): void;
}

export function receiveFiles(app: Pick<App, 'on'>, files: readonly string[]): ReceivedFiles {
  let waiting: readonly string[] = files;
  let receiver: FileReceiver | undefined;
  const receive = (more: readonly string[]): void => {
    if (receiver) receiver.receive(more);
    else waiting = [...waiting, ...more];
  };
  app.on('second-instance', (_event, _argv, _folder, data) => receive(handedOver.safeParse(data).data?.files ?? []));
  app.on('open-file', (event, path) => {
    event.preventDefault();
    receive([path]);
  });
  return {
    files,
    deliverTo(next) {
      receiver = next;
      if (waiting.length > 0) next.receive(waiting);
      waiting = [];
    },
  };
}
