/** Paper: no controls, headings stay with what follows, folded details are left out. */
export const PRINT = `
@page { margin: 1.5cm; }
@media print {
  :root { color-scheme: light; --ground: #ffffff; --ink: #000000; --muted: #444444; --faint: #bbbbbb; --grid: #e5e5e5;
    --shade: #f4f4f4; --control: #777777; --line: #332288; --link: #000000; --passed: #00664b; --failed: #a8301c; --inconclusive: #7a5c00; }
  html { scroll-behavior: auto; font-size: 9.5pt; }
  body { max-width: none; padding: 0; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .controls, #tip, dialog, .hint, .skip, .card .more > a:last-child, .contents, .empty, footer a, details:not([open]) { display: none !important; }
  .details td, .details th { white-space: normal; padding-right: .25cm; font-size: 7.5pt; }
  .wide { overflow: visible; border: 0 !important; } .term, a { text-decoration: none; color: inherit; }
  .card { grid-template-columns: minmax(0, 1fr) 8.2cm; grid-template-rows: auto 1fr; gap: .2cm .6cm; padding: .3cm 0 .3cm .35cm; }
  .strip { grid-column: 2; grid-row: 1 / 3; } .thumbs { grid-template-columns: repeat(4, 1.9cm); gap: .15cm; }
  .thumb img { width: 1.9cm; height: 1.9cm; } .thumb figcaption { font-size: 7pt; } .flat img { height: .5cm; }
  tr, figure, .command, .card, .glossary dl > div { break-inside: avoid; }
  h1, h2, h3, h4, caption, summary, thead, .cards > .note, #stage-note, p:has(+ .command) { break-after: avoid; break-inside: avoid; }
  .maps tbody tr:first-child, .group + .card { break-before: avoid; }
  .details:not(:has(> details[open])) { display: none; } .paper { display: block !important; }
  h2, .group { margin-top: .7cm; }
  .charts { grid-template-columns: repeat(3, 1fr); }
  .glossary dl { columns: 2; font-size: 8.5pt; }
}
`;
