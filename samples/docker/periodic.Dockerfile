# promfile once a minute, for containers beside a container, where no timer and no cron runs it:
#   docker build -t promfile-periodic -f periodic.Dockerfile .
# INTERVAL in the environment is in seconds. A run that fails is logged, and the next one comes.
FROM promfile AS promfile

FROM docker.io/library/busybox:1.37-musl
COPY --from=promfile /promfile /usr/bin/promfile
COPY periodic.sh /usr/bin/periodic.sh
ENTRYPOINT ["/bin/sh", "/usr/bin/periodic.sh"]
