import { labMain } from '../lab/lab-command-line';

/** `npm start`: the lab. */
async function start(): Promise<void> {
  process.exitCode = await labMain(process.argv);
}

void start();
