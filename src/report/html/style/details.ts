/** Folded details, charts, glossary. */
export const DETAILS = `
details { margin: .5rem 0; } summary { cursor: pointer; color: var(--link); }
.details > details { border-bottom: 1px solid var(--grid); padding: .35rem 0; margin: 0; }
.details > details[open] { padding-bottom: 1.5rem; }
summary h3 { display: inline; margin: 0; font-size: 1rem; font-weight: 600; } .check > summary { color: inherit; }
.charts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 19rem), 1fr)); gap: 1rem 1.5rem; margin: 1rem 0; }
.charts figure { margin: 0; } .charts figcaption { font-size: .875rem; font-weight: 600; margin-bottom: .25rem; }
.curve { display: block; width: 100%; max-width: 26rem; height: auto; }
.curve text { font-size: 9.5px; fill: var(--muted); } .curve .grid { stroke: var(--grid); } .curve .tick { stroke: var(--control); }
.curve .level { stroke: var(--control); stroke-dasharray: 4 3; } .curve .null { stroke-dasharray: 1.5 2.5; }
.curve .ceiling { stroke-dasharray: none; }
.curve path { fill: none; } .curve .band { fill: var(--line); opacity: .18; } .curve .means { stroke: var(--line); stroke-width: 1.6; }
.curve .beside { stroke: var(--control); stroke-width: 1.4; } .curve.sample { display: inline-block; width: 1.6rem; height: .5rem; vertical-align: middle; }
.lines { list-style: none; padding: 0; margin: .25rem 0; font-size: .8125rem; color: var(--muted); }
.curve .mean { fill: var(--line); } .curve .allowed { stroke: var(--ink); stroke-width: 2; }
.glossary dl { columns: 2 24rem; column-gap: 2.5rem; font-size: .9375rem; margin: .5rem 0; }
.glossary dl > div { break-inside: avoid; padding: .35rem 0; } .glossary dt { font-weight: 600; } .glossary dd { margin: 0; }
.glossary dt:target { background: var(--shade); box-shadow: -.5rem 0 var(--shade), -.75rem 0 var(--link); }
`;
