import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { severities } from '@fiducial/protocol/api';
import { z } from 'zod';
import type { InspectionAttempt, Inspector } from '../ports/inspector.ts';

/** The part of the command line's answer (one JSON line per board) that is used here. */
const lineSchema = z.object({
  verdict: z.enum(['pass', 'fail']).nullable(),
  defects: z.array(
    z.object({
      type: z.string(),
      confidence: z.number().nullable(),
      severity: z.enum(severities),
      bbox: z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() }),
    }),
  ),
  model: z.object({ name: z.string(), version: z.string(), sha256: z.string() }),
  provider: z.string(),
  timings_ms: z.record(z.string(), z.number()),
});
const errorLineSchema = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

/** Faults of the program or the machine, not of the image. */
const passingFaults = /^(ENGINE|PROVIDER|STORE|DB|OUTPUT)_/;

const slowestMs = 300_000;

/**
 * Inspects through the workstation's command line (`inspect --no-store --json`), a documented contract: model checks,
 * thresholds, severities, verdict rules, memory limits and the engine's supervision are then the station's own.
 * `program` is its entry file. With `triton` the engine has that Triton server run the model; images are still read, cut
 * into tiles and judged here.
 */
export function createCommandLineInspector(program: string, triton: string | null): Inspector {
  return {
    async inspect(imagePath, model, stop) {
      const folder = await mkdtemp(join(tmpdir(), 'fiducial-infer-'));
      try {
        const overlays = join(folder, 'overlays');
        const args = ['inspect', imagePath, '--no-store', '--json', '--overlay-dir', overlays];
        args.push('--data-dir', join(folder, 'data'));
        if (model !== null) args.push('--model', model);
        const attempt = await readAttempt(await runProgram(program, args, triton, stop), overlays);
        if (attempt.type !== 'inspected' || triton === null) return attempt;
        // To the engine a server is like the CPU.
        return { ...attempt, finding: { ...attempt.finding, provider: 'triton' } };
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
  };
}

interface Output {
  readonly lines: readonly string[];
  readonly trouble: string;
}

function runProgram(
  program: string,
  args: readonly string[],
  triton: string | null,
  stop: AbortSignal,
): Promise<Output> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [program, ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      signal: AbortSignal.any([stop, AbortSignal.timeout(slowestMs)]),
      killSignal: 'SIGKILL',
      // None of the service's own secrets.
      env: {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        TMPDIR: process.env.TMPDIR,
        ...(triton === null ? {} : { FIDUCIAL_TRITON_URL: triton }),
      },
    });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk));
    child.on('error', (error) => err.push(Buffer.from(error.message)));
    child.on('close', (code, signal) => {
      const lines = Buffer.concat(out)
        .toString('utf8')
        .split('\n')
        .filter((line) => line !== '');
      const said = Buffer.concat(err).toString('utf8').trim().slice(-500);
      resolve({ lines, trouble: `The inspection program ended with ${signal ?? code}. ${said}` });
    });
  });
}

async function readAttempt({ lines, trouble }: Output, overlays: string): Promise<InspectionAttempt> {
  const first = lines[0];
  if (first === undefined) return { type: 'broken', message: trouble };
  const json = readJson(first);
  const found = lineSchema.safeParse(json);
  if (!found.success) {
    const failed = errorLineSchema.safeParse(json);
    if (!failed.success) return { type: 'broken', message: trouble };
    const { code, message } = failed.data.error;
    return passingFaults.test(code) ? { type: 'broken', message } : { type: 'refused', code, message };
  }
  const { verdict, defects, model, provider, timings_ms } = found.data;
  return {
    type: 'inspected',
    finding: {
      verdict: verdict === null ? null : verdict === 'pass' ? 'PASS' : 'FAIL',
      defects: defects.map(({ type, confidence, severity, bbox }) => ({ type, confidence, severity, box: bbox })),
      model,
      provider,
      timingsMs: timings_ms,
      overlay: await readOverlay(overlays),
    },
  };
}

function readJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

async function readOverlay(folder: string): Promise<Uint8Array | null> {
  try {
    const [file] = await readdir(folder);
    return file === undefined ? null : await readFile(join(folder, file));
  } catch {
    return null;
  }
}
