import type { Template } from 'aws-cdk-lib/assertions';
import { type Json, onlyResource } from './synthesise';

/** The dashboard's body; what is known only after deployment is `Resource` or `Resource.Attribute` in it. */
export function bodyOf(template: Template): Json {
  const [, parts] = onlyResource(template, 'AWS::CloudWatch::Dashboard').DashboardBody['Fn::Join'];
  const text = parts.map((part: Json) =>
    typeof part === 'string' ? part : (part.Ref ?? part['Fn::GetAtt'].join('.')),
  );
  return JSON.parse(text.join(''));
}

export function widgetsOf(body: Json, type: string): Json[] {
  return body.widgets.filter((widget: Json) => widget.type === type);
}

/** One line of a graph, written out in full. */
export interface DrawnMetric {
  namespace: string;
  metricName: string;
  dimensions: Record<string, string>;
  options: Json;
}

/** A graph's metrics, those that maths refers to included. */
export function metricsOf(widget: Json): DrawnMetric[] {
  return (widget.properties.metrics ?? [])
    .filter(([first]: Json) => typeof first === 'string')
    .map((line: Json) => {
      const names = line.filter((part: Json) => typeof part === 'string');
      const [namespace, metricName, ...rest] = names;
      const pairs = rest.flatMap((_: string, i: number) => (i % 2 === 0 ? [rest.slice(i, i + 2)] : []));
      return { namespace, metricName, dimensions: Object.fromEntries(pairs), options: line.at(-1) };
    });
}

/** A graph's expressions. */
export function expressionsOf(widget: Json): Json[] {
  return (widget.properties.metrics ?? [])
    .map(([first]: Json) => first)
    .filter((first: Json) => typeof first === 'object');
}
