import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type IWidget, TextWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { PACKAGE_ROOT } from '../config/package-root';
import { FULL_WIDTH } from './widgets';

const WIDGET_HEIGHT = 12;

/**
 * The sections of the runbook on these alarms, as one text to scroll in: the page that a mail's link leads to says
 * what to do. Scenarios to rehearse belong to a laptop and are left out, and links lead to no other section.
 */
export function runbookWidgets(titles: readonly string[]): IWidget[] {
  const sections = readFileSync(join(PACKAGE_ROOT, 'docs', 'runbook.md'), 'utf8').split(/^(?=## )/m);
  const wanted = titles.flatMap((title) => sections.find((each) => each.startsWith(`## ${title}\n`)) ?? []);
  const markdown = ['# Runbook', ...wanted.map(withoutLinks)].join('\n\n');
  return [new TextWidget({ markdown, width: FULL_WIDTH, height: WIDGET_HEIGHT })];
}

function withoutLinks(section: string): string {
  return section
    .replaceAll(/^\*\*Rehearse it:\*\*.*$/gm, '')
    .replaceAll(/\[([^\]]+)\]\([^)]*\)/g, '$1')
    .trim();
}
