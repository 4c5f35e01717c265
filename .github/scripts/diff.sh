#!/usr/bin/env bash
# Usage: diff.sh BASE
# Writes what this branch does to readers since it left BASE: .cache/pr/comment.md, and .cache/pr/pictures/ from the
# sites in site/ and .cache/pr/before/, if they are there.
# PICTURES_AT is the address at which the comment finds the pictures: the folder beside it, if not given; none, if empty.
set -euo pipefail
cd "$(dirname "$0")/../.."

folder=.cache/pr
comment=$folder/comment.md
problems=$folder/problems.txt
base=$(git merge-base "$1" HEAD)
address=${PICTURES_AT-pictures}

tell() {
  .venv/bin/statusbook diff "$base" --format markdown "$@"
}

with_pictures() {
  local sites=(--after site)
  [ ! -d "$folder/before" ] || sites+=(--before "$folder/before")
  tell --pictures "$folder/pictures" --pictures-at "$1" "${sites[@]}"
}

write() {
  if [ ! -d site ]; then
    tell
  elif [ -n "$address" ]; then
    with_pictures "$address"
  else
    with_pictures - > /dev/null && tell
  fi
}

rm -rf "$folder/pictures"
mkdir -p "$folder/pictures"
if write > "$comment" 2> "$problems"; then
  cat "$problems" >&2
else
  cat "$problems" >&2
  {
    printf '%s\n' '<!-- statusbook diff -->' '### What this change does' ''
    printf '%s\n' 'That can be told when this is mended:' ''
    sed 's/^/    /' "$problems"
  } > "$comment"
  exit 1
fi
