import { createCompiledEngine } from '../../src/engine/compiled.ts';
import { describeParity } from './parity.ts';

describeParity({
  name: 'compiled',
  create: () => createCompiledEngine({ threads: 1 }),
  // Rounding alone stays near 1e-6.
  tolerance: 1e-5,
});
