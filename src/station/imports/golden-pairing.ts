/** Which golden lies beside a board, told by the names of the files of one folder. */

/** Name of the golden of a board; null where none of the folder's names is one. Both without a folder. */
export type GoldenOf = (boardName: string) => string | null;

/** Between the words of a name. */
const gap = '[ ._-]';
const goldenName = new RegExp(`^(.+)${gap}golden$`, 'i');
const boardName = new RegExp(`^(.+)${gap}(?:board|test)$`, 'i');
/** As DeepPCB names its pairs; `temp` alone may mean anything. */
const templateName = new RegExp(`^(.+)${gap}temp$`, 'i');
const testName = new RegExp(`^(.+)${gap}test$`, 'i');

/**
 * `X_golden.png` is the golden of `X.png` and `X_board.png`, and of `X_7_board.png` where nothing fits better;
 * `X_temp.jpg` is that of `X_test.jpg`. A golden of the board's own format is preferred.
 */
export function pairGoldens(names: readonly string[]): GoldenOf {
  const goldens = filesByKey(names, goldenName);
  const templates = filesByKey(names, templateName);
  return (board) => {
    const { stem, extension } = partsOf(board);
    if (goldenName.test(stem)) return null;
    const tested = keyOf(testName, stem);
    const template = tested === null ? undefined : templates.get(tested);
    if (template !== undefined) return preferred(template, extension);
    const key = keyOf(boardName, stem) ?? stem.toLowerCase();
    const own = goldens.get(key) ?? goldens.get(longestBeginning(key, goldens));
    return own === undefined ? null : preferred(own, extension);
  };
}

/** Whether a name may be that of a golden. */
export const isNamedGolden = (name: string): boolean => {
  const { stem } = partsOf(name);
  return goldenName.test(stem) || templateName.test(stem);
};

function filesByKey(names: readonly string[], pattern: RegExp): ReadonlyMap<string, readonly string[]> {
  const files = new Map<string, string[]>();
  for (const name of names.toSorted()) {
    const key = keyOf(pattern, partsOf(name).stem);
    if (key !== null) files.set(key, [...(files.get(key) ?? []), name]);
  }
  return files;
}

const keyOf = (pattern: RegExp, stem: string): string | null => pattern.exec(stem)?.[1]?.toLowerCase() ?? null;

/** The longest key that `name` begins with, up to a gap between words; empty where none is. */
function longestBeginning(name: string, goldens: ReadonlyMap<string, unknown>): string {
  for (let end = name.length - 1; end > 0; end -= 1) {
    if (' ._-'.includes(name.charAt(end)) && goldens.has(name.slice(0, end))) return name.slice(0, end);
  }
  return '';
}

const preferred = (files: readonly string[], extension: string): string | null =>
  files.find((name) => partsOf(name).extension === extension) ?? files[0] ?? null;

function partsOf(name: string): { readonly stem: string; readonly extension: string } {
  const dot = name.lastIndexOf('.');
  return dot <= 0
    ? { stem: name, extension: '' }
    : { stem: name.slice(0, dot), extension: name.slice(dot).toLowerCase() };
}
