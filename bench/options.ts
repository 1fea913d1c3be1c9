/** What a GPU is measured with, as `--device` names it. */
export const GPU_PEERS = ['webgpu', 'cuda', 'tfjs-node-gpu'];

/** What the command line of the benchmarks says. */
export interface BenchOptions {
  /** Fewer runs, for a look rather than for a number. */
  readonly quick: boolean;
  /** Peers that take minutes, too. */
  readonly slow: boolean;
  /** Takes what an earlier run has kept in place of measuring it again, where the benchmark keeps something. */
  readonly stored: boolean;
  /** Puts what was measured into the page of the docs that shows it, where the benchmark has one. */
  readonly write: boolean;
  /** Networks of the catalogue, all where the list is empty. */
  readonly networks: readonly string[];
  /** Images at once; null where nothing is said. */
  readonly batches: readonly number[] | null;
  readonly threads: number;
  /** A GPU to measure beside the CPU: `webgpu`, `cuda` or `tfjs-node-gpu`; null for none. */
  readonly device: string | null;
  /** The Python that PyTorch is looked for in. */
  readonly python: string;
}
