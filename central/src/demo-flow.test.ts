import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Central, startCentral, until } from './testing/central-fixture.ts';

const exec = promisify(execFile);
const boards = fileURLToPath(new URL('../../resources/boards/samples', import.meta.url));

/** The platform's published demo, word for word; only the port is this test's. */
const demo = String.raw`
# 1. Get auth token
TOKEN=$(curl -s -X POST "localhost:8080/v1/token" \
  -H "Content-Type: application/x-www-form-urlencoded" \
  -d "username=demo&password=demo" | jq -r .access_token)

# 2. Create inspection
INSPECTION=$(curl -s -X POST "localhost:8080/v1/inspections" \
  -H "Authorization: Bearer $TOKEN" \
  -H "Idempotency-Key: demo-$(date +%s)" \
  -H "Content-Type: application/json" \
  -d '{"lot":"DEMO-LOT","part":"PCB-001","station":"AOI-1"}' | jq -r .inspection_id)

# 3. Upload artifact
UPLOAD_URL=$(curl -s -X POST "localhost:8080/v1/inspections/$INSPECTION/artifacts?type=image/jpeg" \
  -H "Authorization: Bearer $TOKEN" \
  -H "Idempotency-Key: demo-upload-$(date +%s)" | jq -r .upload_url)

curl -X PUT "$UPLOAD_URL" --upload-file demo-data/pcb.jpg

# 4. Trigger inference
curl -X POST "localhost:8080/v1/inspections/$INSPECTION/infer" \
  -H "Authorization: Bearer $TOKEN" \
  -H "Idempotency-Key: demo-infer-$(date +%s)"

# 5. Check reports
curl -s "localhost:8080/v1/reports?limit=5" \
  -H "Authorization: Bearer $TOKEN" | jq .
`;

const hasTools = await exec('sh', ['-c', 'command -v curl && command -v jq']).then(
  () => true,
  () => false,
);

describe('the published demo', () => {
  let central: Central;
  let folder: string;

  beforeAll(async () => {
    central = await startCentral();
    folder = await mkdtemp(join(tmpdir(), 'fiducial-demo-'));
    await mkdir(join(folder, 'demo-data'));
    await cp(join(boards, 'ctrl-14_007710_board.jpg'), join(folder, 'demo-data', 'pcb.jpg'));
  });
  afterAll(async () => {
    await central.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it.skipIf(!hasTools)('runs as it is written and ends in a report of the model’s findings', async () => {
    const script = join(folder, 'demo.sh');
    await writeFile(script, demo.replaceAll('localhost:8080', new URL(central.url).host));
    const { stdout } = await exec('bash', ['-e', script], { cwd: folder });
    expect(stdout).toContain('"object": "list"');
    expect(stdout).toMatch(/"job_id":"[0-9a-f-]{36}"/);

    const report = await until(async () => (await central.as('GET', '/v1/reports?limit=5')).body.data[0]);
    expect(report).toMatchObject({ lot: 'DEMO-LOT', part: 'PCB-001', status: 'FAIL' });
    expect(report.defects_detected).toBeGreaterThan(0);

    const inspection = (await central.as('GET', `/v1/inspections/${report.inspection_id}`)).body;
    expect(inspection).toMatchObject({ status: 'COMPLETE', verdict: 'FAIL', station: 'AOI-1' });
    expect(inspection.inferences[0].model.name).toMatch(/^pcb_defect_detector/);
    expect(inspection.artifacts.map(({ kind, state }: { kind: string; state: string }) => [kind, state])).toEqual([
      ['raw', 'stored'],
      ['derived', 'stored'],
    ]);

    const pdf = await fetch(report.report_url, { headers: { authorization: `Bearer ${central.token}` } });
    expect(pdf.headers.get('content-type')).toBe('application/pdf');
    expect(
      Buffer.from(await pdf.arrayBuffer())
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-');
  });
});
