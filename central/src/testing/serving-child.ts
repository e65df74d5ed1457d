/**
 * The service in a process of its own, to be killed. With the argument `forgetful` it has a planted bug: it acknowledges
 * a new inspection before it is stored.
 */
import { pino } from 'pino';
import { compose } from '../compose.ts';
import { readConfig } from '../config.ts';

const read = readConfig(process.env);
if (!read.ok) throw new Error(read.message);
const { app } = await compose(read.config, pino({ level: 'silent' }));

if (process.argv.includes('forgetful')) {
  const late = 100;
  app.addHook('preHandler', async (request, reply) => {
    if (request.method !== 'POST' || request.url !== '/v1/inspections' || request.headers['x-late'] === 'yes') return;
    const { body, headers } = request;
    setTimeout(() => {
      const { 'content-length': _, ...rest } = headers;
      void app.inject({
        method: 'POST',
        url: '/v1/inspections',
        headers: { ...rest, 'x-late': 'yes' },
        payload: body as object,
      });
    }, late);
    return reply.code(201).send({});
  });
}
await app.listen({ host: '127.0.0.1', port: read.config.port });
const [address] = app.addresses();
process.stdout.write(`ready on ${typeof address === 'object' ? address.port : read.config.port}\n`);
