import { mapsPage } from './page/maps-page.ts';
import { painting } from './page/painting.ts';
import { pairView } from './page/pair-view.ts';

/**
 * The script of the page: the text of functions that are type-checked here and run there. They refer to nothing outside
 * themselves, so their text is all that they need.
 */
export function pageScript(): string {
  return `'use strict';\n(${mapsPage})(window, { painting: ${painting}, pairView: ${pairView} });\n`;
}
