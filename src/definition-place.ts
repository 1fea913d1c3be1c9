import { Session } from 'node:inspector';
import { SourceMap } from 'node:module';
import { pathOf, placeText } from './user-frame.ts';

/** What the inspector is asked to evaluate: it reaches a function only by a name. */
const NAME = '__saliencySanityFunction';

interface FunctionLocation {
  readonly scriptId: string;
  readonly lineNumber: number;
  readonly columnNumber: number;
}

/**
 * Where a function is written, as `file:line`, as V8 and a source map within the script say it; null where they do not,
 * for example of a native function. It takes a tenth of a second: for messages of errors.
 */
export function definitionPlace(subject: (...args: never[]) => unknown): string | null {
  const session = new Session();
  const scope = globalThis as Record<string, unknown>;
  try {
    session.connect();
    scope[NAME] = subject;
    const files = new Map<string, string>();
    session.on('Debugger.scriptParsed', ({ params }) => files.set(params.scriptId, params.url));
    session.post('Debugger.enable');
    const location = locationOf(session);
    const file = location && files.get(location.scriptId);
    return location && file ? placeText(pathOf(file), writtenLine(location, session)) : null;
  } catch {
    // Another runtime than Node, or one without an inspector.
    return null;
  } finally {
    delete scope[NAME];
    session.disconnect();
  }
}

/** Calls of a session in the same thread are answered before they return. */
function locationOf(session: Session): FunctionLocation | null {
  let location: FunctionLocation | null = null;
  session.post('Runtime.evaluate', { expression: NAME }, (_, evaluated) => {
    const { objectId } = evaluated.result;
    if (objectId === undefined) return;
    session.post('Runtime.getProperties', { objectId, ownProperties: true }, (__, { internalProperties }) => {
      const found = internalProperties?.find(({ name }) => name === '[[FunctionLocation]]');
      location = (found?.value?.value as FunctionLocation | undefined) ?? null;
    });
  });
  return location;
}

/** The line before a loader translated the file, where it left a map of that in the script. */
function writtenLine({ scriptId, lineNumber, columnNumber }: FunctionLocation, session: Session): number {
  let source = '';
  session.post('Debugger.getScriptSource', { scriptId }, (_, { scriptSource }) => {
    source = scriptSource;
  });
  const inline = [...source.matchAll(/sourceMappingURL=data:application\/json;[^,]*base64,([\w+/=]+)/g)].at(
    -1,
  );
  if (!inline) return lineNumber + 1;
  const map = new SourceMap(JSON.parse(Buffer.from(inline[1], 'base64').toString()));
  const entry = map.findEntry(lineNumber, columnNumber);
  return ('originalLine' in entry ? entry.originalLine : lineNumber) + 1;
}
