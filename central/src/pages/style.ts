/** One style sheet for every page; no fonts or scripts from elsewhere. Colours and shapes are the workstation's. */
export const style = `
:root { color-scheme: light dark; --bg: #eef1f4; --panel: #ffffff; --raise: #f1f4f7; --edge: #d5dce3; --edge-strong: #7b8998;
  --ink: #12181f; --dim: #4c5a68; --stage: #dfe4e9; --accent: #1a62d6; --on-accent: #ffffff; --fail: #bd3208;
  --warn: #855a00; --pass: #0a7152; --info: #0a6599; --radius: 6px;
  --mono: "JetBrains Mono", "Cascadia Mono", "DejaVu Sans Mono", ui-monospace, monospace; }
@media (prefers-color-scheme: dark) { :root { --bg: #0e1116; --panel: #151a21; --raise: #1c232c; --edge: #28313c;
  --edge-strong: #627181; --ink: #e8edf3; --dim: #9aa7b5; --stage: #080a0d; --accent: #6ea8fe; --on-accent: #0b1526;
  --fail: #ff7a5c; --warn: #f0b429; --pass: #2fbf8f; --info: #56b4e9; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--bg); color: var(--ink); font: 14px/20px "Inter", "Segoe UI", "Noto Sans", "DejaVu Sans",
  system-ui, sans-serif; font-variant-numeric: tabular-nums; }
a { color: var(--accent); text-underline-offset: 3px; text-decoration-thickness: 1px; } a:hover { text-decoration-thickness: 2px; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 2px; }
.skip { position: absolute; left: -999px; } .skip:focus { left: 16px; top: 12px; background: var(--panel); padding: 4px 8px; z-index: 2; }
header { display: flex; gap: 8px 24px; align-items: center; padding: 0 24px; min-height: 52px; flex-wrap: wrap;
  background: var(--panel); border-bottom: 1px solid var(--edge); }
header b { font-size: 16px; letter-spacing: .01em; } header nav { display: flex; gap: 4px; flex: 1; }
nav a { padding: 15px 12px 13px; color: var(--dim); text-decoration: none; border-bottom: 3px solid transparent; }
nav a:hover { color: var(--ink); } nav a[aria-current] { color: var(--ink); font-weight: 600; border-color: var(--accent); }
main { padding: 24px; max-width: 1400px; margin: 0 auto; } h1 { font-size: 20px; line-height: 28px; margin: 0 0 16px; }
h2 { font-size: 16px; margin: 24px 0 8px; } h1 + .lead { margin: -12px 0 16px; } .lead, .muted { color: var(--dim); }
.panel { background: var(--panel); border: 1px solid var(--edge); border-radius: var(--radius); }
.scroll { overflow-x: auto; } table { border-collapse: collapse; width: 100%; }
th { text-align: left; color: var(--dim); font-weight: 500; font-size: 12px; white-space: nowrap; background: var(--raise); }
th, td { padding: 10px 16px; border-bottom: 1px solid var(--edge); } tbody tr:last-child > * { border-bottom: 0; }
tbody tr:hover { background: var(--raise); } td.number, th.number { text-align: right; } td time { white-space: nowrap; }
code { font: 12px/18px var(--mono); overflow-wrap: anywhere; }
.word { display: inline-flex; gap: 6px; align-items: center; white-space: nowrap; font-weight: 600; }
.word svg { width: 12px; height: 12px; fill: currentColor; flex: none; } .pass { color: var(--pass); } .fail { color: var(--fail); }
.wait { color: var(--warn); } .low { color: var(--info); } .medium { color: var(--warn); } .high, .critical { color: var(--fail); }
.yield { display: inline-flex; gap: 10px; align-items: center; }
.yield svg { width: 80px; height: 8px; border-radius: 4px; } .yield .of { fill: var(--fail); } .yield .passed { fill: var(--pass); }
label { display: grid; gap: 4px; font-size: 12px; color: var(--dim); }
input, select { font: 14px/20px inherit; font-family: inherit; padding: 8px 10px; min-height: 40px; width: 100%;
  border: 1px solid var(--edge-strong); border-radius: var(--radius); background: var(--panel); color: var(--ink); }
button { font: inherit; font-weight: 600; min-height: 40px; padding: 8px 16px; border: 1px solid var(--accent);
  border-radius: var(--radius); background: var(--accent); color: var(--on-accent); cursor: pointer; }
button.plain { min-height: 0; background: none; border: 0; color: var(--accent); padding: 8px 0; font-weight: 400;
  text-decoration: underline; text-underline-offset: 3px; }
form.sign-in { width: min(360px, 100%); margin: 12vh auto 0; padding: 24px; display: grid; gap: 16px; }
form.filter { display: grid; grid-template-columns: repeat(auto-fit, minmax(130px, 1fr)); gap: 12px; align-items: end;
  padding: 16px; margin-bottom: 16px; } form.filter .do { display: flex; gap: 16px; align-items: center; }
.problem { margin: 0; color: var(--fail); font-weight: 600; } .pages { display: flex; gap: 24px; padding: 12px 0; }
.split { display: grid; grid-template-columns: minmax(0, 3fr) minmax(340px, 2fr); gap: 24px; align-items: start; }
.split > * { min-width: 0; } .split h2:first-child { margin-top: 0; }
@media (max-width: 1000px) { .split { grid-template-columns: minmax(0, 1fr); } }
.board { position: relative; margin: 0; background: var(--stage); overflow: hidden; } .board img, .board svg { display: block;
  width: 100%; height: auto; } .board svg { position: absolute; inset: 0; height: 100%; }
.board rect { fill: transparent; stroke-width: 2; vector-effect: non-scaling-stroke; stroke: currentColor; }
.board .case { stroke: #0009; stroke-width: 5; } .board text { font-weight: 700; fill: currentColor; stroke: #000b;
  stroke-width: 4px; paint-order: stroke; } .board .low { color: #56b4e9; } .board .medium { color: #f0b429; }
.board .high, .board .critical { color: #ff7a5c; } .board a:hover rect, .board a:focus rect { stroke-width: 4; }
.marks { display: flex; gap: 8px; align-items: center; padding: 10px 0; font-size: 14px; color: var(--ink); width: max-content; }
.marks input { width: 18px; height: 18px; min-height: 0; margin: 0; accent-color: var(--accent); }
.split:has(.marks input:not(:checked)) .board svg { display: none; }
tr:target { background: var(--raise); box-shadow: inset 3px 0 var(--accent); }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 8px 20px; margin: 0; padding: 16px; }
dt { color: var(--dim); } dd { margin: 0; overflow-wrap: anywhere; } .method { font: 600 12px var(--mono); }
@media (max-width: 600px) { main { padding: 16px; } header { padding: 0 16px; } header nav { order: 3; width: 100%; flex: none; } th,
  td { padding: 8px 12px; } }
`;
