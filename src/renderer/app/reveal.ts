import { ask, type ReplyError, type StationClient } from './client.ts';

interface RevealParts {
  readonly client: StationClient;
  readonly sayFailure: (error: ReplyError) => void;
}

/** Shows a file that the program wrote in the system's file manager; says it where that cannot be done. */
export async function reveal({ client, sayFailure }: RevealParts, path: string): Promise<void> {
  const reply = await ask(() => client.application.reveal({ path }));
  if (!reply.ok) sayFailure(reply.error);
}
