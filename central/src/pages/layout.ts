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

/** A whole page. `at`: the path of the place that it belongs to; `lead`: a sentence below the title. */
export const page = (
  title: string,
  at: string,
  reader: Reader | null,
  content: Html,
  lead: Html | null = null,
): string =>
  html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} – Fiducial</title><link rel="stylesheet" href="/style.css"></head><body>
<a class="skip" href="#content">Skip to content</a>
<header><b>Fiducial</b>${
    reader !== null &&
    html`<nav aria-label="Main">${places.map(
      ([path, name]) => html`<a href="${path}"${path === at && html` aria-current="page"`}>${name}</a>`,
    )}</nav><span class="muted">${reader.name}</span><form method="post" action="/sign-out"><button class="plain">Sign out</button></form>`
  }</header><main id="content">${at !== '' && html`<h1>${title}</h1>`}${
    lead !== null && html`<p class="lead">${lead}</p>`
  }${content}</main></body></html>`.text;

export interface Column {
  readonly name: string;
  readonly isNumber?: boolean;
}

/**
 * A table that scrolls by itself on a narrow screen; a sentence where there is no row.
 * @param name Of the table, for those who do not see it.
 * @param anchor Makes each row a place to jump to, with its number from 1 behind it.
 */
export const table = (
  name: string,
  columns: readonly Column[],
  rows: readonly (readonly (Html | string | number)[])[],
  none: string,
  anchor: string | null = null,
): Html =>
  rows.length === 0
    ? html`<p class="muted">${none}</p>`
    : html`<div class="panel scroll" tabindex="0" role="region" aria-label="${name}"><table><thead><tr>${columns.map(
        (column) => html`<th scope="col"${column.isNumber === true && html` class="number"`}>${column.name}</th>`,
      )}</tr></thead><tbody>${rows.map(
        (row, at) =>
          html`<tr${anchor !== null && html` id="${anchor}-${at + 1}"`}>${row.map(
            (cell, index) => html`<td${columns[index]?.isNumber === true && html` class="number"`}>${cell}</td>`,
          )}</tr>`,
      )}</tbody></table></div>`;
