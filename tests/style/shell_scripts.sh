#!/bin/sh
# Every shell script passes shellcheck, including scripts without the suffix .sh.
set -eu
cd "$(dirname "$0")/../.."
find . \( -name 'build*' -o -name .git \) -prune -o -type f -print | while read -r script; do
    case $(head -c 20 "$script" | head -n 1) in
    '#!/bin/sh' | '#!/bin/bash') echo "$script" ;;
    esac
done | xargs shellcheck
