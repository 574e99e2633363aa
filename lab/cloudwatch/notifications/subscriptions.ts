import { createResolver, ENVIRONMENT, type Json } from '../template/intrinsics';
import { aboutResource } from '../template/refusals';
import { readFilterPolicy } from './filter-policy';
import type { NotificationMessage } from './message';

/** Somebody, or something, that a topic delivers to. */
export interface Subscription {
  /** An address, a URL or an ARN. */
  endpoint: string;
  accepts: (message: NotificationMessage) => boolean;
}

/**
 * The subscriptions of a template, by the topic's id in it.
 * @throws Error naming the resource and what SNS would refuse of its filter policy
 */
export function readSubscriptions(template: Json): Map<string, Subscription[]> {
  const resolve = createResolver(template, ENVIRONMENT);
  const found = new Map<string, Subscription[]>();
  for (const [id, { Type, Properties }] of Object.entries<Json>(template.Resources ?? {})) {
    if (Type === 'AWS::SNS::Subscription') {
      aboutResource(id, () => {
        const { FilterPolicy, FilterPolicyScope, TopicArn, Endpoint } = Properties;
        const topic = resolve(TopicArn, 'TopicArn');
        const accepts =
          FilterPolicy === undefined ? () => true : readFilterPolicy(FilterPolicy, FilterPolicyScope);
        found.set(topic, [...(found.get(topic) ?? []), { endpoint: Endpoint, accepts }]);
      });
    }
  }
  return found;
}

/**
 * Who gets a message, each once. An action whose subscriptions are not in the template, such as a topic of somebody
 * else's, stands for those behind it.
 */
export function recipients(
  message: NotificationMessage,
  actions: readonly string[],
  subscriptions: ReadonlyMap<string, readonly Subscription[]>,
): string[] {
  const endpoints = actions.flatMap((action) => {
    const known = subscriptions.get(action);
    return known?.filter(({ accepts }) => accepts(message)).map(({ endpoint }) => endpoint) ?? [action];
  });
  return [...new Set(endpoints)];
}
