import { knownLaterProblems, WHOLE } from './checks/known-later';
import { inputsFit } from './checks/size';
import { checkTogether } from './checks/together';
import { ConfigError, formatValue, type Problem } from './config-error';
import { resolve, toDraft, validValues } from './draft';
import { readJsonFile } from './json-file';
import { FUNCTION_TIMEOUT_MS } from './policy';
import type { ResolvedConfig } from './resolved-config';
import { monitorSchema, monitorsSchema } from './schema';
import { asWritten, toProblems } from './schema-problems';

/**
 * Reads and checks a monitor.json that holds one monitor.
 * @param file its path; in messages it appears as given
 * @param timeoutMs the function's, in which a run must fit
 * @throws ConfigError listing everything that is wrong with it
 */
export function loadConfig(file: string, timeoutMs: number = FUNCTION_TIMEOUT_MS): ResolvedConfig {
  const [config, ...others] = loadConfigs(file, timeoutMs);
  if (config === undefined || others.length > 0) {
    const found = `a list of ${others.length + 1}`;
    const expected = 'a single monitor here, in a file of its own: synthesis alone takes several';
    throw new ConfigError(file, [{ path: 'monitors', found, expected }]);
  }
  return config;
}

/**
 * Reads and checks a monitor.json that holds one monitor, or several: `{ "monitors": [...] }`.
 * @param file its path; in messages it appears as given
 * @param timeoutMs as for one
 * @throws ConfigError listing everything that is wrong with it
 */
export function loadConfigs(file: string, timeoutMs: number = FUNCTION_TIMEOUT_MS): ResolvedConfig[] {
  const input = readJsonFile(file);
  if (typeof input !== 'object' || input === null || !('monitors' in input)) {
    return [parseConfig(input, file, timeoutMs)];
  }
  const several = monitorsSchema.safeParse(input);
  const problems = toProblems(several.error?.issues ?? [], input);
  const monitors = Array.isArray(input.monitors) ? input.monitors : [];
  const checked = monitors.map((monitor) => checkConfig(monitor, timeoutMs));
  problems.push(
    ...checked.flatMap((each, i) => each.problems.map((problem) => within(`monitors[${i}]`, problem))),
  );
  const configs = checked.flatMap(({ config }) => config ?? []);
  problems.push(...monitorsAreDistinct('name', configs), ...monitorsAreDistinct('stackName', configs));
  if (problems.length > 0) {
    throw new ConfigError(file, problems);
  }
  return configs;
}

/** A problem of a part, as one of the whole. */
function within(whole: string, { path, ...problem }: Problem): Problem {
  return { ...problem, path: path === WHOLE ? whole : `${whole}.${path}` };
}

function monitorsAreDistinct(key: 'name' | 'stackName', configs: readonly ResolvedConfig[]): Problem[] {
  const names = configs.map((config) => config[key]);
  return names.flatMap((name, i) => {
    const first = names.indexOf(name);
    return first === i
      ? []
      : [
          {
            path: `monitors[${i}].${key}`,
            found: `${formatValue(name)}, which monitors[${first}] has already`,
            expected: `a ${key} of its own for each monitor`,
          },
        ];
  });
}

/**
 * Checks a configuration and fills in its defaults.
 * @param input what monitor.json holds
 * @param source what to call it in messages
 * @param timeoutMs the function's timeout, ms
 * @throws ConfigError listing everything that is wrong with it
 */
export function parseConfig(
  input: unknown,
  source = 'monitor.json',
  timeoutMs: number = FUNCTION_TIMEOUT_MS,
): ResolvedConfig {
  const { config, problems } = checkConfig(input, timeoutMs);
  if (config === undefined) {
    throw new ConfigError(source, problems);
  }
  return config;
}

/** @returns the configuration, or the problems that it has */
function checkConfig(
  input: unknown,
  timeoutMs: number,
): { config?: ResolvedConfig; problems: readonly Problem[] } {
  const later = knownLaterProblems(input);
  if (later.length > 0) {
    return { problems: later };
  }
  const { data, error } = monitorSchema.safeParse(input);
  const draft = toDraft(data ?? validValues(input), timeoutMs);
  const problems = [
    ...eachOnce(toProblems(error?.issues ?? [], input)),
    // Of what isn't an object there is nothing more to say.
    ...(error?.issues.some(({ code, path }) => code === 'invalid_type' && path.length === 0)
      ? []
      : checkTogether(draft).map((problem) => asWritten(problem, input))),
  ];
  if (data === undefined || problems.length > 0) {
    return { problems };
  }
  const config = resolve(data, draft);
  const tooMuch = inputsFit(config);
  return tooMuch.length > 0 ? { problems: tooMuch } : { config, problems };
}

/** A number that is neither whole nor in its range breaks two rules of one sentence. */
function eachOnce(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
}
