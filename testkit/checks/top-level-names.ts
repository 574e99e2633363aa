import { type ModuleItem, type Pattern, parseSync } from '@swc/core';
import { groupBy } from './layout';

/** Names that two files may define, and why. */
const TWO_SIDES: Readonly<Record<string, string>> = {
  main: 'what an entry point runs',
};

/** Names that are being told apart: this list gets shorter, never longer. */
const BEING_TOLD_APART = new Set(
  'run ROOT spread toMarkdown SERVERS PACING REPLY_TIMEOUT_MS PATIENT_MS checkRun planOf MIN_VOTERS LIE_MS PAGE LIFETIME_S Entry summarise Invocation path TIMEOUT_MS context dependencies servers MAX_MS Options command positive signed page FILE publisher plan POLITE_SPACING_MS compile source start runText publicationText EXIT query signedMs readSchedule RUN_MS count OUTAGES Events readBody text list record published parse STATES alarmName MINUTE_MS STATISTICS Evaluation isInsights Json Resolve alarm negated Common MetricStat DAY_MS refuse AlarmState AlarmDefinition CommonToAlarms MetricAlarm DashboardBody graph COMMANDS Deed trait Answer handler show seconds port NOT_STARTED Reply Fleet counted Pace WELL NAMES silent allServers Line tell data describe minutes ATTEMPTS dimension object oneOf IDLE_MS Arrival openSocket HOST server metricsOf resources network NOON STEP_MS MAX_VOTERS checkElection ROUNDING_MS toCandidate holds publish named limitText call Shown Course SimulatedServer Severity clamp known groupBy ipv6Bytes sourceOf CONFIG Value signedText HOUR_MS locate percent Judged ORDER judge runJson DEFAULT_EVERY_S table monitorJson COLUMNS Level SECOND_MS shortened ReadingSummary summaryOf PARTS LIMIT_MS Tally Cell ours Z95 STAMPS_MS Part alarmsOf COMPARISONS MISSING_DATA contributors Subject FLEET ANY Measurement toReply MINUTES_OF_A_DAY addressOf EVALUATE_EVERY cellOf RUNS costOf SCHEMA WARN DOCS watch nameOf cellText coldSection put MAX_HISTORY decode MONTHS WEEKDAYS NtpServer latest'.split(
    ' ',
  ),
);

/** Names that two sources define at top level, each as a sentence. */
export function sharedNames(sources: readonly { file: string; code: string }[]): string[] {
  const defined = sources.flatMap(({ file, code }) => topLevelNames(code).map((name) => ({ file, name })));
  return [...groupBy(defined, ({ name }) => name)]
    .map(([name, places]) => [name, [...new Set(places.map(({ file }) => file))]] as const)
    .filter(
      ([name, files]) => files.length > 1 && TWO_SIDES[name] === undefined && !BEING_TOLD_APART.has(name),
    )
    .map(([name, files]) => `${name} is defined in ${files.join(' and ')}. One name, one concept.`);
}

/** What a module in TypeScript or JavaScript defines at top level: values and types, exported or not. */
function topLevelNames(code: string): string[] {
  return parseSync(code, { syntax: 'typescript', target: 'es2023' }).body.flatMap(namesOf);
}

function namesOf(item: ModuleItem): string[] {
  switch (item.type) {
    case 'ExportDeclaration':
      return namesOf(item.declaration);
    case 'FunctionDeclaration':
    case 'ClassDeclaration':
      return [item.identifier.value];
    case 'TsInterfaceDeclaration':
    case 'TsTypeAliasDeclaration':
    case 'TsEnumDeclaration':
      return [item.id.value];
    case 'VariableDeclaration':
      return item.declarations.flatMap(({ id }) => boundNames(id));
    default:
      return [];
  }
}

/** The names that a pattern binds, unless it takes them from a module: `const { a } = require('b')` is an import. */
function boundNames(pattern: Pattern): string[] {
  return pattern.type === 'Identifier' ? [pattern.value] : [];
}
