/**
 * Signs a model: `node scripts/sign-model.ts models/NAME/VERSION` fills in the sha256 of model.onnx and the signature of
 * model.json. The private key (PEM, Ed25519) is read from the file that FIDUCIAL_MODEL_KEY names (or `--key FILE`).
 * `--new-key FILE` makes a key first: private part into FILE (mode 600), public part into resources/keys/. See ADR 0007.
 */
import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { modelJsonSchema } from '../src/station/models/model-json.ts';
import { checkSignature, keyId, readTrustedKeys, signModel } from '../src/station/models/signature.ts';

const keysFolder = join(import.meta.dirname, '..', 'resources', 'keys');
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { key: { type: 'string' }, 'new-key': { type: 'string' } },
});

if (values['new-key']) {
  const pair = generateKeyPairSync('ed25519');
  writeFileSync(values['new-key'], pair.privateKey.export({ type: 'pkcs8', format: 'pem' }), {
    mode: 0o600,
    flag: 'wx',
  });
  mkdirSync(keysFolder, { recursive: true });
  const publicFile = join(keysFolder, `model-${keyId(pair.publicKey)}.pem`);
  writeFileSync(publicFile, pair.publicKey.export({ type: 'spki', format: 'pem' }));
  console.log(`New key ${keyId(pair.publicKey)}: commit ${publicFile}; keep the private file out of the repository.`);
}

const keyFile = values.key ?? values['new-key'] ?? process.env.FIDUCIAL_MODEL_KEY;
if (!keyFile || positionals.length === 0) {
  if (!values['new-key']) {
    console.error('usage: node scripts/sign-model.ts [--key FILE | --new-key FILE] models/NAME/VERSION ...');
    process.exitCode = 2;
  }
} else {
  const privateKey = createPrivateKey(readFileSync(keyFile));
  const publicKey = createPublicKey(privateKey);
  const trusted = readTrustedKeys(keysFolder);
  for (const folder of positionals) {
    const file = join(folder, 'model.json');
    const onnx = readFileSync(join(folder, 'model.onnx'));
    const written: Record<string, unknown> = JSON.parse(readFileSync(file, 'utf8'));
    const raw = { ...written, sha256: createHash('sha256').update(onnx).digest('hex') };
    modelJsonSchema.parse(raw);
    const signed = { ...raw, signature: signModel(raw, privateKey, publicKey) };
    writeFileSync(`${file}.tmp`, `${JSON.stringify(signed, null, 2)}\n`);
    renameSync(`${file}.tmp`, file);
    const state = checkSignature(signed, trusted);
    if (state.state === 'signed') console.log(`${folder}: signed with key ${state.keyId}`);
    else {
      console.error(`${folder}: ${state.error.message} Commit this key's public part in ${keysFolder}.`);
      process.exitCode = 1;
    }
  }
}
