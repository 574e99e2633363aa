import { readFileSync, statSync } from 'node:fs';
import { type JSONVisitor, type ParseError, parse, printParseErrorCode, visit } from 'jsonc-parser';
import { ConfigError, type Problem } from './config-error';

/**
 * Reads a file of JSON, in which comments and trailing commas are allowed.
 * @param file its path; in messages it appears as given
 * @throws ConfigError saying where it is wrong
 */
export function readJsonFile(file: string): unknown {
  const stats = statSync(file, { throwIfNoEntry: false });
  if (stats === undefined || stats.isDirectory()) {
    const found = stats === undefined ? 'missing' : 'a folder';
    const expected = 'a configuration; "npx ntp-drift init" writes one';
    throw new ConfigError(file, [{ path: 'the file', found, expected }]);
  }
  return parseJson(decodeText(readFileSync(file), file), file);
}

/**
 * @param source what to call the text in messages
 * @throws ConfigError saying where it is wrong
 */
export function parseJson(text: string, source: string): unknown {
  const errors: ParseError[] = [];
  const value = refuseDepth(source, () =>
    parse(text, errors, { allowTrailingComma: true, allowEmptyContent: false }),
  );
  const [error] = errors;
  if (error) {
    const expected =
      EXPECTED[printParseErrorCode(error.error)] ?? 'JSON; comments and trailing commas are fine';
    throw new ConfigError(source, [{ path: placeOf(error.offset, text), found: 'not valid JSON', expected }]);
  }
  refuseRepeatedKeys(text, source);
  return value;
}

/** The parser calls itself for each level, until the stack is full. */
function refuseDepth(source: string, read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof RangeError)) {
      throw error;
    }
    const found = 'nested too deeply to be read';
    throw new ConfigError(source, [
      { path: 'the file', found, expected: 'lists and objects a few levels deep' },
    ]);
  }
}

/** JSON lets a key stand twice, and parsers take the last one without a word. */
function refuseRepeatedKeys(text: string, file: string): void {
  const seen = new Set<string>();
  const problems: Problem[] = [];
  const onObjectProperty: JSONVisitor['onObjectProperty'] = (key, offset, ...[, , , parentPath]) => {
    const path = JSON.stringify([...parentPath(), key]);
    if (seen.has(path)) {
      const found = `"${key}", which this object has already`;
      problems.push({ path: placeOf(offset, text), found, expected: 'each key once; remove one of the two' });
    }
    seen.add(path);
  };
  visit(text, { onObjectProperty }, { allowTrailingComma: true });
  if (problems.length > 0) {
    throw new ConfigError(file, problems);
  }
}

function placeOf(offset: number, text: string): string {
  const before = text.slice(0, offset).split('\n');
  return `line ${before.length}, column ${before.at(-1)!.length + 1}`;
}

/** What the parser misses, by its own names for errors. */
const EXPECTED: Readonly<Record<string, string>> = {
  InvalidSymbol: 'a key or a text in quotation marks, a number, true, false or null',
  InvalidNumberFormat: 'a number such as 50 or 0.5',
  PropertyNameExpected: 'a key in quotation marks',
  ValueExpected: 'a value',
  ColonExpected: 'a colon after the key',
  CommaExpected: 'a comma before what comes next',
  CloseBraceExpected: 'a "}" that ends what "{" has begun',
  CloseBracketExpected: 'a "]" that ends what "[" has begun',
  EndOfFileExpected: 'nothing more: the file holds one object',
  UnexpectedEndOfComment: 'a "*/" that ends the comment',
  UnexpectedEndOfString: 'a quotation mark that ends the text',
  InvalidEscapeCharacter: 'a backslash before one of "\\/bfnrtu only',
  InvalidCharacter: 'no tabs and other control characters within a text',
};

/** Editors of Windows begin files with a byte order mark, and some write UTF-16. */
function decodeText(bytes: Buffer, file: string): string {
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? 'utf-16le'
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? 'utf-16be'
        : 'utf-8';
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    if (!text.includes('\0')) {
      return text;
    }
  } catch {
    // It is told below.
  }
  const found = 'written in an encoding that nothing in it names';
  throw new ConfigError(file, [{ path: 'the file', found, expected: 'UTF-8; save it as that' }]);
}

/** @returns what to do where the file system refuses a file that somebody has named; undefined for another error */
export function fileErrorText(error: unknown): string | undefined {
  const { syscall, path, code } = error as NodeJS.ErrnoException;
  // A program that can't be started has both, too.
  if (!(error instanceof Error) || path === undefined || !syscall || /^(spawn|connect)/.test(syscall)) {
    return undefined;
  }
  return `${path} can't be read or written (${code}); name another file.`;
}
