/** What `npm audit --json` says, judged by what a person has accepted. Pure. */
import { z } from 'zod';

const severities = ['info', 'low', 'moderate', 'high', 'critical'] as const;
type Severity = (typeof severities)[number];
/** From here on a finding that nobody accepted fails the check. */
export const failsFrom: Severity = 'moderate';

const advisory = z.looseObject({
  name: z.string(),
  title: z.string(),
  url: z.string(),
  severity: z.enum(severities),
  range: z.string(),
});
const auditReport = z.looseObject({
  auditReportVersion: z.literal(2),
  vulnerabilities: z.record(z.string(), z.looseObject({ via: z.array(z.union([z.string(), advisory])) })),
});
/** How npm says that it could not ask: no network, or a registry without this service. */
const auditFailure = z.looseObject({ message: z.string(), statusCode: z.number().optional() });

/** A finding that a person has looked at. Without a reason and an end nothing is accepted. */
export const acceptedSchema = z.array(
  z.strictObject({
    /** As in the advisory's address: GHSA-xxxx-xxxx-xxxx. */
    id: z.string().regex(/^GHSA(-[23456789cfghjmpqrvwx]{4}){3}$/),
    package: z.string().min(1),
    /** Why it does no harm here, in one sentence. */
    reason: z.string().min(20),
    /** Last day on which it is accepted. */
    until: z.iso.date(),
  }),
);
export type Accepted = z.infer<typeof acceptedSchema>[number];

export interface Finding {
  readonly id: string;
  readonly package: string;
  readonly severity: Severity;
  readonly title: string;
  readonly range: string;
}

export type Judgement =
  | { readonly kind: 'not_audited'; readonly why: string }
  | {
      readonly kind: 'audited';
      /** These fail the check. */
      readonly open: readonly Finding[];
      /** Below `failsFrom`. */
      readonly minor: readonly Finding[];
      readonly accepted: readonly Finding[];
      /** Accepted once, and no longer: the day is over, or nothing is found that it stands for. */
      readonly stale: readonly Accepted[];
    };

/**
 * @param output What npm wrote to stdout.
 * @param today ISO date.
 */
export function judge(output: string, accepted: readonly Accepted[], today: string): Judgement {
  const json = parse(output);
  const report = auditReport.safeParse(json);
  if (!report.success) {
    const failure = auditFailure.safeParse(json).data;
    return { kind: 'not_audited', why: failure?.message ?? 'npm gave no report that could be read' };
  }
  const findings = findingsOf(report.data);
  const holds = (one: Accepted): boolean => one.until >= today;
  const standsFor = (one: Accepted, finding: Finding): boolean =>
    one.id === finding.id && one.package === finding.package;
  const isAccepted = (finding: Finding): boolean => accepted.some((one) => holds(one) && standsFor(one, finding));
  const rest = findings.filter((finding) => !isAccepted(finding));
  const fails = ({ severity }: Finding): boolean => severities.indexOf(severity) >= severities.indexOf(failsFrom);
  return {
    kind: 'audited',
    open: rest.filter(fails),
    minor: rest.filter((finding) => !fails(finding)),
    accepted: findings.filter(isAccepted),
    stale: accepted.filter((one) => !holds(one) || !findings.some((finding) => standsFor(one, finding))),
  };
}

function findingsOf({ vulnerabilities }: z.infer<typeof auditReport>): readonly Finding[] {
  const found = new Map<string, Finding>();
  for (const { via } of Object.values(vulnerabilities)) {
    for (const cause of via) {
      // A name alone says that the fault lies in another package, which has its own row.
      if (typeof cause === 'string') continue;
      const id = cause.url.split('/').at(-1) ?? cause.url;
      const { name, severity, title, range } = cause;
      found.set(`${id} ${name}`, { id, package: name, severity, title, range });
    }
  }
  return [...found.values()];
}

/**
 * Electron supports its three newest major versions.
 * @param used Exact version. @param latest The newest release; null where it is not known.
 */
export function electronSupport(used: string, latest: string | null): 'supported' | 'unsupported' | 'unknown' {
  if (latest === null) return 'unknown';
  const major = (version: string): number => Number(version.split('.')[0]);
  return major(latest) - major(used) <= 2 ? 'supported' : 'unsupported';
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
