import { main } from '../lab/command';

/** `npm start`: the lab. */
async function start(): Promise<void> {
  process.exitCode = await main(process.argv);
}

void start();
