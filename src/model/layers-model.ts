/** The way in for networks that are in memory; `load.ts` is that for files. */
export { modelFromLayers } from './formats/tfjs-layers/layers-model.ts';
