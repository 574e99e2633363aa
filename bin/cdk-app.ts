import { buildBundle } from '../lib/compute/bundle';

/** What `npx cdk synth` and `npx cdk deploy` run in a clone: builds the function, then the app around it. */
void buildBundle().then(() => require('./synth'));
