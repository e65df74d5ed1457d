/** One style sheet for every page; no fonts or scripts from elsewhere. */
export const style = `
:root { color-scheme: light dark; --paper: #fbfbfa; --raised: #ffffff; --ink: #1b1f24; --muted: #5c6570; --hair: #dfe3e8;
  --accent: #0b6b8a; --pass: #1a7f45; --fail: #c02b33; --wait: #8a6100; --low: #4a7fb5; --medium: #b98900; --high: #d9661f;
  --critical: #d0222c; --radius: 6px; }
@media (prefers-color-scheme: dark) { :root { --paper: #14171a; --raised: #1c2024; --ink: #e8eaed; --muted: #9aa4af;
  --hair: #30363d; --accent: #58b4d3; --pass: #4cc27e; --fail: #ff7b80; --wait: #e0b040; --low: #7db1e6; --medium: #e6b93c;
  --high: #ff9a55; --critical: #ff6b72; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
header { display: flex; gap: 24px; align-items: baseline; padding: 12px 24px; border-bottom: 1px solid var(--hair);
  background: var(--raised); flex-wrap: wrap; }
header b { font-size: 16px; } header nav { display: flex; gap: 16px; flex: 1; }
a { color: var(--accent); text-underline-offset: 2px; } a[aria-current] { color: var(--ink); font-weight: 600;
  text-decoration: none; }
main { padding: 24px; max-width: 1200px; margin: 0 auto; } h1 { font-size: 22px; margin: 0 0 16px; } h2 { font-size: 16px;
  margin: 32px 0 8px; }
table { border-collapse: collapse; width: 100%; background: var(--raised); border: 1px solid var(--hair);
  border-radius: var(--radius); } th { text-align: left; color: var(--muted); font-weight: 500; font-size: 13px; }
th, td { padding: 8px 12px; border-bottom: 1px solid var(--hair); vertical-align: top; }
tr:last-child td { border-bottom: 0; } td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
.scroll { overflow-x: auto; } .muted { color: var(--muted); } code { font: 13px ui-monospace, monospace;
  overflow-wrap: anywhere; }
.PASS { color: var(--pass); font-weight: 600; } .FAIL, .FAILED { color: var(--fail); font-weight: 600; } .WAIT { color: var(--wait); }
form.panel { max-width: 320px; display: grid; gap: 12px; } label { display: grid; gap: 4px; font-size: 13px;
  color: var(--muted); } input { font: inherit; padding: 8px 10px; border: 1px solid var(--hair);
  border-radius: var(--radius); background: var(--raised); color: var(--ink); }
button { font: inherit; padding: 8px 14px; border: 1px solid var(--accent); border-radius: var(--radius);
  background: var(--accent); color: var(--paper); cursor: pointer; } button.plain { background: none; border: 0;
  color: var(--accent); padding: 0; text-decoration: underline; text-underline-offset: 2px; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.board { position: relative; margin: 0; max-width: 100%; background: var(--raised); border: 1px solid var(--hair); } .board img,
.board svg { display: block; width: 100%; height: auto; } .board svg { position: absolute; inset: 0; height: 100%; }
.board rect { fill: none; stroke-width: 2; vector-effect: non-scaling-stroke; } .board .low { stroke: var(--low); }
.board .medium { stroke: var(--medium); } .board .high { stroke: var(--high); } .board .critical { stroke: var(--critical); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 4px 16px; margin: 0 0 16px; } dt { color: var(--muted); }
dd { margin: 0; } .problem { color: var(--fail); } .method { font: 600 13px ui-monospace, monospace; }
`;
