# One recipe for both services:
#   docker build --build-arg SERVICE=marketing-api -t meridian/marketing-api .
#   docker build --build-arg SERVICE=frontend      -t meridian/frontend .
# The image holds a bundle of the service and no node_modules: less to load, to keep in memory and to scan.
#
# The base is the version of Node that the tests run under (package.json), by digest: a tag is rebuilt and moved. A new version and
# its digest come in together: docker buildx imagetools inspect node:<version>-bookworm-slim
ARG NODE_IMAGE=node:24.21.0-bookworm-slim@sha256:0e0ff40c39bc087845bfb27465a0df4ea419520094bc35842ff83dd8cbe6f9b6
ARG SERVICE=marketing-api

FROM ${NODE_IMAGE} AS bundle
ARG SERVICE
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY packages/aws-clients/package.json packages/aws-clients/
COPY packages/topology/package.json packages/topology/
COPY packages/contract/package.json packages/contract/
COPY packages/observability/package.json packages/observability/
COPY packages/database/package.json packages/database/
COPY packages/service-bundle/package.json packages/service-bundle/
COPY packages/service-skeleton/package.json packages/service-skeleton/
COPY services/marketing-api/package.json services/marketing-api/
COPY services/frontend/package.json services/frontend/
# --workspace leaves out every project that is neither this service, nor one of its packages, nor the bundler; no install script
# is needed. The bundler's compiled part is an optional dependency, one for each platform.
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund \
      --workspace=services/${SERVICE} --workspace=packages/service-bundle --include-workspace-root=false
COPY packages ./packages
COPY services/${SERVICE} ./services/${SERVICE}
RUN node packages/service-bundle/src/main.ts ${SERVICE}

FROM ${NODE_IMAGE} AS trust
# Amazon's own authorities for its databases, trusted because TLS says where they come from: the file changes with each new region.
ADD --chmod=0644 https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem /rds-global-bundle.pem

FROM ${NODE_IMAGE} AS service
ARG SERVICE
# Nothing is written at run time: the task's root file system is read-only, Node's compile cache would have nowhere to be.
ENV NODE_ENV=production \
    NODE_EXTRA_CA_CERTS=/etc/ssl/certs/rds-global-bundle.pem \
    NODE_DISABLE_COMPILE_CACHE=1 \
    MALLOC_ARENA_MAX=2
WORKDIR /app
COPY --from=trust /rds-global-bundle.pem /etc/ssl/certs/rds-global-bundle.pem
COPY --from=bundle /app/services/${SERVICE}/dist ./services/${SERVICE}/dist
# The image's user "node", by number: a check that it is not root needs no password file for it.
USER 1000:1000
# Liveness only: a check that looked at the database would replace every task during a switchover.
# ECS does not read this one; its own, in the task definition, says the same.
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/health/live').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# Node is process 1 and receives SIGTERM itself.
ENTRYPOINT ["node", "--max-semi-space-size=4"]

# A command in exec form cannot hold a build argument, so each service says its own and the argument picks the stage.
FROM service AS marketing-api
ENV PORT=3001
CMD ["services/marketing-api/dist/server.mjs"]

FROM service AS frontend
COPY services/frontend/assets ./services/frontend/assets
ENV PORT=3000
CMD ["services/frontend/dist/server.mjs"]

FROM ${SERVICE}
