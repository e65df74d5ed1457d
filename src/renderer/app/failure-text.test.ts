import { globSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { engineErrorCodes } from '../../engine/protocol.ts';
import { unreachable } from './client.ts';
import { failureText } from './failure-text.ts';
import { createTranslations, languages } from './i18n.ts';

const src = new URL('../..', import.meta.url).pathname;
/** The command line words its own failures: they never reach a window. */
const files = globSync('{core,station,main}/**/errors.ts', { cwd: src });

/** Every list of codes that an errors file exports. */
async function codesOf(file: string): Promise<string[]> {
  const exported: Record<string, unknown> = await import(`${src}/${file}`);
  return Object.entries(exported).flatMap(([name, list]) =>
    name.endsWith('ErrorCodes') && Array.isArray(list) ? (list as string[]) : [],
  );
}

let codes: string[] = [];
beforeAll(async () => {
  codes = [...engineErrorCodes, unreachable.code, ...(await Promise.all(files.map(codesOf))).flat()];
});

describe.each(languages)('failures in the language %s', (language) => {
  const { t } = createTranslations(language);

  it('have the window’s own words for every code', () => {
    expect(codes.length).toBeGreaterThan(50);
    const wordless = codes.filter((code) => failureText(t, { code, message: 'as told' }).title === 'as told');
    expect(wordless).toEqual([]);
  });

  it('are told in the station’s words where the window has none', () => {
    expect(failureText(t, { code: 'FUTURE_CODE', message: 'Something new happened.' })).toEqual({
      title: 'Something new happened.',
    });
  });
});
