import { paragraph, type Terminal } from './plain-table';

/** Longer lines of prose are hard to read, however wide the terminal is. */
const MAX_HELP_WIDTH = 100;

/** How a command line writes its help and its errors: in the terminal's width, broken at words. */
export function helpOutput(write: (text: string) => void, terminal: Terminal) {
  const width = Math.min(terminal.width, MAX_HELP_WIDTH);
  return {
    getOutHelpWidth: () => width,
    getErrHelpWidth: () => width,
    writeOut: (text: string) => write(wrapLines(text, width)),
    writeErr: (text: string) => void process.stderr.write(wrapLines(text, width)),
    outputError: (text: string, writeErr: (text: string) => void) => writeErr(oneSentence(text)),
  };
}

/** Commander ends one sentence before what was expected begins, and has two ways to say it. */
export function oneSentence(text: string): string {
  return text
    .replace(/command-argument value ('.*') is invalid for argument '[^']+'\./s, 'argument $1 is invalid.')
    .replace(' is invalid. expected ', ' is invalid; expected ');
}

/** Lines that go on below where they began: a line such as `  name    what it is` below its second part. */
function wrapLines(text: string, width: number): string {
  return text.replace(/^.+$/gm, (line) => {
    if (line.length <= width) {
      return line;
    }
    const [before = ''] = /^ *(?:\S+(?: \S+)* {2,})?/.exec(line) ?? [];
    const rest = paragraph(line.slice(before.length), { colour: false, width: width - before.length });
    return before + rest.replaceAll('\n', `\n${' '.repeat(before.length)}`);
  });
}
