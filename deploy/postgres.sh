#!/bin/sh
# Makes the database of votes, and the user votebox who owns it and may do nothing else. PostgreSQL's image runs it
# once, when its folder is empty; the password is the one that votebox is given.
set -eu
file=${VOTEBOX_DATABASE_FILE:-/run/secrets/database}
PASSWORD=$(sed -n 's|^postgresql://votebox:\([0-9a-f]\{1,\}\)@.*|\1|p' "$file")
if [ -z "$PASSWORD" ]; then
  echo "$file: expected postgresql://votebox:PASSWORD@HOST/votes with a password of the digits 0-9 and a-f" >&2
  exit 1
fi
export PASSWORD
psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" <<'SQL'
\getenv password PASSWORD
CREATE ROLE votebox LOGIN PASSWORD :'password';
CREATE DATABASE votes OWNER votebox;
REVOKE ALL ON DATABASE votes FROM PUBLIC;
SQL
