import type { AuditEntry, AuditFields } from './entry.ts';

/**
 * The canonical text (RFC 8785) of an entry of the right shape: its keys are fixed, so they are written in their order
 * instead of being sorted. Null where a value or a name is not of the format's kind, or fields are out of order.
 *
 * A text that this gives back unchanged is therefore an entry and canonical: it has every field of the format, nothing
 * besides, no field twice, no space. That is what makes verification fast; `entry.ts` says the format in full, and is
 * asked about every text that is not given back.
 */
export function entryText(value: unknown): string | null {
  if (typeof value !== 'object' || value === null) return null;
  const { v, seq, time, mono, station, actor, action, object, reason, before, after, refs } =
    value as Loose<AuditEntry>;
  if (v !== 1 || !isCount(seq) || !isText(time) || !timePattern.test(time)) return null;
  if (!isName(station) || !isText(reason) || !isText(action) || !actionPattern.test(action)) return null;
  const { boot, ms } = parts<AuditEntry['mono']>(mono);
  const { id, name, role } = parts<AuditEntry['actor']>(actor);
  const { id: objectId, type } = parts<AuditEntry['object']>(object);
  if (!isName(boot) || !isCount(ms) || !isName(id) || !isText(name) || !isName(role)) return null;
  if (!isName(objectId) || !isName(type)) return null;
  const [were, are, hashes] = [fieldsText(before, isField), fieldsText(after, isField), fieldsText(refs, isHash)];
  if (were === null || are === null || hashes === null) return null;
  return (
    `{"action":${quoted(action)},"actor":{"id":${quoted(id)},"name":${quoted(name)},"role":${quoted(role)}},` +
    `"after":${are},"before":${were},"mono":{"boot":${quoted(boot)},"ms":${ms}},` +
    `"object":{"id":${quoted(objectId)},"type":${quoted(type)}},"reason":${quoted(reason)},"refs":${hashes},` +
    `"seq":${seq},"station":${quoted(station)},"time":${quoted(time)},"v":1}`
  );
}

/** What may be there, of any type. */
type Loose<T> = { readonly [K in keyof T]?: unknown };

const timePattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;
const actionPattern = /^[a-z][a-z_]*(\.[a-z][a-z_]*)+$/;
const fieldPattern = /^[a-z][a-z0-9_]*$/;
const hashPattern = /^[0-9a-f]{64}$/;

const isText = (value: unknown): value is string => typeof value === 'string';
const isName = (value: unknown): value is string => typeof value === 'string' && value !== '';
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const isField = (value: unknown): boolean => typeof value === 'string' || Number.isSafeInteger(value);
const isHash = (value: unknown): boolean => typeof value === 'string' && hashPattern.test(value);

/** JavaScript writes well-formed strings and safe integers as RFC 8785 does. */
const quoted = (value: string | number): string => JSON.stringify(value);

const parts = <T>(value: unknown): Loose<T> => (typeof value === 'object' && value !== null ? value : {}) as Loose<T>;

/** Names like identifiers are never moved by JavaScript, so they come in the order of the text; out of order is not canonical. */
function fieldsText(value: unknown, fits: (value: unknown) => boolean): string | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  let text = '';
  let last = '';
  for (const name in value) {
    const field = (value as AuditFields)[name] as string | number;
    if (name <= last || !fieldPattern.test(name) || !fits(field)) return null;
    text += `${text === '' ? '' : ','}"${name}":${quoted(field)}`;
    last = name;
  }
  return `{${text}}`;
}
