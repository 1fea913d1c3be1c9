/** Narrower screens, down to a phone. */
export const NARROW = `
@media screen and (max-width: 76rem) {
  .card { grid-template-columns: minmax(0, 25.5rem) minmax(19rem, 1fr); } .says { grid-column: 1 / -1; }
}
@media screen and (max-width: 50rem) {
  body { padding: .75rem .9rem 2rem; }
  h1 { font-size: 1.4rem; }
  .counts { display: grid; font-size: 1rem; } .advice { font-size: 1rem; }
  .card { grid-template-columns: minmax(0, 1fr); gap: .75rem; padding-left: .75rem; }
  .thumbs { grid-template-columns: repeat(4, minmax(0, 6rem)); gap: .35rem; } .thumb img { width: 100%; height: auto; aspect-ratio: 1; }
  .flat img { aspect-ratio: auto; height: 1.5rem; } .thumb figcaption { font-size: .6875rem; }
  .line { display: grid; grid-template-columns: 1fr 1fr; gap: .5rem 1rem; }
  .facts:not(.line) > div { grid-template-columns: 7.5rem minmax(0, 1fr); }
  .many:not([data-scrolls=no]) > .hint { display: block; }
  .wide tbody th:first-child { position: sticky; left: 0; background: var(--ground); max-width: 11rem; white-space: normal; }
  .with-scores { grid-template-columns: minmax(0, 1fr); }
  .pair { grid-template-columns: repeat(2, minmax(0, 1fr)); gap: .5rem; } dialog { padding: .75rem; }
  .pair figure { order: 3; } .pair figure:nth-child(1) { order: 1; } .pair figure:nth-child(4) { order: 2; }
  .maps tr > th:first-child { max-width: 7rem; white-space: normal; padding-right: .35rem; }
  .slider input { width: 8rem; } output { min-width: 0; }
}
`;
