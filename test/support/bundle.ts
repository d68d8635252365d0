import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DefaultLogger, bundleWorkflowCode } from '@temporalio/worker';

/**
 * Bundles workflows/index.ts once for the whole run (most of the time of a small suite otherwise) and answers the
 * path; undefined while there are no workflows.
 */
export async function prebuildWorkflows(root: string, folder: string): Promise<string | undefined> {
  const workflowsPath = join(root, 'workflows', 'index.ts');
  if (!existsSync(workflowsPath)) return undefined;
  const interceptors = join(root, 'workflows', 'interceptors.ts');
  const { code } = await bundleWorkflowCode({
    workflowsPath,
    workflowInterceptorModules: existsSync(interceptors) ? [interceptors] : [],
    logger: new DefaultLogger('WARN'),
  });
  const path = join(folder, 'workflow-bundle.js');
  await writeFile(path, code);
  return path;
}
