#!/bin/sh
# The one-liner that one would put into cron: rows counted by type and operation, moved into place by sponge.
#
#     xmlstarlet_pipeline.sh STORE ROWS OPERATION OUTPUT      ROWS, OPERATION: XPath
set -eu
store=$1 rows=$2 operation=$3 output=$4
xmlstarlet sel -T -t -m "$rows" -v 'name()' -o ' ' -v "$operation" -n "$store" |
    LC_ALL=C sort |
    uniq -c |
    awk '{ printf "store_rows{type=\"%s\",operation=\"%s\"} %d\n", $2, $3, $1 }' |
    sponge "$output"
