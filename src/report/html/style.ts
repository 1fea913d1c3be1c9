/** The style sheet of the page: light and dark, a phone's width, print. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --ground: #ffffff; --ink: #222222; --muted: #5c5c5c; --faint: #c8c8c8; --grid: #ececec; --shade: #f4f4f4;
  --line: #332288; --link: #0b57a4; --passed: #00664b; --failed: #a8301c; --inconclusive: #7a5c00; --cell: 5.4rem;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #16181b; --ink: #e8e8e8; --muted: #a9adb2; --faint: #4a4e54; --grid: #2b2e33; --shade: #202328;
    --line: #a99cff; --link: #8cc2ff; --passed: #5fd3ae; --failed: #ff9a86; --inconclusive: #e6c254;
  }
}
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1rem; max-width: 75rem; background: var(--ground); color: var(--ink);
  font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: break-word; }
h1 { font-size: 1.5rem; line-height: 1.3; margin: .5rem 0; }
h2 { font-size: 1.25rem; margin: 2.5rem 0 .5rem; border-top: 1px solid var(--faint); padding-top: 1rem; }
h3 { font-size: 1.05rem; margin: 1.5rem 0 .25rem; }
p { margin: .4rem 0; max-width: 48rem; }
a { color: var(--link); }
[hidden] { display: none !important; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.badge { white-space: nowrap; font-weight: 600; }
.passed { color: var(--passed); } .failed { color: var(--failed); } .inconclusive { color: var(--inconclusive); }
.counts { list-style: none; display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; padding: 0; margin: .5rem 0; }
.note { color: var(--muted); font-size: .875rem; }
.wide { overflow-x: auto; margin: .75rem 0; }
table { border-collapse: collapse; font-size: .875rem; }
caption { text-align: left; font-weight: 600; padding: .25rem 0; }
th, td { text-align: left; padding: .25rem .75rem .25rem 0; border-bottom: 1px solid var(--grid); vertical-align: top; }
thead th { color: var(--muted); font-weight: 500; vertical-align: bottom; }
tbody th { font-weight: 500; }
td { font-variant-numeric: tabular-nums; }
.gate-failed { color: var(--failed); font-weight: 600; } .gate-open { color: var(--inconclusive); }
.charts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 18rem), 1fr)); gap: .5rem 1.25rem; }
figure { margin: .5rem 0; }
.charts svg { width: 100%; max-width: 26rem; height: auto; display: block; font-family: system-ui, sans-serif; }
.fill-ink { fill: var(--ink); } .fill-muted { fill: var(--muted); } .fill-faint { fill: var(--faint); }
.fill-grid { fill: var(--grid); } .fill-shade { fill: var(--shade); } .fill-ground { fill: var(--ground); }
.fill-line { fill: var(--line); } .stroke-line { stroke: var(--line); } .stroke-ink { stroke: var(--ink); }
.stroke-muted { stroke: var(--muted); } .stroke-faint { stroke: var(--faint); } .stroke-grid { stroke: var(--grid); }
pre { background: var(--shade); padding: .5rem .75rem; overflow-x: auto; font-size: .8125rem; margin: .4rem 0; }
.command { white-space: pre-wrap; overflow-wrap: anywhere; user-select: all; }
code { overflow-wrap: anywhere; }
details { margin: .5rem 0; } summary { cursor: pointer; color: var(--link); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1rem; font-size: .875rem; margin: .5rem 0; }
dt { color: var(--muted); } dd { margin: 0; min-width: 0; }
.controls { display: flex; flex-wrap: wrap; gap: .5rem 1.25rem; align-items: end; font-size: .9375rem; }
.field { display: grid; } .field > span:first-child, legend { font-size: .8125rem; color: var(--muted); padding: 0; }
fieldset { border: 0; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: .15rem .9rem; min-width: 0; }
.methods { flex-basis: 100%; }
select, button, input { font: inherit; color: inherit; } select { max-width: 16rem; padding: .2rem; }
.slider { display: flex; gap: .6rem; align-items: center; } .slider input { width: 11rem; } output { min-width: 8rem; }
.maps th, .maps td { border: 0; padding: .15rem .2rem; text-align: center; vertical-align: top; }
.maps th { font-size: .8125rem; max-width: 7rem; } .maps tr > th:first-child { text-align: left; min-width: 5.5rem; }
.maps .now { background: var(--shade); box-shadow: inset 0 3px var(--link); }
.maps tr + tr .now { box-shadow: none; }
.maps .verdict { display: block; font-size: .75rem; font-weight: 500; }
.map button { padding: 0; border: 1px solid var(--faint); background: none; display: block; cursor: pointer; }
.map canvas, .map img { display: block; width: var(--cell); height: var(--cell); object-fit: contain; image-rendering: pixelated; }
.map img { border: 1px solid var(--faint); }
.score { font-size: .75rem; font-variant-numeric: tabular-nums; }
.one { --cell: min(11rem, 26vw); }
.one th:not(:first-child):not(.first):not(.now), .one td:not(.first):not(.now) { display: none; }
.scale { width: 12rem; max-width: 100%; font-size: .75rem; color: var(--muted); }
.scale canvas { width: 100%; height: .7rem; display: block; border: 1px solid var(--faint); }
.scale div { display: flex; justify-content: space-between; }
#tip { position: absolute; z-index: 2; pointer-events: none; background: var(--ink); color: var(--ground);
  padding: .3rem .5rem; font-size: .8125rem; line-height: 1.35; max-width: 18rem; }
#tip > * { display: block; }
dialog { background: var(--ground); color: var(--ink); border: 1px solid var(--faint); width: min(56rem, 96vw); max-height: 94vh; }
dialog::backdrop { background: rgb(0 0 0 / .5); }
.bar { display: flex; justify-content: space-between; align-items: center; gap: 1rem; margin: .25rem 0; }
.bar h3 { margin: 0; }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 8.5rem), 1fr)); gap: 1rem; }
.pair figure > canvas { width: 100%; aspect-ratio: 1; object-fit: contain; image-rendering: pixelated; border: 1px solid var(--faint); }
figcaption { font-size: .8125rem; color: var(--muted); }
@media (max-width: 43rem) {
  body { padding: .75rem; }
  .one .map canvas, .one .map img { width: 20vw; height: 20vw; }
  .maps tr > th:first-child { min-width: 0; max-width: 24vw; }
}
@page { margin: 1.5cm; }
@media print {
  :root { color-scheme: light; --ground: #ffffff; --ink: #000000; --muted: #444444; --faint: #bbbbbb; --grid: #e5e5e5;
    --shade: #f4f4f4; --line: #332288; --link: #000000; --passed: #00664b; --failed: #a8301c; --inconclusive: #7a5c00;
    --cell: 1.6cm; }
  body { max-width: none; padding: 0; font-size: 9.5pt; print-color-adjust: exact; }
  .controls, #tip, dialog, .wide:empty { display: none; }
  .wide { overflow: visible; }
  tr, figure, .command { break-inside: avoid; } h2, h3 { break-after: avoid; }
  .charts { grid-template-columns: repeat(3, 1fr); }
  a { text-decoration: none; }
}
`;
