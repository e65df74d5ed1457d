import { describe, expect, it } from 'vitest';
import { parseManifest, readManifest } from './manifest.ts';

const parse = (text: string) => parseManifest(text, '/lots/7/boards.jsonl');

describe('manifest', () => {
  it('resolves paths against the manifest and keeps them as given', () => {
    const [line] = parse('{"image":"a b.png","golden":"../g.png","part":"P","lot":"L","serial":"1"}');
    expect(line).toEqual({
      ok: true,
      request: {
        image: { given: 'a b.png', path: '/lots/7/a b.png' },
        golden: { given: '../g.png', path: '/lots/g.png', from: 'named' },
        part: 'P',
        lot: 'L',
        serial: '1',
      },
    });
  });

  it('takes numbers as labels, null as none, and unknown keys', () => {
    const [line] = parse('{"image":"/x.png","serial":431,"lot":null,"golden":null,"note":"n"}');
    expect(line).toMatchObject({ ok: true, request: { serial: '431', part: null, lot: null, golden: null } });
  });

  it('refuses a blank name, which is not the same as none', () => {
    const lines = parse(
      '{"image":"a","part":""}\n{"image":"a","lot":" "}\n{"image":"a","serial":"\\u200b"}\n{"image":"a","golden":""}\n{"image":" "}',
    );
    expect(lines.map((line) => line.ok || [line.image, line.error.code, line.error.message])).toEqual([
      [
        'a',
        'MANIFEST_LINE',
        'Line 1 of the manifest was skipped: part: it is blank; leave it out where there is none.',
      ],
      ['a', 'MANIFEST_LINE', 'Line 2 of the manifest was skipped: lot: it is blank; leave it out where there is none.'],
      [
        'a',
        'MANIFEST_LINE',
        'Line 3 of the manifest was skipped: serial: it is blank; leave it out where there is none.',
      ],
      ['a', 'MANIFEST_LINE', 'Line 4 of the manifest was skipped: golden: it is blank.'],
      ['/lots/7/boards.jsonl:5', 'MANIFEST_LINE', 'Line 5 of the manifest was skipped: image: it is blank.'],
    ]);
  });

  it('refuses a key that is only spelt otherwise, as the board would be judged without it', () => {
    const lines = parse(
      '{"image":"a","Golden":"g.png"}\n{"image":"b","part ":"P"}\n{"image":"c","part":"P","PART":"x"}',
    );
    expect(lines.map((line) => line.ok || line.error.message)).toEqual([
      'Line 1 of the manifest was skipped: write "golden" for "Golden".',
      'Line 2 of the manifest was skipped: write "part" for "part ".',
      true,
    ]);
  });

  it('skips blank lines, a byte order mark and carriage returns', () => {
    expect(parse('\uFEFF{"image":"a"}\r\n\r\n  \n{"image":"b"}')).toHaveLength(2);
  });

  it('gives a bad line its own error with its number, and goes on', () => {
    const lines = parse('{"image":"a"}\nnonsense\n{"image":""}\n{"image":"b","lot":{}}\n[]\n{"image":"c"}');
    expect(lines.map((line) => (line.ok ? line.request.image.given : line.error.details?.line))).toEqual([
      'a',
      2,
      3,
      4,
      5,
      'c',
    ]);
    expect(lines[3]).toMatchObject({ image: 'b', error: { code: 'MANIFEST_LINE' } });
    expect(lines[1]).toMatchObject({ image: '/lots/7/boards.jsonl:2' });
  });

  it('says that a manifest cannot be read', () => {
    expect(readManifest('/no/such/file.jsonl')).toMatchObject({ ok: false, error: { code: 'MANIFEST_UNREADABLE' } });
  });
});
