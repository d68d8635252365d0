/** What globalSetup leaves for the tests, as environment variables because jest's workers are processes of their own. */
export const VARIABLES = {
  adminUrl: 'TOCSIN_TEST_ADMIN_URL',
  testServer: 'TOCSIN_TEST_TEMPORAL_TEST_SERVER',
  bundle: 'TOCSIN_TEST_WORKFLOW_BUNDLE',
} as const;

export const TEMPLATE = 'tocsin_template';
/** The same for every role: these databases listen on loopback and live as long as the run. */
export const ROLE_PASSWORD = 'test';
