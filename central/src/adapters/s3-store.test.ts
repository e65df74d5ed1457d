import { describe, it } from 'vitest';
import { objectStoreContract } from '../testing/object-store-contract.ts';
import { hasS3Server, startS3Server } from '../testing/s3-server.ts';
import { createS3Store } from './s3-store.ts';

if (await hasS3Server()) {
  objectStoreContract('a bucket of an S3 server', async () => {
    const server = await startS3Server();
    const store = createS3Store({ ...server, publicEndpoint: server.endpoint, region: 'us-east-1' });
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
} else {
  describe('a bucket of an S3 server as object store', () => {
    it.skip('needs Debian’s radosgw, ceph-mon and ceph-osd', () => undefined);
  });
}
