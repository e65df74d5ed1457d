/**
 * The grammar of an entry's canonical text (RFC 8785): the fields have fixed names and so a fixed order, and strings and
 * integers one spelling each. A text that fits is an entry of the format and canonical, with nothing besides and no field
 * twice, which is seen without parsing it; that is what makes verification fast. `entry.ts` says the format in full and
 * is asked about every text that does not fit: damaged ones, and integers of more than 15 digits.
 */
export function scanEntry(text: string): { readonly seq: number; readonly action: string } | null {
  const [, action, after, before, refs, seq] = entryPattern.exec(text) ?? [];
  if (action === undefined || after === undefined || before === undefined || refs === undefined) return null;
  if (!inOrder(after) || !inOrder(before) || !inOrder(refs)) return null;
  return { seq: Number(seq), action };
}

const escaped = String.raw`\\(?:["\\bfnrt]|u00(?:0[0-7bef]|1[0-9a-f]))`;
const plain = String.raw`[^"\\\u0000-\u001f]*`;
const anyText = `"${plain}(?:${escaped}${plain})*"`;
const someText = `(?!"")${anyText}`;
const count = '(?:0|[1-9][0-9]{0,14})';
const integer = '(?:0|-?[1-9][0-9]{0,14})';
const fieldName = '"[a-z][a-z0-9_]*"';
const fieldsOf = (value: string): string => String.raw`\{(?:${fieldName}:${value}(?:,${fieldName}:${value})*)?\}`;
const fields = fieldsOf(`(?:${anyText}|${integer})`);
const time = String.raw`\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z`;

const entryPattern = new RegExp(
  String.raw`^\{"action":"([a-z][a-z_]*(?:\.[a-z][a-z_]*)+)",` +
    String.raw`"actor":\{"id":${someText},"name":${anyText},"role":${someText}\},` +
    `"after":(${fields}),"before":(${fields}),` +
    String.raw`"mono":\{"boot":${someText},"ms":${count}\},"object":\{"id":${someText},"type":${someText}\},` +
    `"reason":${anyText},"refs":(${fieldsOf('"[0-9a-f]{64}"')}),` +
    String.raw`"seq":(${count}),"station":${someText},"time":"${time}","v":1\}$`,
);

/** Within strings a quote is escaped, so a quoted word behind a brace or a comma, before a colon, is a field's name. */
const namePattern = /(?<=[{,])"[a-z][a-z0-9_]*":/g;

/**
 * Whether the fields' names ascend. They are compared with their quotes, which sort before whatever a longer name has
 * there; names like identifiers sort the same way in any encoding.
 */
function inOrder(fieldsText: string): boolean {
  if (fieldsText === '{}') return true;
  const names = fieldsText.match(namePattern) ?? [];
  for (let at = 1; at < names.length; at += 1) {
    if ((names[at] as string) <= (names[at - 1] as string)) return false;
  }
  return true;
}
