/**
 * Takes secrets out of text that is about to be logged. What is logged is made without secrets; this is for the text of
 * others (an exception's message, a library's words) into which one may have come. Better a word too many than one too few.
 */

const hidden = '***';

/** Words that name a secret, also inside a longer name: `FIDUCIAL_PASSWORD_FILE`, `userPin`, `x-api-key`. */
const secretName =
  '[\\w.-]{0,40}(?:passw(?:or)?d|passphrase|passcode|secret|token|credential|authorization|cookie|api[-_]?key|access[-_]?key|private[-_]?key|signing[-_]?key|badge|pin(?![a-z]))';

const rules: readonly (readonly [RegExp, string])[] = [
  // Private keys as text, and what is left of one that was cut off.
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, hidden],
  [/PRIVATE\+KEY\+\S+/g, hidden],
  // Name and value in JSON, also in JSON that was quoted once more; the value with its escapes.
  [
    new RegExp(
      `(\\\\*["']${secretName}[\\w.-]{0,40}\\\\*["']\\s*:\\s*)(?:\\\\*"(?:[^"\\\\]|\\\\.)*"?|\\\\*'[^']*'?|[^\\s,}\\]]+)`,
      'gi',
    ),
    `$1${hidden}`,
  ],
  // Fields of the window's calls for people, whose names say nothing elsewhere. A recovery code has no underscore.
  [/((?<!\w)\\*["']?(?:current|next|recoveryCode)\\*["']?\s*:\s*)(?:\\*"(?:[^"\\]|\\.)*"?|'[^']*'?)/g, `$1${hidden}`],
  [
    /((?<!\w)\\*["']?code\\*["']?\s*:\s*)(?!\\*["'](?:[A-Z]+_[A-Z0-9_]+|E[A-Z0-9]{2,14})\\*["'])(?:\\*"(?:[^"\\]|\\.)*"?|'[^']*'?)/g,
    `$1${hidden}`,
  ],
  // Who sends what after a word of the HTTP standard.
  [/\b(Bearer|Basic|Digest|AWS4-HMAC-SHA256)\s+[\w+/=.~:,-]+(?:\s+\w+=[^\s,]+,?)*/g, `$1 ${hidden}`],
  // Name and value as arguments, settings and queries are written.
  [
    new RegExp(`((?:^|[^\\w])${secretName}[\\w.-]{0,40}\\s*[=:]\\s*)(?:"[^"]*"?|'[^']*'?|[^\\s&,;"')}\\]]+)`, 'gi'),
    `$1${hidden}`,
  ],
  [new RegExp(`(--${secretName}[\\w-]{0,40}\\s+)\\S+`, 'gi'), `$1${hidden}`],
  // Addresses with a name and password in them, and signed ones.
  [/(\b[a-z][a-z0-9+.-]{0,30}:\/\/)[^\s/@]+@/gi, `$1${hidden}@`],
  [/([?&](?:X-Amz-[\w-]+|sig|signature)=)[^\s&"']+/gi, `$1${hidden}`],
];

export const redact = (text: string): string =>
  rules.reduce((said, [pattern, replacement]) => said.replace(pattern, replacement), text);
