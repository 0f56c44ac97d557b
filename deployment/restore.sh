#!/bin/sh
# Bring back what backup.sh has written.
#
#   restore.sh FOLDER/<time>
#
# The variables of yusuan.env say where things are. The services must be stopped. Folders that hold anything are
# refused: move them away first. The tables of Dagster's database are replaced.
set -eu
backup=${1:?"usage: restore.sh FOLDER/<time>"}
: "${YUSUAN_RAW_DIR:?}" "${YUSUAN_WAREHOUSE_DIR:?}"
(cd "$backup" && sha256sum --check --quiet SHA256SUMS)

unpack() {
    if [ -f "$backup/$1.tar" ]; then
        tar --extract --file "$backup/$1.tar" --directory "$2"
    fi
}
for folder in "$YUSUAN_RAW_DIR" "$YUSUAN_WAREHOUSE_DIR" ${YUSUAN_DBT_PROJECT_DIR:+"$YUSUAN_DBT_PROJECT_DIR"}; do
    mkdir -p "$folder"
    if [ -n "$(ls -A "$folder")" ]; then
        echo "$folder is not empty. Move what it holds away and run this again; nothing was restored." >&2
        exit 1
    fi
done
unpack raw "$YUSUAN_RAW_DIR"
unpack warehouse "$YUSUAN_WAREHOUSE_DIR"
if [ -n "${YUSUAN_DBT_PROJECT_DIR:-}" ]; then
    unpack dbt_project "$YUSUAN_DBT_PROJECT_DIR"
fi
if [ -f "$backup/dagster.dump" ]; then
    : "${DAGSTER_POSTGRES_URL:?}"
    pg_restore --clean --if-exists --no-owner --exit-on-error --single-transaction \
        --dbname "postgresql:${DAGSTER_POSTGRES_URL#*:}" "$backup/dagster.dump"
fi
echo "Restored from $backup."
