import type { Variable, Widget } from '../../web/page/page-state';
import { createResolver, ENVIRONMENT, type Json } from '../template/intrinsics';
import { graphWidget, logGraph } from './graph-data';
import { runQuery } from './log-query';
import type { WidgetSource } from './widget-source';

/** What a page shows of a dashboard: from when to when, and what is chosen for its variables. */
export interface DashboardView {
  startMs: number;
  endMs: number;
  /** By the variable's id; one that isn't here, or isn't offered, has its default. */
  chosen: Readonly<Record<string, string>>;
}

/** A type of widget, with what of it depends on what is there to show. Each is one entry. */
const WIDGETS: Readonly<
  Record<string, (properties: Json, source: WidgetSource, shown: DashboardView) => Json>
> = {
  text: ({ markdown }) => ({ kind: 'text', markdown }),
  alarm: ({ alarms, sortBy }) => ({
    kind: 'alarm',
    sortBy: sortBy ?? 'default',
    alarms: alarms.map((arn: string) => arn.slice(arn.indexOf(':alarm:') + ':alarm:'.length)),
  }),
  log: ({ query, view = 'table' }, { records }, shown) =>
    view === 'table'
      ? { kind: 'log', ...runQuery(query, records, shown.endMs) }
      : logGraph(query, view, records, shown),
  metric: (properties, source, shown) => graphWidget(properties, source, shown),
};

/** A dashboard of a synthesised template: the very body that would be deployed. */
export class SimulatedDashboard {
  private readonly text: string;
  private readonly variables: readonly Json[];

  /** @throws Error when the template has none, or its body can't be known before deployment */
  constructor(template: Json) {
    const found = Object.entries<Json>(template.Resources ?? {}).find(
      ([, { Type }]) => Type === 'AWS::CloudWatch::Dashboard',
    );
    if (found === undefined) {
      throw new Error('The template has no dashboard.');
    }
    const [id, { Properties }] = found;
    this.text = createResolver(template, ENVIRONMENT)(Properties.DashboardBody, `${id}.DashboardBody`);
    this.variables = JSON.parse(this.text).variables ?? [];
  }

  choices(shown: DashboardView): Variable[] {
    return this.variables.map((variable) => ({
      id: variable.id,
      label: variable.label ?? variable.id,
      values: variable.values ?? [],
      chosen: chosenOf(variable, shown),
    }));
  }

  /** Every widget with what it shows; one that the lab can't draw says why. */
  widgets(source: WidgetSource, shown: DashboardView): Widget[] {
    return JSON.parse(this.withChoices(shown)).widgets.map(
      ({ type, x, y, width, height, properties }: Json): Widget => ({
        ...{ x, y, width, height, title: properties.title ?? '' },
        ...content(type, properties, source, shown),
      }),
    );
  }

  /** As CloudWatch does it: the value stands wherever the pattern stood. */
  private withChoices(shown: DashboardView): string {
    return this.variables.reduce<string>(
      (text, variable) =>
        // As it stands within JSON, without the quotes.
        text.replaceAll(variable.pattern, () => JSON.stringify(chosenOf(variable, shown)).slice(1, -1)),
      this.text,
    );
  }
}

function chosenOf({ id, values, defaultValue }: Json, { chosen }: DashboardView): string {
  const offered = values.find(({ value }: Json) => value === chosen[id]);
  return offered?.value ?? defaultValue;
}

function content(type: string, properties: Json, source: WidgetSource, shown: DashboardView): Json {
  try {
    const read = WIDGETS[type];
    if (read === undefined) {
      throw new Error(`the lab does not draw widgets of the type ${type}`);
    }
    return read(properties, source, shown);
  } catch (error) {
    return { kind: 'unsupported', why: (error as Error).message };
  }
}
