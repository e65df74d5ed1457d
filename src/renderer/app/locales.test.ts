import { globSync, readFileSync } from 'node:fs';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { type Language, languages, texts } from './i18n.ts';

const root = new URL('..', import.meta.url).pathname;
const sources = globSync('**/*.{ts,tsx}', { cwd: root, exclude: ['**/*.test.*'] }).map((file) => ({
  file,
  source: readFileSync(`${root}/${file}`, 'utf8'),
}));

/** Paths of all texts of a namespace: `shelf.review`. */
function keysOf(node: unknown, path = ''): string[] {
  if (typeof node === 'string') return [path];
  return Object.entries(node as object).flatMap(([name, child]) =>
    keysOf(child, path === '' ? name : `${path}.${name}`),
  );
}
const keysOfLanguage = (language: Language): string[] =>
  Object.entries(texts[language]).flatMap(([namespace, content]) =>
    keysOf(content).map((key) => `${namespace}:${key}`),
  );

/** Names between braces, in any order. */
const slots = (text: string): string[] => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name!).sort();

const textAt = (language: Language, key: string): string => {
  const [namespace, path] = key.split(':') as [string, string];
  const content = texts[language][namespace] as Record<string, unknown>;
  if (typeof content[path] === 'string') return content[path];
  return path.split('.').reduce<unknown>((node, name) => (node as Record<string, unknown>)[name], content) as string;
};

describe('texts', () => {
  it('are there in both languages, under the same keys', () => {
    const [english, german] = [keysOfLanguage('en'), keysOfLanguage('de')];
    expect(english.filter((key) => !german.includes(key))).toEqual([]);
    expect(german.filter((key) => !english.includes(key))).toEqual([]);
    expect(keysOfLanguage('en').length).toBeGreaterThan(100);
  });

  it('are not empty and fill the same slots in both languages', () => {
    for (const key of keysOfLanguage('en')) {
      for (const language of languages) expect(textAt(language, key).trim(), `${language} ${key}`).not.toBe('');
      expect(slots(textAt('de', key)), key).toEqual(slots(textAt('en', key)));
    }
  });
});

const known = new Set(keysOfLanguage('en'));
const isKnown = (key: string) => known.has(key) || known.has(`${key}_other`);

/** Keys that a source asks for in so many words and that no language has. */
function unknownKeys(source: string): string[] {
  const own = [...source.matchAll(/(?:useTranslation\(|TFunction<)'(\w+)'/g)].map(([, namespace]) => namespace!);
  const namespaces = own.length > 0 ? [...new Set([...own, 'app'])] : Object.keys(texts.en);
  const asked = [...source.matchAll(/(?<![\w.])(?:i18n\.|translations\.)?t\(\s*'([^']+)'/g)].map(([, key]) => key!);
  return asked.filter((key) =>
    key.includes(':') ? !isKnown(key) : !namespaces.some((namespace) => isKnown(`${namespace}:${key}`)),
  );
}

/** Words between tags, and in the attributes that people hear or see. */
function literalWords(file: string, source: string): string[] {
  const found: string[] = [];
  const heard = new Set(['label', 'title', 'placeholder', 'alt', 'aria-label', 'closeLabel', 'hint', 'text']);
  const hasWord = (text: string) => /\p{L}{2}/u.test(text);
  const visit = (node: ts.Node): void => {
    if (ts.isJsxText(node) && hasWord(node.text)) found.push(node.text.trim());
    if (
      ts.isJsxAttribute(node) &&
      heard.has(node.name.getText()) &&
      node.initializer?.kind === ts.SyntaxKind.StringLiteral
    )
      if (hasWord(node.initializer.getText())) found.push(node.getText());
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX));
  return found;
}

describe('the window’s code', () => {
  it('asks only for texts that exist', () => {
    expect(sources.flatMap(({ file, source }) => unknownKeys(source).map((key) => `${file}: ${key}`))).toEqual([]);
  });

  it('holds no words of its own', () => {
    const components = sources.filter(({ file }) => file.endsWith('.tsx'));
    expect(components.length).toBeGreaterThan(20);
    const words = components.flatMap(({ file, source }) =>
      literalWords(file, source).map((text) => `${file}: ${text}`),
    );
    expect(words).toEqual([]);
  });

  it('would be caught with a word or an unknown key in it', () => {
    expect(literalWords('x.tsx', '<p>Sign off</p>')).toEqual(['Sign off']);
    expect(literalWords('x.tsx', '<IconButton label="Close" />')).toEqual(['label="Close"']);
    expect(literalWords('x.tsx', '<p>{t("close")} ✓</p>')).toEqual([]);
    expect(unknownKeys("useTranslation('queue'); t('noSuchText')")).toEqual(['noSuchText']);
  });
});
