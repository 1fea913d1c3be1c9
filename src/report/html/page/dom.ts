/**
 * The part of a browser that the page's script uses. The project is checked without the DOM's types, so that nothing
 * else takes a browser's globals for Node's.
 */
export interface PageElement {
  textContent: string | null;
  className: string;
  hidden: boolean;
  value: string;
  checked: boolean;
  disabled: boolean;
  max: string;
  tabIndex: number;
  width: number;
  height: number;
  src: string;
  alt: string;
  readonly open: boolean;
  readonly offsetWidth: number;
  readonly style: Record<string, string>;
  readonly dataset: Record<string, string | undefined>;
  append(...children: (PageElement | string)[]): void;
  replaceChildren(...children: (PageElement | string)[]): void;
  setAttribute(name: string, value: string): void;
  addEventListener(type: string, listener: (event: PageEvent) => void): void;
  getContext(kind: '2d'): PagePainter;
  closest(selector: string): PageElement | null;
  querySelectorAll(selector: string): Iterable<PageElement>;
  getBoundingClientRect(): { left: number; bottom: number };
  focus(): void;
  showModal(): void;
  close(): void;
}

export interface PageEvent {
  readonly target: PageElement;
  readonly key: string;
  preventDefault(): void;
}

export interface PagePainter {
  createImageData(width: number, height: number): { readonly data: Uint8ClampedArray };
  putImageData(image: { readonly data: Uint8ClampedArray }, left: number, top: number): void;
}

export interface PageWindow {
  readonly innerWidth: number;
  readonly scrollX: number;
  readonly scrollY: number;
  readonly document: {
    getElementById(id: string): PageElement;
    createElement(name: string): PageElement;
    addEventListener(type: string, listener: (event: PageEvent) => void): void;
    readonly documentElement: { readonly clientWidth: number };
  };
  atob(text: string): string;
}
