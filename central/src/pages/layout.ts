import { type Html, html } from './html.ts';

/** Who reads the page; null on the page that signs in. */
export interface Reader {
  readonly name: string;
}

const places = [
  ['/', 'Stations'],
  ['/lots', 'Lots'],
  ['/inspections', 'Inspections'],
] as const;

/** A whole page. `at`: the path of the place that it belongs to. */
export const page = (title: string, at: string, reader: Reader | null, content: Html): string =>
  html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} – Fiducial</title><link rel="stylesheet" href="/style.css"></head><body>
<header><b>Fiducial</b>${
    reader !== null &&
    html`<nav aria-label="Main">${places.map(
      ([path, name]) => html`<a href="${path}"${path === at && html` aria-current="page"`}>${name}</a>`,
    )}</nav><span class="muted">${reader.name}</span><form method="post" action="/sign-out"><button class="plain">Sign out</button></form>`
  }</header><main><h1>${title}</h1>${content}</main></body></html>`.text;

/** A time for people, to the second, in UTC as everything here. */
export const time = (moment: Date | string | null): Html => {
  if (moment === null) return html`<span class="muted">never</span>`;
  const iso = typeof moment === 'string' ? moment : moment.toISOString();
  return html`<time datetime="${iso}">${iso.slice(0, 19).replace('T', ' ')}</time>`;
};

/** The verdict in a word and a colour; the word alone says it. */
export const verdictOf = (status: string, verdict: string | null): Html => {
  if (status === 'FAILED') return html`<span class="FAILED">not inspected</span>`;
  if (verdict === 'PASS' || verdict === 'FAIL') return html`<span class="${verdict}">${verdict.toLowerCase()}</span>`;
  return html`<span class="WAIT">${status === 'COMPLETE' ? 'to be decided' : status.toLowerCase()}</span>`;
};

export interface Column {
  readonly name: string;
  readonly isNumber?: boolean;
}

/** A table that scrolls by itself on a narrow screen; a sentence where there is no row. */
export const table = (
  columns: readonly Column[],
  rows: readonly (readonly (Html | string | number)[])[],
  none: string,
): Html =>
  rows.length === 0
    ? html`<p class="muted">${none}</p>`
    : html`<div class="scroll" tabindex="0" role="region" aria-label="Table"><table><thead><tr>${columns.map(
        ({ name, isNumber }) => html`<th scope="col"${isNumber === true && html` class="number"`}>${name}</th>`,
      )}</tr></thead><tbody>${rows.map(
        (row) =>
          html`<tr>${row.map(
            (cell, index) => html`<td${columns[index]?.isNumber === true && html` class="number"`}>${cell}</td>`,
          )}</tr>`,
      )}</tbody></table></div>`;
