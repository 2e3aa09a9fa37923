# promfile once a minute, for containers beside a container, where no timer and no cron runs it:
#   docker build -t promfile-periodic -f periodic.Dockerfile .
# INTERVAL in the environment is in seconds. A run that fails is logged, and the next one comes. setfacl
# is for an init container that lets the user write a directory of root's.
FROM promfile AS promfile

FROM docker.io/library/alpine:3.22
RUN apk add --no-cache acl
COPY --from=promfile /promfile /usr/bin/promfile
COPY --chmod=0755 periodic.sh /usr/bin/periodic.sh
ENTRYPOINT ["/bin/sh", "/usr/bin/periodic.sh"]
