# syntax=docker/dockerfile:1.7
# The product as one image: "serve" (the default) and every other command of the command line. It needs a PostgreSQL: see compose.yaml.
ARG NODE=22.20.0-bookworm-slim
ARG DOTNET=10.0-noble

# What the page is made from: fonts, icons, charts, the SQL editor, and PostgreSQL's grammar.
FROM node:${NODE} AS assets
WORKDIR /source
COPY scripts/setup scripts/setup
COPY assets assets
RUN scripts/setup --assets

# On the builder's own processor, for the processor that the image is for. Ubuntu: the grammar's runtime needs glibc.
FROM --platform=$BUILDPLATFORM mcr.microsoft.com/dotnet/sdk:${DOTNET} AS build
ARG TARGETARCH=amd64
WORKDIR /source
COPY global.json Directory.Build.props Directory.Build.targets Directory.Packages.props ./
COPY docs/configuration.md docs/security.md docs/
COPY docs/guide docs/guide
COPY src src
COPY --from=assets /source/assets assets
RUN dotnet publish src/DataAgent.Web -c Release -a $TARGETARCH --self-contained false -p:PublishReadyToRun=true -p:RunAnalyzers=false -o /app \
    && dotnet publish src/DataAgent.Cli -c Release -a $TARGETARCH --self-contained false -p:PublishReadyToRun=true -p:RunAnalyzers=false -o /app \
    && mkdir /data

FROM mcr.microsoft.com/dotnet/aspnet:${DOTNET}
COPY --from=build /app /app
COPY deploy/dataagent /usr/local/bin/dataagent
# The only folder that is written to, besides /tmp; owned by the image's own user, who is not root.
COPY --from=build --chown=1654:1654 /data /data
ENV DATAAGENT_DATA=/data \
    ASPNETCORE_HTTP_PORTS=8080 \
    XDG_CACHE_HOME=/data/cache \
    DOTNET_EnableDiagnostics=0 \
    Logging__Console__FormatterName=json
USER 1654
WORKDIR /data
VOLUME /data
EXPOSE 8080
HEALTHCHECK --interval=15s --timeout=6s --start-period=60s --retries=3 CMD ["dataagent", "health"]
ENTRYPOINT ["dataagent"]
CMD ["serve"]
