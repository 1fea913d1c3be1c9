import { BASE } from './style/base.ts';
import { CARDS } from './style/cards.ts';
import { DETAILS } from './style/details.ts';
import { MAPS } from './style/maps.ts';
import { NARROW } from './style/narrow.ts';
import { PRINT } from './style/print.ts';

/** The style sheet of the page: light and dark, a phone's width, print. */
export const STYLE = [BASE, CARDS, MAPS, DETAILS, NARROW, PRINT].join('');
