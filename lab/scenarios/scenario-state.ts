import type { Fate } from '../aws/aws-services';

/** What a server does in a run: how far it is ahead in ms, or how it fails. */
export type Conduct = number | 'silent' | 'unsynchronised' | 'kiss';

/** What is out of order around the servers. What isn't named is well. */
export interface Disorder {
  /** `gone`: no server can be reached. */
  network?: 'gone';
  /** `throws`: before it publishes; `throttled`: Lambda never starts it. */
  function?: 'throws' | 'throttled';
  /** `off`: disabled, or paused by a deployment; `refused`: the Scheduler may not invoke the function. */
  schedule?: 'off' | 'refused';
  /**
   * `refuses` the function's data; `unreachable` for the function; `down`: what AWS's services report is lost as
   * well.
   */
  cloudwatch?: 'refuses' | 'unreachable' | 'down';
}

/** What is the case for some runs. Without anything said, all is well. */
export interface State extends Disorder {
  runs: number;
  /** By name; who isn't named is right. */
  servers?: Readonly<Record<string, Conduct>>;
  /** Somebody purges the queues at the beginning. */
  purge?: true;
  /** Lambda gives the function a new environment at the beginning, which remembers nothing. */
  renew?: true;
}

/** What becomes of a run before the function could have a part in it. Undefined: it is started. */
export function fateBeforeStart({ schedule, function: lambda }: Disorder): Fate | undefined {
  return schedule ?? (lambda === 'throttled' ? 'throttled' : undefined);
}
