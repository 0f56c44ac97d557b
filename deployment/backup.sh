#!/bin/sh
# Back up all that cannot be made again: documents, warehouse, Dagster's database, taught words.
#
#   backup.sh FOLDER      writes FOLDER/<time>, whole or not at all
#
# The variables of yusuan.env say where things are. No build runs meanwhile: it waits for ten minutes, or its
# run is repeated. BACKUP_WAIT_SECONDS is how long this waits for a build, an hour if not set.
set -eu
umask 077
folder=${1:?"usage: backup.sh FOLDER"}
: "${YUSUAN_RAW_DIR:?}" "${YUSUAN_WAREHOUSE_DIR:?}" "${DAGSTER_POSTGRES_URL?"may be empty, if runs are not in Postgres"}"
backup=$folder/$(date -u +%Y%m%dT%H%M%SZ)
unfinished=$backup.unfinished
mkdir -p "$unfinished" "$YUSUAN_WAREHOUSE_DIR/build"
trap 'rm -rf "$unfinished"' EXIT

# The lock that builds hold.
exec 9>>"$YUSUAN_WAREHOUSE_DIR/build/disclosures.lock"
if ! flock --timeout "${BACKUP_WAIT_SECONDS:-3600}" 9; then
    echo "A build holds $YUSUAN_WAREHOUSE_DIR, so it cannot be copied. Nothing was backed up." >&2
    exit 1
fi
tar --create --file "$unfinished/warehouse.tar" --exclude ./build/temporary --directory "$YUSUAN_WAREHOUSE_DIR" .
tar --create --file "$unfinished/raw.tar" --directory "$YUSUAN_RAW_DIR" .
if [ -n "${YUSUAN_DBT_PROJECT_DIR:-}" ]; then
    tar --create --file "$unfinished/dbt_project.tar" --exclude ./target --directory "$YUSUAN_DBT_PROJECT_DIR" .
fi
exec 9>&-
if [ -n "$DAGSTER_POSTGRES_URL" ]; then
    # Postgres knows the address without the name of a driver.
    pg_dump --format custom --file "$unfinished/dagster.dump" "postgresql:${DAGSTER_POSTGRES_URL#*:}"
fi
(cd "$unfinished" && sha256sum ./*.* > SHA256SUMS)
sync
mv "$unfinished" "$backup"
echo "$backup"
