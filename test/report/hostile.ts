import { exampleReport } from './example.ts';

/** Names as a hostile file, layer or config could carry them. */
export const HOSTILE = '<img src=x onerror=alert(1)> | `a` & "b" \u001b[31m\n## not a heading\u202e';

/** The example report with every free text replaced by a hostile one. */
export function hostileReport() {
  const report = exampleReport({ methods: ['gradient', HOSTILE], stages: ['output', HOSTILE, 'full'] });
  return {
    ...report,
    command: `saliency-sanity run --model '${HOSTILE}'\n\`\`\`\n`,
    model: { ...report.model, source: HOSTILE },
    notices: [{ code: 'x', message: HOSTILE }],
    inputs: report.inputs.map((input) => ({ ...input, id: HOSTILE })),
    checks: report.checks.map((check) => ({ ...check, explanation: `${HOSTILE} Reproduce: ${HOSTILE}` })),
  };
}

/** Control characters that must not reach a terminal or an XML file; line feeds separate lines. */
export const CONTROL = /[^\P{Cc}\n]|\u202e/u;
