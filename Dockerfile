# The headless host in a container. How to reach it from outside: docs/container.md.
FROM node:24.21.0-bookworm-slim AS build
WORKDIR /source
COPY package.json package-lock.json ./
# The bundler's own binary is an optional package.
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY . .
# The repository is not in the context, so the commit is handed in: --build-arg GATEHOUSE_BUILD=$(git rev-parse --short=12 HEAD)
ARG GATEHOUSE_BUILD
RUN npm run package:npm -- /packed

FROM node:24.21.0-bookworm-slim
RUN --mount=type=bind,from=build,source=/packed,target=/packed \
    npm install --global --offline --ignore-scripts --omit=optional --no-audit --no-fund /packed/gatehouse-*.tgz \
    && install --directory --owner=node --group=node --mode=0700 /data
# Settings, secrets and their key, receipts and logs: all that has to outlive the container.
VOLUME /data
ENV GATEHOUSE_HOME=/data \
    GATEHOUSE_PACKAGE=container \
    GATEHOUSE_DASHBOARD_OPEN=off \
    GATEHOUSE_DASHBOARD_PORT=11436
USER node
# Says that the host runs and answers, not that every gate is open: restarting would not open one.
HEALTHCHECK --interval=30s --timeout=10s --start-period=30s --retries=3 CMD ["gatehouse", "status"]
ENTRYPOINT ["gatehouse"]
CMD ["run"]
