/** What is wrong with the station now, by area of the failure: told until something of that area works again. */
import type { AppError } from '../../core/kernel/result.ts';

export interface Problem {
  readonly code: string;
  /** What happened, and what still works. */
  readonly message: string;
}

export interface Problems {
  /** A failure that says something about the station; one about a single board or question is no problem of it. */
  noticed(error: AppError): void;
  /** Something of the area works. */
  cleared(area: ProblemArea): void;
  list(): readonly Problem[];
}

const areas = ['DB', 'STORE', 'PICTURE', 'MODEL', 'PROVIDER', 'ENGINE'] as const;
type ProblemArea = (typeof areas)[number];

/** What goes on while it is so. */
const stillWorks: Readonly<Record<ProblemArea, string>> = {
  DB: 'What is on the screen stays; nothing that is decided now is kept until this is put right.',
  STORE: 'Stored boards can be reviewed; new ones are not taken in.',
  PICTURE: 'Boards are inspected and stored.',
  MODEL: 'Stored boards can be reviewed; new ones are not inspected.',
  PROVIDER: 'Stored boards can be reviewed; new ones are not inspected.',
  ENGINE: 'Stored boards can be reviewed; new ones are not inspected.',
};

/** Failures of these areas that are one board's own fault, or answer a question. */
const ofOneBoard: ReadonlySet<string> = new Set([
  'ENGINE_TIMEOUT',
  'ENGINE_MEMORY',
  'ENGINE_CRASHED',
  'ENGINE_STOPPED',
  'MODEL_NOT_FOUND',
  'MODEL_RUN_FAILED',
  'PICTURE_UNKNOWN',
  'PICTURE_OUTSIDE',
]);

/** Their own words say what goes on. */
const saysAll: ReadonlySet<string> = new Set(['DB_WAITING']);

export function watchProblems(onChange: () => void): Problems {
  const current = new Map<ProblemArea, Problem>();
  return {
    noticed({ code, message }) {
      const area = areas.find((each) => code.startsWith(`${each}_`));
      if (area === undefined || ofOneBoard.has(code) || current.get(area)?.code === code) return;
      current.set(area, { code, message: saysAll.has(code) ? message : `${message} ${stillWorks[area]}` });
      onChange();
    },
    cleared(area) {
      if (current.delete(area)) onChange();
    },
    list: () => areas.flatMap((area) => current.get(area) ?? []),
  };
}
