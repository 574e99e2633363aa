import { buildBundle } from '../lib/bundle';

/** What `npx cdk synth` and `npx cdk deploy` run in a clone: builds the function, then the app around it. */
buildBundle();
require('./synth');
