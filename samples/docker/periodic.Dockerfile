# An image that runs promfile once a minute, for hosts of containers without a timer or cron:
#   docker build -t promfile-periodic -f periodic.Dockerfile .
# The environment variable INTERVAL sets the interval in seconds. If a run fails, its message is
# logged, and the runs go on. setfacl is for an init container that permits the user to write to a
# directory of root.
FROM promfile AS promfile

FROM docker.io/library/alpine:3.22
RUN apk add --no-cache acl
COPY --from=promfile /promfile /usr/bin/promfile
COPY --chmod=0755 periodic.sh /usr/bin/periodic.sh
ENTRYPOINT ["/bin/sh", "/usr/bin/periodic.sh"]
