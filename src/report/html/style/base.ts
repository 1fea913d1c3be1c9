/** Colours of both schemes, text, headings, links, tables. */
export const BASE = `
:root {
  color-scheme: light dark;
  --ground: #ffffff; --ink: #1f2328; --muted: #59606a; --faint: #cfd3d8; --grid: #e8eaed; --shade: #f5f6f8;
  --control: #868d96; --line: #332288; --link: #0b57a4; --passed: #00664b; --failed: #a8301c; --inconclusive: #7a5c00;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #15171a; --ink: #e6e8ea; --muted: #a6adb5; --faint: #3f454c; --grid: #2a2e33; --shade: #1d2024;
    --control: #7d858e; --line: #b3a7ff; --link: #8cc2ff; --passed: #5fd3ae; --failed: #ff9a86; --inconclusive: #e6c254;
  }
}
@media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body { margin: 0 auto; padding: 1.25rem 1.5rem 3rem; max-width: 78rem; background: var(--ground); color: var(--ink);
  font: 1rem/1.55 system-ui, sans-serif; }
h1, h2, h3, h4, p, li, dt, dd, figcaption { overflow-wrap: break-word; text-wrap: pretty; }
h1, h2, h3, h4 { line-height: 1.25; text-wrap: balance; }
h1 { font-size: 1.75rem; margin: .5rem 0 .75rem; letter-spacing: -.01em; }
h2 { font-size: 1.3rem; margin: 3rem 0 .75rem; padding-top: 1rem; border-top: 1px solid var(--faint); }
h3 { font-size: 1.05rem; margin: 1.75rem 0 .5rem; }
h4 { font-size: 1rem; margin: 0; }
p { margin: .5rem 0; max-width: 48rem; }
a { color: var(--link); text-underline-offset: .15em; }
[hidden] { display: none !important; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
[id] { scroll-margin-top: .75rem; }
.term { color: inherit; text-decoration: underline dotted var(--control) 1px; text-underline-offset: .2em; cursor: help; }
.term:hover { text-decoration-color: currentcolor; }
.skip { position: absolute; left: -100vw; } .skip:focus { left: 1rem; top: .5rem; background: var(--ground); padding: .5rem; z-index: 3; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.badge { white-space: nowrap; font-weight: 600; } .sign { font-weight: 700; display: inline-block; min-width: 1.1em; text-align: center; }
.passed { color: var(--passed); } .failed { color: var(--failed); } .inconclusive { color: var(--inconclusive); }
.option { white-space: nowrap; }
.note { color: var(--muted); font-size: .875rem; }
.counts { list-style: none; display: flex; flex-wrap: wrap; gap: .25rem 2rem; padding: 0; margin: .75rem 0; font-size: 1.0625rem; }
.advice { font-size: 1.125rem; margin: .75rem 0; max-width: 48rem; }
.facts { font-size: .875rem; margin: .75rem 0; } .facts dt { color: var(--muted); } .facts dd { margin: 0; min-width: 0; }
.facts:not(.line) > div { display: grid; grid-template-columns: 9.5rem minmax(0, 1fr); gap: 0 1rem; padding: .1rem 0; }
.line { display: flex; flex-wrap: wrap; gap: .5rem 2rem; padding: .75rem 0; border-block: 1px solid var(--grid); }
.line dt { font-size: .8125rem; line-height: 1.3; }
.notices h2 { border: 0; margin: 1rem 0 0; padding: 0; font-size: 1rem; } .notices ul { margin: .25rem 0; padding-left: 1.25rem; max-width: 46rem; font-size: .9375rem; }
.changes { list-style: none; } .notices .changes { padding: 0; }
.wide { position: relative; overflow-x: auto; margin: .5rem 0 1rem; }
.hint { display: none; margin: .75rem 0 0; font-size: .8125rem; color: var(--muted); }
[data-scrolls=yes] > .hint { display: block; } [data-scrolls=yes] > .wide { margin-top: .1rem; border-right: 1px dashed var(--control); }
table { border-collapse: collapse; font-size: .875rem; }
caption { text-align: left; font-weight: 600; padding: .25rem 0; white-space: nowrap; }
th, td { text-align: left; padding: .3rem 1.25rem .3rem 0; border-bottom: 1px solid var(--grid); vertical-align: top; }
thead th { color: var(--muted); font-weight: 500; vertical-align: bottom; }
tbody th { font-weight: 500; white-space: nowrap; }
td { font-variant-numeric: tabular-nums; white-space: nowrap; } .long { display: block; white-space: normal; min-width: 18rem; }
.paper { display: none; }
pre { background: var(--shade); padding: .5rem .75rem; overflow-x: auto; font-size: .8125rem; margin: .4rem 0; border-radius: 3px; }
.command { white-space: pre-wrap; overflow-wrap: anywhere; user-select: all; }
code { overflow-wrap: anywhere; font-family: ui-monospace, monospace; }
select, button, input { font: inherit; color: inherit; }
select, button { background: var(--ground); color: var(--ink); border: 1px solid var(--control); border-radius: 3px; padding: .25rem .5rem; }
button { cursor: pointer; } button:hover:not(:disabled) { background: var(--shade); } button:disabled { color: var(--muted); cursor: default; }
option { background: var(--ground); color: var(--ink); }
input { accent-color: var(--link); }
#tip { position: fixed; inset: auto; margin: 0; z-index: 2; background: var(--ink); color: var(--ground); border: 0; border-radius: 3px;
  padding: .5rem .7rem; font-size: .8125rem; line-height: 1.4; max-width: min(22rem, calc(100vw - 1rem)); }
#tip > * { display: block; }
footer { margin-top: 3rem; padding-top: 1rem; border-top: 1px solid var(--faint); font-size: .875rem; color: var(--muted); }
`;
