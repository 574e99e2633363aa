import { MINUTE_MS } from '../../lambda/ntp/time-units';
import { MAX_PERIOD_MINUTES } from './aws-quotas';

/** What was chosen within the quotas of AWS, each with its reason. */

/**
 * The function's timeout, ms. Above the longest run (30 s, see `longestRunMs`) by a margin for a cold start,
 * and below the shortest interval of EventBridge Scheduler (60 s), so that runs never overlap.
 */
export const FUNCTION_TIMEOUT_MS = 45_000;

/**
 * The function's memory, MB. Memory buys CPU: 512 MB is 29 % of a core, which leaves the median error of a
 * reading at a few microseconds, where 128 MB stalls an exchange for milliseconds.
 */
export const FUNCTION_MEMORY_MB = 512;

/** How long readings are kept unless monitor.json says otherwise, days: an audit asks for a year. */
export const LOG_RETENTION_DAYS = 365;

/** How long the queues keep a lost run: long enough to look at what was lost on a Friday night. */
export const QUEUE_RETENTION_DAYS = 4;

/** A round trip of 2 ms, as within a city, leaves +- 1 ms open: the internet is rarely nearer. */
export const MIN_PROVABLE_MS = 1;

/** Alarms look at one run a period, so this is how far apart runs can be: a day. */
export const MAX_GAP_MS = MAX_PERIOD_MINUTES * MINUTE_MS;

/**
 * How uneven a schedule can be, longest gap by shortest. Alarms' periods are as long as the longest gap; with
 * several runs in a period, its average would hide the bad ones among the good.
 */
export const MAX_GAP_RATIO = 2;

/** Between two planned pauses there must be something to watch. */
export const MIN_RUNS_BETWEEN_PAUSES = 5;

/**
 * How much longer than a planned pause nobody is told of silence: two runs, and this for late data. What is on when
 * a mute ends is told then, and the first run must have ended the silence before.
 */
export const PAUSE_RUNS_MUTED = 2;
export const PAUSE_MARGIN_MINUTES = 10;

/** CloudWatch: an alarm's name has at most 255 characters. The rest of it is its title, 55 at most. */
export const MAX_NAMES_LENGTH = 200;

/** Above this, metrics and alarms for every server are a decision about money that must be made knowingly. */
export const SERVERS_BY_DEFAULT = 50;

/**
 * CloudFormation: 500 resources and 1 MB of template a stack. A server at full detail takes two alarms and about
 * 4 KB, which at this number leaves a third of both to long names and to the rest of the stack.
 */
export const MAX_FULL_DETAIL_SERVERS = 140;

/**
 * How many servers one schedule of a fleet asks, voters included. A run of 1,000 takes 0.8 s of CPU
 * (docs/accuracy/fleet.md), of which the function has 0.29 a second; more shards would ask the voters more often.
 */
export const SERVERS_PER_SHARD = 750;

/** RFC 8633, section 3.2, advises four or more; beyond this many, another voter adds requests and no certainty. */
export const MAX_SHARED_VOTERS = 25;

/** NIST asks clients of its servers never to query more often than this, ms; others ask for the like. */
export const MIN_POLITE_GAP_MS = 4000;

/** EventBridge Scheduler and Lambda take events of 256 KB; a third is left for what they add. */
export const MAX_INPUT_BYTES = 170_000;

/** CloudFormation: 1 MB of template; the rest of a fleet's takes less than a tenth of it. */
export const MAX_TEMPLATE_INPUT_BYTES = 900_000;
