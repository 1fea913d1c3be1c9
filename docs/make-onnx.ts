import { writeFileSync } from 'node:fs';
import { onnxDocument } from './onnx-table.ts';

writeFileSync(new URL('onnx.md', import.meta.url), onnxDocument());
