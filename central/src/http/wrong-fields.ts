import type { z } from 'zod';

const mostFields = 10;

/** Field → what is wrong with it. `part`: what the names begin with. */
export function fieldsOf(part: string, error: z.ZodError): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const issue of error.issues.slice(0, mostFields))
    fields[[part, ...issue.path].map(String).join('.').slice(0, 200)] = issue.message.slice(0, 300).toWellFormed();
  return fields;
}
