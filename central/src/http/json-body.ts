import type { FastifyInstance } from 'fastify';
import { problem } from '../problems.ts';
import { RequestRefused } from './problem-answer.ts';

/** Deeper than anything here is; far from where walking it would exhaust the stack. */
const deepest = 64;

/** Reads JSON bodies. An empty one counts as none: clients that always name a type send it with empty bodies too. */
export function acceptJson(app: FastifyInstance): void {
  // 'error': keys that would reach an object's prototype make the body unreadable.
  const parse = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body === '') done(null, undefined);
    else if (isTooDeep(body as string)) done(new RequestRefused(problem('REQUEST_UNREADABLE', { deepest })), undefined);
    else parse(request, body as string, done);
  });
}

/** Counts brackets outside strings; says nothing about whether the text is JSON. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (inString) {
      if (character === '\\') at += 1;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === '[' || character === '{') {
      depth += 1;
      if (depth > deepest) return true;
    } else if (character === ']' || character === '}') depth -= 1;
  }
  return false;
}
