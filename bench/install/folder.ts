import path from 'node:path';

/** What the benchmark installs, all of it; git ignores the folder, and deleting it does no harm. */
export const BENCH_CACHE = path.join(__dirname, '..', '..', '.cache', 'bench');
