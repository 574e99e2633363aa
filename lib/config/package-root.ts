import { join } from 'node:path';

/** Whether this runs as a published package carries it, compiled into dist/, or from the sources of a clone. */
export const COMPILED = __filename.endsWith('.js');

/** The folder of package.json, of a clone and of an installed package alike. */
export const PACKAGE_ROOT = join(__dirname, ...(COMPILED ? ['..', '..', '..'] : ['..', '..']));
