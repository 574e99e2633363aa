import type { RunResult } from '../../lambda/monitor/reading';

/** What is said of the function, and what that is where nothing is deployed. */
type Words = readonly (readonly [said: string, here: string])[];

const MACHINE_WORDS: Words = [["the function's", "this machine's"]];
/** Of commands with an option for it. */
export const TIMEOUT_WORDS: Words = [
  ['give the function a longer timeout', 'give it more time with --timeout'],
];

/** A run in the words of the command line: whoever reads it looks at this machine's network, clock and DNS. */
export function inLocalWords(result: RunResult, further: Words = []): RunResult {
  const words = [...MACHINE_WORDS, ...further];
  const localText = (text: string) =>
    words.reduce((found, [said, here]) => found.replaceAll(said, here), text);
  const withLocalText = <Key extends string, Item extends { [K in Key]?: string }>(
    item: Item,
    key: Key,
  ): Item => {
    const text = item[key];
    return text === undefined ? item : { ...item, [key]: localText(text) };
  };
  return {
    ...result,
    reference: withLocalText(result.reference, 'explanation'),
    servers: result.servers.map((reading) => ({
      ...withLocalText(reading, 'explanation'),
      ...(reading.remarks && { remarks: reading.remarks.map((each) => withLocalText(each, 'text')) }),
    })),
  };
}
