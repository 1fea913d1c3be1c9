import { type Engine, UnsupportedKernelError } from './engine.ts';

/** Tells the user of something done otherwise than asked; `code` is stable. */
export type Notify = (notice: { readonly code: string; readonly message: string }) => void;

/**
 * An engine that hands the programs which `primary` cannot lower to a second engine, made when it is first needed. One
 * notice, code `engine-fallback`, names each kernel that was the cause. Every other error passes through.
 */
export function withFallback(primary: Engine, secondary: () => Promise<Engine>, notify: Notify): Engine {
  const named = new Set<string>();
  let made: Promise<Engine> | undefined;
  return {
    name: primary.name,
    backend: primary.backend,
    operators: primary.operators,
    device: primary.device,
    threads: primary.threads,
    async compile(source) {
      try {
        return await primary.compile(source);
      } catch (error) {
        if (!(error instanceof UnsupportedKernelError)) throw error;
        made ??= secondary();
        const engine = await made;
        if (!named.has(error.kernel)) {
          named.add(error.kernel);
          const message = `${error.message}; ${source.name} runs on ${engine.backend} (${engine.name}) instead, which is slower`;
          notify({ code: 'engine-fallback', message });
        }
        return engine.compile(source);
      }
    },
    async dispose() {
      await primary.dispose();
      await (await made)?.dispose();
    },
  };
}
