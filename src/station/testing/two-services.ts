/** Two central services that a station is connected to, one after the other. */
const at = (name: string) => ({
  target: { url: `https://${name}.example`, bytesPerSecond: null },
  token: `token-of-${name}`,
  bucket: {
    endpoint: `https://s3.${name}.example`,
    region: 'eu-central-1',
    bucket: `boards-of-${name}`,
    accessKeyId: `key-of-${name}`,
    secretAccessKey: `secret-of-${name}`,
  },
});

export const services = [at('one'), at('other')] as const;
