import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** What of axe-core's results is looked at. */
interface AxeViolation {
  id: string;
  help: string;
  nodes: { target: string[]; failureSummary?: string }[];
}

/** What axe-core finds wrong with what the page shows, a sentence each; nothing is left out. */
export async function accessibilityProblems(page: Page): Promise<string[]> {
  // Evaluated by the debugger, which the page's own policy for scripts doesn't bind.
  if (!(await page.evaluate('"axe" in window'))) {
    await page.evaluate(AXE);
  }
  // Without the selectors of all that is right, which take most of the time.
  const { violations }: { violations: AxeViolation[] } = await page.evaluate(
    "axe.run({ resultTypes: ['violations'] })",
  );
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${help}: ${target.join(' ')}: ${failureSummary}`),
  );
}
