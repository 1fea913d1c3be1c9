// The one way to ONNX Runtime: what it records is switched off before it is loaded.
import '../no-telemetry.ts';

export * from 'onnxruntime-node';
