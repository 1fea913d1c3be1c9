import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as ort from '../onnx-runtime.ts';

/** What the engine needs of a session of ONNX Runtime. */
export interface Session {
  run(
    feeds: ort.InferenceSession.FeedsType,
    fetches?: ort.InferenceSession.FetchesType,
  ): Promise<ort.InferenceSession.ReturnType>;
  release(): Promise<void>;
}

type Options = ort.InferenceSession.SessionOptions;

/**
 * A session of whose graph nothing runs on the CPU unnoticed: ONNX Runtime is asked to refuse that. Where it refuses, it is
 * let go on and its first run recorded, and `onCpu` called with the operators that the CPU computed in it.
 */
export async function createOnDevice(
  model: Uint8Array,
  options: Options,
  onCpu: (operators: readonly string[]) => void,
): Promise<Session> {
  const strict = { ...options.extra, session: { disable_cpu_ep_fallback: '1' } };
  try {
    // The refusal is an answer, not a fault to be logged.
    return await ort.InferenceSession.create(model, { ...options, extra: strict, logSeverityLevel: 4 });
  } catch (error) {
    if (!(error instanceof Error && /assigned to the default CPU EP/.test(error.message))) throw error;
    return recorded(model, options, onCpu);
  }
}

async function recorded(
  model: Uint8Array,
  options: Options,
  onCpu: (operators: readonly string[]) => void,
): Promise<Session> {
  const folder = await mkdtemp(join(tmpdir(), 'saliency-sanity-'));
  let recording = true;
  const stop = async (session: ort.InferenceSession) => {
    if (!recording) return;
    recording = false;
    try {
      session.endProfiling();
      const [file] = await readdir(folder);
      const operators = operatorsOnCpu(await readFile(join(folder, file), 'utf8'));
      if (operators.length > 0) onCpu(operators);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  };
  const session = await ort.InferenceSession.create(model, {
    ...options,
    enableProfiling: true,
    profileFilePrefix: join(folder, 'run'),
  });
  return {
    async run(feeds, fetches) {
      const results = await (fetches ? session.run(feeds, fetches) : session.run(feeds));
      await stop(session);
      return results;
    },
    async release() {
      await stop(session);
      await session.release();
    },
  };
}

interface ProfileEvent {
  readonly cat?: string;
  readonly args?: { readonly op_name?: string; readonly provider?: string };
}

/** The operators that ONNX Runtime's profile of a run says were computed on the CPU, sorted, each once. */
export function operatorsOnCpu(profile: string): string[] {
  const events = JSON.parse(profile) as readonly ProfileEvent[];
  const names = events.flatMap(({ cat, args }) =>
    cat === 'Node' && args?.provider === 'CPUExecutionProvider' && args.op_name ? [args.op_name] : [],
  );
  return [...new Set(names)].sort();
}
