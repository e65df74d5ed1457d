import { createHash, randomBytes } from 'node:crypto';
import { uuidv7 } from 'uuidv7';
import { sampleResults } from '../src/testing/sample-results.ts';
import type { BenchService } from './bench-service.ts';

const inspections = 1000;
const perBatch = 16;
const senders = 4;
const imageBytes = 100_000;

interface BatchAnswer {
  readonly total_failed: number;
  readonly results: readonly {
    readonly body: { readonly upload_url: string; readonly headers: Record<string, string> };
  }[];
}

/** As a station with a backlog does it: everything of some boards in one call, their images, then what was sent. */
export async function measureSync(service: BenchService) {
  const sendBatch = async (items: readonly object[]): Promise<BatchAnswer> => {
    const answer = (await (await service.send('station', 'POST', '/v1/sync/batch', { items })).json()) as BatchAnswer;
    if (answer.total_failed > 0) throw new Error(JSON.stringify(answer));
    return answer;
  };
  const cpu = process.cpuUsage();
  const started = performance.now();
  let left = inspections;
  const sender = async (): Promise<void> => {
    while (left > 0) {
      const boards = Array.from({ length: Math.min(perBatch, left) }, () => {
        const bytes = randomBytes(imageBytes);
        const sha256 = createHash('sha256').update(bytes).digest('hex');
        return { inspection_id: uuidv7(), artifact_id: uuidv7(), bytes, sha256 };
      });
      left -= boards.length;
      const announced = await sendBatch(
        boards.flatMap(({ inspection_id, artifact_id, sha256 }) => [
          { type: 'inspection', body: { inspection_id, lot: 'L-1', part: 'P-1', serial: inspection_id } },
          { type: 'results', inspection_id, body: sampleResults() },
          {
            type: 'artifact',
            inspection_id,
            body: { artifact_id, content_type: 'image/jpeg', sha256, size_bytes: imageBytes },
          },
        ]),
      );
      await Promise.all(
        boards.map(async ({ bytes }, index) => {
          const { upload_url, headers } = announced.results[index * 3 + 2]!.body;
          const answer = await fetch(upload_url, { method: 'PUT', headers, body: bytes });
          if (!answer.ok) throw new Error(`PUT: ${answer.status}`);
        }),
      );
      await sendBatch(
        boards.map(({ inspection_id, artifact_id, sha256 }) => ({
          type: 'confirm',
          inspection_id,
          body: { artifact_id, sha256, size_bytes: imageBytes },
        })),
      );
    }
  };
  await Promise.all(Array.from({ length: senders }, sender));
  const wall = (performance.now() - started) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  return {
    inspections,
    image_bytes: imageBytes,
    per_minute: Math.round((inspections / wall) * 60),
    cpu_ms_each: Number(((user + system) / 1000 / inspections).toFixed(2)),
  };
}
