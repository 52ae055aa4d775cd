#!/bin/sh
# Fills the database of the profile "demo" at its first start, in one session as the product does it.
set -eu
cat /demo/*.sql | psql -v ON_ERROR_STOP=1 --quiet --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" --single-transaction
