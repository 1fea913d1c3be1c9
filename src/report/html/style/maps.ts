/** Controls, grid and dialog of the maps. */
export const MAPS = `
.controls { display: flex; flex-wrap: wrap; gap: .75rem 1.75rem; align-items: end; font-size: .9375rem; }
.field { display: grid; gap: .15rem; } .field > span:first-child, legend { font-size: .8125rem; color: var(--muted); padding: 0; }
fieldset { border: 0; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: .15rem .9rem; min-width: 0; }
.methods { flex-basis: 100%; } fieldset label { max-width: 100%; overflow-wrap: anywhere; }
select { max-width: 16rem; }
.slider { display: flex; gap: .6rem; align-items: center; } .slider input { width: 11rem; } output { min-width: 8rem; }
.empty { padding: 2rem 1rem; background: var(--shade); max-width: none; text-align: center; }
.maps th, .maps td { border: 0; padding: .15rem .25rem; text-align: center; vertical-align: top; }
.maps th { font-size: .8125rem; white-space: normal; max-width: 8rem; overflow: visible; overflow-wrap: normal; vertical-align: bottom; }
.maps tbody th { vertical-align: top; }
.maps tr > th:first-child { text-align: left; white-space: nowrap; position: sticky; left: 0; background: var(--ground); z-index: 1;
  padding-right: .75rem; max-width: none; }
.maps .now { background: var(--shade); box-shadow: inset 0 3px var(--link); }
.maps tbody .now { box-shadow: none; }
.maps .verdict { display: block; font-size: .75rem; font-weight: 500; }
.map button { padding: 0; border: 1px solid var(--faint); border-radius: 0; background: none; display: inline-block; vertical-align: top; }
.map canvas, .map img, .pair canvas, .pair img { display: block; image-rendering: pixelated; }
.map img { display: inline-block; border: 1px solid var(--faint); box-sizing: content-box; }
.changed { display: inline-block; vertical-align: top; margin: 0 .1rem; } .changed img { vertical-align: top; } .map:has(.changed) { white-space: nowrap; }
.score { display: block; font-size: .75rem; font-variant-numeric: tabular-nums; }
.one th:not(:first-child):not(.first):not(.now), .one td:not(.first):not(.now) { display: none; }
.scale { width: 14rem; max-width: 100%; font-size: .75rem; color: var(--muted); }
.scale canvas { width: 100%; height: .7rem; display: block; border: 1px solid var(--faint); }
.scale div { display: flex; justify-content: space-between; }
dialog { background: var(--ground); color: var(--ink); border: 1px solid var(--control); border-radius: 4px; width: min(76rem, 96vw);
  max-height: 96vh; padding: 1rem 1.25rem; }
dialog::backdrop { background: rgb(0 0 0 / .6); }
.bar { display: flex; flex-wrap: wrap; align-items: center; gap: .5rem; margin: .25rem 0; } .bar h3 { margin: 0 auto 0 0; min-width: 0; overflow-wrap: anywhere; }
.with-scores { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 0 1.5rem; align-items: start; } .scores { max-width: 16rem; }
.pair { display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: 1rem; }
.pair figure { margin: .25rem 0; min-width: 0; } .pair figcaption { font-size: .8125rem; color: var(--muted); margin-top: .25rem; }
.over { position: relative; } .over img { filter: grayscale(1) contrast(.6) brightness(1.15); } .over canvas { position: absolute; inset: 0; }
`;
