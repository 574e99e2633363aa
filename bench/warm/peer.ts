import { runProgram } from '../install/run-installer';
import { LineProcess } from '../line-process';

/** A client that takes part in the comparison. */
export interface Peer {
  /** Its key in the results. */
  id: string;
  title: string;
  /** What one reading is made of. */
  samples: string;
  /** How it is run, and what its answer resolves. */
  how: string;
  /** How many readings it makes for each one of a cheap client: 1, or less for one that takes long. */
  share: number;
  /**
   * Installs and starts it.
   * @throws Error saying why it can't be had
   */
  open(): Promise<Client>;
}

/** A client that is ready to read clocks. */
export interface Client {
  /**
   * One reading of the server at a port of loopback.
   * @returns server minus client, microseconds
   * @throws Error with the client's own words
   */
  read(port: number): Promise<number>;
  close(): Promise<void>;
}

/** A client that stays in a process of its own from reading to reading, see `LineProcess`. */
export function lasting(command: readonly string[], env?: NodeJS.ProcessEnv): Client {
  const client = LineProcess.start(command, env);
  return { read: (port) => client.ask(port), close: () => client.stop() };
}

/**
 * A command that is run anew for each reading.
 * @param offsetS its first group is the offset in seconds, server minus client, in what the command prints
 */
export function oneShot(command: (port: number) => readonly string[], offsetS: RegExp): Client {
  return {
    async read(port) {
      const printed = await runProgram(command(port));
      const [, seconds] = offsetS.exec(printed) ?? [];
      if (seconds === undefined) {
        throw new Error(`no offset in "${printed.trim()}"`);
      }
      return Number(seconds) * 1e6;
    },
    close: async () => undefined,
  };
}
