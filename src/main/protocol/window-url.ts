/** Addresses of the window's own scheme. An address is parsed into what it names; nothing of it becomes a path unchecked. */

export const windowScheme = 'app';
export const windowOrigin = 'app://workstation';
export const windowPage = `${windowOrigin}/index.html`;

export type WindowResource =
  /** A file of the window's bundle; `path` is relative to the bundle's folder. */
  | { readonly kind: 'bundle'; readonly path: string }
  | { readonly kind: 'thumbnail'; readonly sha256: string }
  | {
      readonly kind: 'tile';
      readonly sha256: string;
      readonly level: number;
      readonly column: number;
      readonly row: number;
    };

/** A name that means itself on every file system: no dot first, no separator, no drive, no stream. */
const fileName = /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,200}$/;
const picturePath = /^\/images\/([0-9a-f]{64})\/(?:thumbnail\.jpg|tiles\/(\d{1,2})\/(\d{1,4})_(\d{1,4})\.jpg)$/;

/** Null for whatever is not ours, however it is spelled. */
export function parseWindowUrl(url: string): WindowResource | null {
  const parsed = URL.parse(url);
  if (parsed === null || parsed.protocol !== `${windowScheme}:` || parsed.host !== 'workstation') return null;
  if (parsed.username !== '' || parsed.password !== '' || parsed.port !== '') return null;
  const { pathname } = parsed;
  const [, sha256, level, column, row] = picturePath.exec(pathname) ?? [];
  if (sha256 !== undefined)
    return level === undefined
      ? { kind: 'thumbnail', sha256 }
      : { kind: 'tile', sha256, level: Number(level), column: Number(column), row: Number(row) };
  if (pathname.startsWith('/images/')) return null;
  const segments = (pathname === '/' ? '/index.html' : pathname).slice(1).split('/');
  return segments.every((segment) => fileName.test(segment)) ? { kind: 'bundle', path: segments.join('/') } : null;
}
