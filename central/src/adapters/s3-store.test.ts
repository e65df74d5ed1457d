import { describe } from 'vitest';
import { objectStoreContract, testPartBytes } from '../testing/object-store-contract.ts';
import { hasS3Server, startS3Server } from '../testing/s3-server.ts';
import { createS3Store } from './s3-store.ts';

/** Continuous integration installs the server: there its absence is a failure. */
const isNeeded = process.env.FIDUCIAL_REQUIRE_S3 === '1';

describe.runIf(isNeeded || (await hasS3Server()))('on Debian’s radosgw', () => {
  objectStoreContract('a bucket of an S3 server', async () => {
    const server = await startS3Server();
    const store = createS3Store({
      ...server,
      publicEndpoint: server.endpoint,
      region: 'us-east-1',
      partBytes: testPartBytes,
    });
    await store.prepareBucket();
    return {
      store,
      baseUrl: '',
      close: async () => {
        store.close();
        await server.stop();
      },
    };
  });
});
