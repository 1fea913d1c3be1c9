/** What this package is made of. Their messages are for who programs with them. */
const LIBRARIES =
  /[\\/]node_modules[\\/](@tensorflow|onnxruntime-[^\\/]+|vega[^\\/]*|d3-[^\\/]+|sharp|pdfkit|fontkit|opentype\.js|zod|yargs[^\\/]*)[\\/]/;

const METHODS = ['debug', 'error', 'info', 'log', 'warn'] as const;

/**
 * A console that passes on what configuration files and methods of the user's own log, and drops what the libraries of this
 * package do, by the file that calls it.
 */
export function withoutLibraries(console: Console): Console {
  const quiet = Object.create(console) as Console;
  for (const method of METHODS) {
    const log: Console['log'] = (...parts) => {
      if (!LIBRARIES.test(callerOf(log))) console[method](...parts);
    };
    quiet[method] = log;
  }
  return quiet;
}

/** The line of the stack that called a function. */
function callerOf(callee: (...parts: unknown[]) => void): string {
  const at: { stack?: string } = {};
  Error.captureStackTrace(at, callee);
  return at.stack?.split('\n')[1] ?? '';
}
