import { pino } from 'pino';
import { compose } from './compose.ts';
import type { Config } from './config.ts';

/** Kubernetes and people wait about this long before they kill. */
export const longestStopMs = 25_000;

/** Serves until it is told to stop. Resolves with the exit status. */
export async function serve(config: Config): Promise<number> {
  const log = pino(
    {
      level: config.logLevel,
      base: { service: 'fiducial-central' },
      // A URL's query may hold signatures and cursors; its path says enough.
      serializers: {
        req: ({ method, url, ip }: { method: string; url: string; ip: string }) => ({
          method,
          path: url.split('?')[0],
          ip,
        }),
      },
    },
    pino.destination(2),
  );
  const service = await compose(config, log);
  await service.app.listen({ host: config.host, port: config.port });
  const [address] = service.app.addresses();
  const port = typeof address === 'object' ? address.port : config.port;
  const demo = config.demo ? ' (demo: sign in with demo/demo)' : '';
  process.stdout.write(`Fiducial central is ready on http://${config.host}:${port}${demo}\n`);
  await told();
  log.info({}, 'stopping');
  const late = setTimeout(() => {
    log.error({}, 'still busy: stopping anyway');
    process.exit(1);
  }, longestStopMs);
  late.unref();
  await service.stop();
  return 0;
}

const told = (): Promise<void> =>
  new Promise((resolve) => {
    // Told twice is told once: a terminal's Ctrl-C reaches this process and the one that started it.
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => resolve());
  });
