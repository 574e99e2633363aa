import { buildBundle } from '../lib/bundle';

/** `npm run build`: the function's bundle, which the construct deploys. */
const bytes = buildBundle();
console.log(`Wrote dist/function, ${Math.round(bytes / 1024)} KB`);
