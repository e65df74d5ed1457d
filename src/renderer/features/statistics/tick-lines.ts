const ellipsis = '…';

/** Words below a bar: each line at most `room` characters, two lines at most; what has no room is cut and says so. */
export function tickLines(words: string, room: number): readonly string[] {
  const lines: string[] = [];
  for (const word of words.split(' ')) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + 1 + word.length <= room) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  const [first = '', ...rest] = lines;
  return (rest.length === 0 ? [first] : [first, rest.join(' ')]).map((line) => cut(line, room));
}

const cut = (line: string, room: number): string =>
  line.length <= room ? line : `${line.slice(0, Math.max(1, room - 1))}${ellipsis}`;
