#!/usr/bin/env bash
# deploy/backup.sh DIR [once]: dumps the platform's database into a folder for each day that scripts/restore reads, and lets folders older than
# BACKUP_DAYS go. Keep CREDENTIAL_KEYS of .env elsewhere: without it, stored logins are not readable again.
set -euo pipefail
umask 077
days=${BACKUP_DAYS:-14}
[[ $days =~ ^[1-9][0-9]*$ ]] || { echo "BACKUP_DAYS must be a whole number above 0." >&2; exit 2; }

dump() {
    local folder
    folder=$1/$(date -u +%Y-%m-%dT%H%M%SZ)
    mkdir -p "$folder"
    # Under another name until it is whole: half a dump must not look like one.
    if pg_dump --format=custom --no-owner --file="$folder/platform.dump.part"; then
        mv "$folder/platform.dump.part" "$folder/platform.dump"
        echo "$folder"
        # Only after a good one, so that a database that is away for long does not cost the last copies.
        find "$1" -mindepth 1 -maxdepth 1 -type d -name '20*Z' -mtime "+$((days - 1))" -exec rm -rf {} +
    else
        rm -rf "$folder"
        return 1
    fi
}

if [ "${2:-}" = once ]; then
    dump "$1"
    exit
fi
while true; do
    dump "$1" || echo "The backup failed and is tried again in an hour." >&2
    [ -n "$(find "$1" -mindepth 2 -name platform.dump -mmin -1380)" ] && sleep 82800 || sleep 3600
done
