import { isMainThread } from 'node:worker_threads';

/** What ONNX Runtime 1.30 reads when its first session is made; `1`, `true`, `yes` and `on` switch its telemetry off. */
export const TELEMETRY_SWITCH = 'ORT_DISABLE_TELEMETRY';

/**
 * Whether it is settled what ONNX Runtime records: switched off here, or as its user has set the variable. A worker thread
 * has a copy of the environment, which libraries do not see: there only what the process was started with counts.
 */
export const telemetryIsSettled: boolean = isMainThread || process.env[TELEMETRY_SWITCH] !== undefined;

// Left on, it keeps a device id and an event database in the user's cache folder, with the names of models and their
// producers, and sends them to its maker.
if (isMainThread) process.env[TELEMETRY_SWITCH] ??= '1';
