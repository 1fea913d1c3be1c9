import { foldsPage } from './page/folds-page.ts';
import { gridKeys } from './page/grid-keys.ts';
import { mapGrid } from './page/map-grid.ts';
import { mapStore } from './page/map-store.ts';
import { mapsPage } from './page/maps-page.ts';
import { painting } from './page/painting.ts';
import { pairView } from './page/pair-view.ts';
import { termsPage } from './page/terms-page.ts';
import { makeTip } from './page/tip.ts';

/**
 * The script of the page: the text of functions that are type-checked here and run there. They refer to nothing outside
 * themselves, so their text is all that they need. Without maps it explains terms and opens details.
 */
export function pageScript(hasMaps: boolean): string {
  const parts = { painting, mapStore, pairView, mapGrid, gridKeys };
  const named = Object.entries(parts).map(([name, part]) => `${name}: ${part}`);
  const maps = hasMaps ? `(${mapsPage})(window, { ${named.join(', ')} }, tip);\n` : '';
  return `'use strict';\n{\nconst tip = (${makeTip})(window);\n(${termsPage})(window, tip);\n(${foldsPage})(window);\n${maps}}\n`;
}
