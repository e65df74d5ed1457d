import { html } from './html.ts';

interface Operation {
  readonly summary: string;
  readonly tags: readonly string[];
  readonly 'x-scope'?: string;
  readonly responses: Readonly<Record<string, unknown>>;
}

interface Described {
  readonly info: { readonly title: string; readonly version: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

/** The API's description as a page to read; programs take /openapi.json. */
export function describeApi(document: unknown): string {
  const { info, paths } = document as Described;
  const rows = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  const tags = [...new Set(rows.flatMap(({ operation }) => operation.tags))];
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${info.title}</title>
<link rel="stylesheet" href="/style.css"></head><body><header><b>Fiducial</b><nav aria-label="Main"><a href="/">Stations</a></nav></header><main>
<h1>${info.title} ${info.version}</h1>
<p>The whole description, for programs: <a href="/openapi.json">openapi.json</a> (OpenAPI 3.1).</p>
${tags.map(
  (
    tag,
  ) => html`<h2>${tag}</h2><div class="panel scroll" tabindex="0" role="region" aria-label="${tag}"><table><thead><tr><th>Operation</th><th>What it does</th><th>Needs</th>
<th>Answers</th></tr></thead><tbody>${rows
    .filter(({ operation }) => operation.tags.includes(tag))
    .map(
      ({
        path,
        method,
        operation,
      }) => html`<tr><td><span class="method">${method.toUpperCase()}</span> <code>${path}</code></td>
<td>${operation.summary}</td><td>${operation['x-scope'] ?? 'nothing'}</td>
<td class="muted">${Object.keys(operation.responses).join(' ')}</td></tr>`,
    )}</tbody></table></div>`,
)}</main></body></html>`.text;
}
