import fc from 'fast-check';

/** The part of JSON Schema that the API's description uses. */
export interface JsonSchema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly format?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly $ref?: string;
}

/** What breaks programs: wrong types, text that databases and URLs trip over, numbers at their limits. */
export const hostile: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    '',
    '\u0000',
    'a\u0000b',
    '\ud800',
    "' OR 1=1 --",
    '"; DROP TABLE inspections; --',
    '%00%0d%0aSet-Cookie: a=b',
    '../../etc/passwd',
    '<script>alert(1)</script>',
    'x'.repeat(5000),
    '٣',
    '\u202e',
    -1,
    0,
    1.5,
    1e308,
    -1e308,
    Number.MAX_SAFE_INTEGER + 1,
    2_147_483_648,
    '9999-12-31T23:59:59.999Z',
    '0000-01-01T00:00:00Z',
    true,
    [],
    {},
    [[[[[[]]]]]],
    { constructor: { prototype: 1 } },
    { toString: 'x' },
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.jsonValue({ maxDepth: 4 }),
);

/** Values that fit a schema, with hostile ones in some of their places. `definitions`: of the document's components. */
export function fromSchema(
  schema: JsonSchema,
  definitions: Readonly<Record<string, JsonSchema>>,
): fc.Arbitrary<unknown> {
  const fitting = arbitraryOf(schema, definitions, 4);
  return fc.oneof({ weight: 6, arbitrary: fitting }, { weight: 1, arbitrary: hostile });
}

function arbitraryOf(
  schema: JsonSchema,
  definitions: Readonly<Record<string, JsonSchema>>,
  depth: number,
): fc.Arbitrary<unknown> {
  const inner = (part: JsonSchema): fc.Arbitrary<unknown> =>
    fc.oneof({ weight: 12, arbitrary: arbitraryOf(part, definitions, depth - 1) }, { weight: 1, arbitrary: hostile });
  if (depth === 0) return fc.constant(null);
  if (schema.$ref !== undefined) {
    const found = definitions[schema.$ref.split('/').at(-1) ?? ''];
    return found === undefined ? fc.jsonValue() : arbitraryOf(found, definitions, depth - 1);
  }
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices !== undefined) return fc.oneof(...choices.map((choice) => arbitraryOf(choice, definitions, depth)));
  switch (schema.type) {
    case 'object': {
      const properties = Object.entries(schema.properties ?? {});
      if (properties.length === 0) {
        const { additionalProperties: of } = schema;
        return fc.dictionary(sometimesSpoilt(fc.string({ maxLength: 8 })), typeof of === 'object' ? inner(of) : free);
      }
      const record = Object.fromEntries(properties.map(([name, part]) => [name, inner(part)]));
      return fc.record(record, { requiredKeys: [...(schema.required ?? [])] });
    }
    case 'array':
      return fc.array(inner(schema.items ?? {}), { minLength: schema.minItems ?? 0, maxLength: 3 });
    case 'string':
      return sometimesSpoilt(textOf(schema));
    case 'integer':
      return fc.integer({ min: clamp(schema.minimum, -1000), max: clamp(schema.maximum, 1000) });
    case 'number':
      return fc.double({ min: clamp(schema.minimum, -1e6), max: clamp(schema.maximum, 1e6), noNaN: true });
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    default:
      return fc.jsonValue({ maxDepth: 3 });
  }
}

const free = fc.jsonValue({ maxDepth: 2 });

/** What makes of a text that fits one that no database keeps: U+0000, or half a pair of surrogates. */
export const unkeepable = ['\u0000', '\ud83d'] as const;

const sometimesSpoilt = (texts: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 24, arbitrary: texts },
    { weight: 1, arbitrary: fc.tuple(texts, fc.constantFrom(...unkeepable)).map(([text, it]) => `${text}${it}`) },
  );

const clamp = (limit: number | undefined, fallback: number): number => Math.max(-1e9, Math.min(1e9, limit ?? fallback));

function textOf({ format, pattern, minLength = 0, maxLength = 60 }: JsonSchema): fc.Arbitrary<string> {
  if (format === 'uuid' || pattern?.includes('0-9a-fA-F]{8}')) return fc.uuid({ version: 7 });
  if (format === 'date-time')
    return fc.date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true }).map((date) => date.toISOString());
  if (pattern === '^[0-9a-f]{64}$')
    return fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 64, maxLength: 64 });
  return fc.string({ unit: 'grapheme', minLength: Math.min(minLength, 60), maxLength: Math.min(maxLength, 60) });
}
