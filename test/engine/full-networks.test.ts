import { blockSize } from '../../src/engine/blocked-probe.ts';
import { createCompiledEngine } from '../../src/engine/compiled.ts';
import { describeFullNetworks } from './full-networks.ts';

describeFullNetworks('public and blocked operators', {
  create: async () => ({
    public: createCompiledEngine({ threads: 1 }),
    blocked: createCompiledEngine({ threads: 1, block: await blockSize() }),
  }),
  tolerance: 1e-5,
});
