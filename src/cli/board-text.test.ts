import { describe, expect, it } from 'vitest';
import type { Verification } from '../core/inspection/vocabulary.ts';
import type { BoardOutcome, BoardReport, ReportedDefect } from '../station/inspections/board-request.ts';
import { boardLine } from './board-line.ts';
import { boardText, writtenText } from './board-text.ts';
import type { Terminal } from './terminal.ts';

const defect = (type: string, verification: Verification = 'not_verified'): ReportedDefect => ({
  id: `0191e9b2-0000-7000-8000-${type}` as ReportedDefect['id'],
  type,
  box: { x: 1, y: 2, width: 3, height: 4 },
  confidence: 0.9,
  severity: 'high',
  origin: 'model',
  verification,
});

function outcome(change: Partial<BoardReport>): BoardOutcome {
  const report: BoardReport = {
    request: { image: { given: 'b.png', path: '/b.png' }, golden: null, part: null, lot: null, serial: null },
    sha256: 'ab'.repeat(32),
    golden: { given: 'in/b_golden.png', from: 'beside', sha256: 'ef'.repeat(32) },
    width: 640,
    height: 640,
    inspectionId: null,
    status: 'completed',
    verdict: 'fail',
    runVerdict: 'fail',
    defects: [],
    model: { name: 'm', version: '1', sha256: 'cd'.repeat(32) },
    provider: 'cpu',
    registration: null,
    registrationPoor: false,
    registrationDoubt: null,
    timings: { decode: 1, register: 1, infer: 1, merge: 1, store: 1, total: 12.4 },
    found: false,
    imagePath: '/b.png',
    warnings: [],
  };
  return { inspected: true, ...report, ...change };
}

const poorDoubt = { code: 'REGISTRATION_POOR' } as const;
const text = (change: Partial<BoardReport>): string =>
  boardText({ color: false } as Terminal, outcome(change), 0).replaceAll(/ {2,}/g, ' | ');
const line = (change: Partial<BoardReport>) => boardLine(outcome(change), { warnings: [], modelUnsigned: false });

describe('the line of a board for people', () => {
  const defects = [defect('open'), defect('short'), defect('short')];

  it('names the defects, most frequent type first, or that there is none', () => {
    expect(text({ defects })).toBe('FAIL | b.png | short 2, open 1 | golden b_golden.png beside it, 12 ms');
    expect(text({ verdict: 'pass', runVerdict: 'pass' })).toBe(
      'PASS | b.png | no defect | golden b_golden.png beside it, 12 ms',
    );
  });

  it('says where its files went', () => {
    expect(writtenText({})).toBe('');
    expect(writtenText({ overlay: 'o/b-2.jpg', report: 'r/b.pdf' })).toBe('  → o/b-2.jpg  → r/b.pdf');
  });

  it('says what the board was compared with', () => {
    const sha256 = 'ef'.repeat(32);
    expect(text({ golden: { given: 'images/ef.png', from: 'recipe', sha256 } })).toContain('| golden of its recipe, ');
    expect(text({ golden: { given: 'in/ref.png', from: 'named', sha256 } })).toContain('| golden ref.png, ');
    expect(text({ golden: null })).toContain('| no golden, ');
    expect(line({ golden: null })).toMatchObject({ golden: null });
    expect(line({})).toMatchObject({ golden: { image: 'in/b_golden.png', sha256, from: 'beside' } });
  });

  it('says why a person must decide, and what was found', () => {
    const undecided = { verdict: null, runVerdict: null, defects };
    expect(text(undecided)).toBe(
      'CHECK | b.png | short 2, open 1; a person must decide: its recipe asks for one | golden b_golden.png beside it, 12 ms',
    );
    expect(text({ ...undecided, registrationPoor: true, registrationDoubt: poorDoubt })).toBe(
      'CHECK | b.png | short 2, open 1; a person must decide: the board does not fit its golden | golden b_golden.png beside it, 12 ms',
    );
    expect(text({ ...undecided, registrationPoor: true, registrationDoubt: poorDoubt, defects: [] })).toContain(
      '| no defect; a person must decide',
    );
  });

  it('tells a board that was found again as it stands now', () => {
    const decided = [defect('open', 'rejected'), defect('short', 'confirmed'), defect('short', 'rejected')];
    expect(text({ found: true, defects })).toBe(
      'FAIL | b.png | short 2, open 1 | golden b_golden.png beside it, found again',
    );
    expect(text({ found: true, defects: decided })).toBe(
      'FAIL | b.png | short 1; 2 rejected | golden b_golden.png beside it, found again',
    );
    expect(text({ found: true, verdict: 'pass', defects: [defect('open', 'rejected')] })).toBe(
      'PASS | b.png | 1 rejected | golden b_golden.png beside it, found again, decided since; the run said fail',
    );
  });
});

describe('the JSON line of a board', () => {
  it('has the verdict that holds, and the run’s own where it was found again', () => {
    const defects = [defect('open', 'rejected')];
    expect(line({ found: true, verdict: 'pass', defects })).toMatchObject({
      verdict: 'pass',
      run_verdict: 'fail',
      defects: [{ verification: 'rejected' }],
    });
    expect(line({})).not.toHaveProperty('run_verdict');
  });

  it('reports a golden that does not fit only while nobody decided about the board', () => {
    const poor = { registrationPoor: true, registrationDoubt: poorDoubt, runVerdict: null };
    expect(line({ ...poor, verdict: null })).toMatchObject({ error: { code: 'REGISTRATION_POOR' } });
    expect(line({ ...poor, verdict: 'pass', found: true })).not.toHaveProperty('error');
  });
});
