import { requirePeers } from '../../cli/peer-packages';

const resolving = (failures: Record<string, string>) => (name: string) => {
  if (name in failures) {
    throw Object.assign(new Error(name), { code: failures[name] });
  }
};

test('A command begins where its peers are installed', () => {
  expect(() => requirePeers('cdk', 'explain', resolving({}))).not.toThrow();
});

test('Each peer that is missing is named with the remedy', () => {
  const none = resolving({ 'aws-cdk-lib': 'MODULE_NOT_FOUND', constructs: 'MODULE_NOT_FOUND' });
  expect(() => requirePeers('cdk', 'explain', none)).toThrow(
    'ntp-drift explain needs aws-cdk-lib and constructs, which npm installs only where asked: ' +
      'npm install aws-cdk-lib constructs',
  );
});

test('A peer that is there and broken speaks for itself', () => {
  const broken = resolving({ '@aws-sdk/client-cloudwatch': 'ERR_PACKAGE_PATH_NOT_EXPORTED' });
  expect(() => requirePeers('sdk', 'status', broken)).not.toThrow();
});
