import { describe, expect, it } from 'vitest';
import { readConfig } from './config.ts';

const production = { DATABASE_URL: 'postgres://db/fiducial', JWT_SECRET: 'h8Qz-3kLw9.Vt2pXc7RmYb4NfJg6Sd1E' };

describe('the settings', () => {
  it('without any are those of the demo, on the loopback address', () => {
    const read = readConfig({});
    expect(read.ok && read.config).toMatchObject({
      demo: true,
      host: '127.0.0.1',
      port: 8080,
      store: { type: 'folder' },
    });
  });

  it('of a service are not the demo’s', () => {
    const read = readConfig({ ...production, S3_BUCKET: 'boards', S3_ENDPOINT: 'http://s3:9000' });
    expect(read.ok && read.config).toMatchObject({ demo: false, store: { type: 's3', bucket: 'boards' } });
  });

  it.each([
    ['no secret beside a database', { DATABASE_URL: production.DATABASE_URL }],
    ['a short secret', { ...production, JWT_SECRET: 'secret' }],
    ['a secret that is easy to guess', { ...production, JWT_SECRET: 'changeme'.repeat(5) }],
    ['a port that is none', { PORT: '70000' }],
    ['a proxy that is believed without a number', { TRUST_PROXY: 'true' }],
    ['a database that is no URL', { ...production, DATABASE_URL: 'localhost' }],
  ])('are refused with %s', (_, env) => {
    const read = readConfig(env);
    expect(read.ok ? '' : read.message).not.toBe('');
  });
});
