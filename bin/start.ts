import { main } from '../lab/lab-command-line';

/** `npm start`: the lab. */
async function start(): Promise<void> {
  process.exitCode = await main(process.argv);
}

void start();
