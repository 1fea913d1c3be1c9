import type { Maps } from '../../attribution/maps.ts';
import type { Method } from '../../attribution/method.ts';
import type { Notice } from '../../results/report.ts';
import type { Metric } from '../../similarity/metric.ts';
import { planeExtent } from '../../similarity/planes.ts';

/** What a reader must know of the metrics on these maps: which do not apply, and what others do differently. */
export function metricNotices(
  methods: readonly Pick<Method, 'name'>[],
  maps: readonly Maps[],
  metrics: readonly Metric[],
): Notice[] {
  const said = new Map<string, Notice & { methods: string[] }>();
  for (const [m, { shape }] of maps.entries()) {
    const extent = planeExtent(shape);
    for (const metric of metrics) {
      const reason = metric.inapplicable(extent);
      const text = reason ? `${metric.name} is left out: ${reason}` : metric.note?.(extent);
      if (!text) continue;
      const code = reason ? 'metric-left-out' : 'metric';
      const notice = said.get(text) ?? { code, message: text, methods: [] };
      notice.methods.push(methods[m].name);
      said.set(text, notice);
    }
  }
  return [...said.values()].map(({ code, message, methods: names }) => {
    const all = names.length === methods.length;
    return { code, message: all ? message : `${message} (${names.join(', ')})` };
  });
}
