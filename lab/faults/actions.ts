/** What actions act upon: the running lab, or a simulation of it. */
export interface ActionTarget {
  purgeQueues: () => void;
  renewFunction: () => void;
}

/** Something that somebody, or Lambda, does once. */
export interface Action<Id extends string = string> {
  kind: 'action';
  id: Id;
  /** A verb, for a button. */
  label: string;
  /** What happens then, for people. */
  about: string;
  take: (target: ActionTarget) => void;
}

export const ACTIONS = [
  action(
    'purge-queues',
    'Purge the queues',
    'as someone does who has read the events of failed runs',
    (target) => target.purgeQueues(),
  ),
  action(
    'renew-function',
    'Renew the function',
    'a new environment, as Lambda starts one now and then: cold, without memory',
    (target) => target.renewFunction(),
  ),
] as const;

export type ActionId = (typeof ACTIONS)[number]['id'];

function action<const Id extends string>(
  id: Id,
  label: string,
  about: string,
  take: Action['take'],
): Action<Id> {
  return { kind: 'action', id, label, about, take };
}
