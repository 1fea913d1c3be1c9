/** SVG units to the inch: a unit is a CSS pixel, so text of 9.5 units prints at about 7 points. */
export const UNITS_PER_INCH = 96;
const MM_PER_INCH = 25.4;
/** Of PNG files whose size is given on paper. */
export const PRINT_DPI = 300;
export const SCREEN_SCALE = 2;

/** The width of a figure: on paper in millimetres, or in pixels of the PNG. */
export interface FigureWidth {
  readonly value: number;
  readonly unit: 'mm' | 'px';
}

/** The width in SVG units. */
export function widthInUnits({ value, unit }: FigureWidth): number {
  return unit === 'mm' ? (value / MM_PER_INCH) * UNITS_PER_INCH : value;
}

/** A width in SVG units as both words that it is asked for with. */
export const widthWords = (units: number): string =>
  `${units} px (${Math.ceil((units / UNITS_PER_INCH) * MM_PER_INCH)} mm)`;

/** What the PNG's resolution follows from; the first that is given counts. */
export interface Resolution {
  /** Dots per inch. */
  readonly dpi?: number;
  /** Pixels to the SVG unit. */
  readonly scale?: number;
  readonly width?: FigureWidth;
}

/**
 * Pixels of the PNG to the SVG unit. A width in millimetres asks for 300 dpi, a width in pixels for just so many
 * pixels; without either it is 2.
 */
export function pixelScale({ dpi, scale, width }: Resolution): number {
  if (dpi !== undefined) return dpi / UNITS_PER_INCH;
  if (scale !== undefined) return scale;
  if (width === undefined) return SCREEN_SCALE;
  return width.unit === 'mm' ? PRINT_DPI / UNITS_PER_INCH : 1;
}

/** A length as the SVG's root states it: millimetres where the figure was sized on paper. */
export function rootLength(units: number, width: FigureWidth | undefined): string | number {
  if (width?.unit !== 'mm') return Math.ceil(units);
  return `${Math.round((units / UNITS_PER_INCH) * MM_PER_INCH * 100) / 100}mm`;
}
