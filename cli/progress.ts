/** What is shown while somebody waits. */
export interface ProgressStream {
  isTTY?: boolean;
  write(text: string): unknown;
}

/** Sooner nobody wonders. */
const PATIENCE_MS = 1000;
const CLEAR_LINE = '\r\u001b[K';

/**
 * Waits for something and, on a terminal, says so once it takes longer than a second. The line is gone afterwards.
 * @param text what is being done, such as `Asking 4 servers`
 */
export async function withProgress<Result>(
  stream: ProgressStream,
  text: string,
  work: Promise<Result>,
): Promise<Result> {
  if (!stream.isTTY) {
    return work;
  }
  const startMs = performance.now();
  let shown = false;
  const timer = setInterval(() => {
    shown = true;
    stream.write(`${CLEAR_LINE}${text}, ${Math.round((performance.now() - startMs) / 1000)} s ...`);
  }, PATIENCE_MS);
  try {
    return await work;
  } finally {
    clearInterval(timer);
    if (shown) {
      stream.write(CLEAR_LINE);
    }
  }
}
