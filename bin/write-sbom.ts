import { packageSbom } from '../packaging/sbom';
import { bundledPackages } from '../packaging/third-party';

/** `npm run sbom`: prints the bill of materials of the npm package. */
void bundledPackages().then((bundled) => {
  process.stdout.write(`${JSON.stringify(packageSbom(bundled), null, 2)}\n`);
});
