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
  open: boolean;
  readonly offsetWidth: number;
  readonly offsetHeight: number;
  readonly clientWidth: number;
  readonly scrollWidth: number;
  readonly nextElementSibling: PageElement | null;
  readonly firstElementChild: PageElement | null;
  readonly style: Record<string, string>;
  readonly dataset: Record<string, string | undefined>;
  append(...children: (PageElement | string)[]): void;
  replaceChildren(...children: (PageElement | string)[]): void;
  setAttribute(name: string, value: string): void;
  getAttribute(name: string): string | null;
  matches(selector: string): boolean;
  addEventListener(type: string, listener: (event: PageEvent) => void): void;
  getContext(kind: '2d'): PagePainter;
  closest(selector: string): PageElement | null;
  querySelectorAll(selector: string): Iterable<PageElement>;
  getBoundingClientRect(): { left: number; top: number; bottom: number };
  focus(): void;
  showModal(): void;
  /** Missing in browsers of before 2024. */
  showPopover?(): void;
  hidePopover?(): void;
  close(): void;
}

export interface PageEvent {
  readonly target: PageElement;
  readonly key: string;
  readonly pointerType: string;
  preventDefault(): void;
}

export interface PagePainter {
  createImageData(width: number, height: number): { readonly data: Uint8ClampedArray };
  putImageData(image: { readonly data: Uint8ClampedArray }, left: number, top: number): void;
}

export interface PageObserver {
  observe(element: PageElement): void;
}

export interface PageStream {
  pipeThrough(step: object): PageStream;
}

export interface PageWindow {
  readonly innerWidth: number;
  readonly innerHeight: number;
  readonly devicePixelRatio: number;
  readonly location: { readonly hash: string };
  readonly document: {
    getElementById(id: string): PageElement;
    createElement(name: string): PageElement;
    querySelectorAll(selector: string): Iterable<PageElement>;
    addEventListener(type: string, listener: (event: PageEvent) => void): void;
    readonly documentElement: { readonly clientWidth: number };
  };
  readonly ResizeObserver: new (listener: () => void) => PageObserver;
  readonly Blob: new (parts: readonly Uint8Array[]) => { stream(): PageStream };
  readonly Response: new (stream: PageStream) => { arrayBuffer(): Promise<ArrayBuffer> };
  /** Missing in browsers of before 2023. */
  readonly DecompressionStream?: new (
    format: string,
  ) => object;
  addEventListener(type: string, listener: () => void): void;
  setTimeout(action: () => void, milliseconds: number): number;
  clearTimeout(timer: number): void;
  atob(text: string): string;
}
