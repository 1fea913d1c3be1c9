/** Cards: what is said, thumbnails and strip beside each other, so that those of all cards can be compared. */
export const CARDS = `
.group { margin: 2rem 0 .5rem; font-size: 1.125rem; } .group .count { color: var(--muted); font-weight: 400; }
.card { display: grid; grid-template-columns: minmax(15rem, 1fr) 25.5rem minmax(19rem, 22rem); gap: 1rem 2rem; align-items: start;
  border-top: 1px solid var(--grid); border-left: 4px solid; padding: 1rem 0 1rem 1rem; color: inherit; }
.card.passed { border-left-color: var(--passed); } .card.failed { border-left-color: var(--failed); }
.card.inconclusive { border-left-color: var(--inconclusive); }
.card.passed, .card.failed, .card.inconclusive { color: var(--ink); }
.says { min-width: 0; } .card p { margin: .2rem 0; } .finding { font-weight: 600; } .card .sign { min-width: 0; } .cause { font-size: .9375rem; }
.card .more { font-size: .8125rem; color: var(--muted); display: flex; flex-wrap: wrap; gap: 0 1.25rem; margin-top: .4rem; }
.thumbs { display: grid; grid-template-columns: repeat(4, 6rem); gap: .5rem; }
.thumb { margin: 0; min-width: 0; }
.thumb img { display: block; width: 6rem; height: 6rem; object-fit: contain; image-rendering: pixelated; background: var(--shade); }
.flat img { object-fit: fill; height: 1.5rem; }
.thumb figcaption { font-size: .75rem; line-height: 1.3; margin-top: .2rem; color: var(--muted); }
.strip { width: 100%; table-layout: fixed; font-size: .8125rem; }
.strip th, .strip td { border: 0; padding: 0; vertical-align: middle; line-height: 1.3; white-space: nowrap; }
.strip thead th:first-child { width: 7.5rem; } .strip thead th:last-child { width: 4.75rem; text-align: right; font-size: .75rem; }
.strip tbody tr:first-child th { color: var(--muted); font-weight: 400; font-size: .75rem; padding-top: .3rem; overflow: visible; max-width: none; }
.strip tbody td:last-child { text-align: right; }
.plot, .axis { display: block; width: 100%; overflow: visible; }
.plot .forbidden { fill: var(--shade); } .plot .limit { stroke: var(--control); stroke-width: 1.5; }
.plot .reach, .plot .end { stroke: currentcolor; stroke-width: 2; } .plot .mark { fill: currentcolor; } .plot .arrow { fill: currentcolor; }
.plot.gate-open .mark { fill: var(--ground); stroke: currentcolor; stroke-width: 2; }
.axis text { font-size: .6875rem; fill: var(--muted); }
.gate-passed { color: var(--passed); } .gate-failed { color: var(--failed); font-weight: 600; } .gate-open { color: var(--inconclusive); font-weight: 600; }
.gate-undefined, .gate-not-telling { color: var(--muted); }
.contents > ul { list-style: none; padding: 0; margin: .25rem 0; display: flex; flex-wrap: wrap; gap: .25rem 2rem; }
.contents .with-checks { flex-basis: 100%; } .checks { list-style: none; padding: 0; margin: .25rem 0 .5rem; display: grid; gap: .1rem 1.5rem;
  grid-template-columns: repeat(auto-fill, minmax(min(100%, 15rem), 1fr)); font-size: .9375rem; }
.report-card h2 { border-top: 0; margin-top: 1.25rem; padding-top: 0; }
.report-card td, .report-card tbody th { padding: .4rem 1rem .4rem 0; vertical-align: middle; } .report-card thead th { max-width: 8rem; }
.report-card td a { color: inherit; font-weight: 600; text-decoration: none; } .report-card td a:hover { text-decoration: underline; }
.report-card .nothing { color: var(--muted); } .report-card thead .of { display: block; font-size: .75rem; }
`;
