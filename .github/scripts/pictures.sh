#!/usr/bin/env bash
# Usage: pictures.sh NUMBER/COMMIT FOLDER
# Puts the pictures in FOLDER where comments can show them: into the folder NUMBER/COMMIT of the branch “pictures”, in
# place of older ones of pull request NUMBER. The branch is one commit without a past, so no clone grows.
# DRY_RUN=1 says what would be pushed.
set -euo pipefail
cd "$(dirname "$0")/../.."

place=$1
folder=$2
branch=refs/heads/pictures
[[ $place =~ ^[0-9]+/[0-9a-f]{40}$ ]] || { echo "NUMBER/COMMIT expected, not: $place" >&2; exit 2; }
shopt -s nullglob
pictures=("$folder"/*.png)
[ ${#pictures[@]} -gt 0 ] || { echo 'There are no pictures.'; exit; }

export GIT_AUTHOR_NAME='github-actions[bot]' GIT_AUTHOR_EMAIL='41898282+github-actions[bot]@users.noreply.github.com'
export GIT_COMMITTER_NAME=$GIT_AUTHOR_NAME GIT_COMMITTER_EMAIL=$GIT_AUTHOR_EMAIL
export GIT_INDEX_FILE=$PWD/.cache/pictures.index
mkdir -p .cache

# Another pull request may push at the same time; the lease notices, and the next try starts from what it pushed.
for _ in 1 2 3 4 5; do
  git read-tree --empty
  old=
  if git fetch --quiet origin "$branch" 2>/dev/null; then
    old=$(git rev-parse FETCH_HEAD)
    git ls-tree -r "$old" | awk -F '\t' -v mine="${place%%/*}/" 'index($2, mine) != 1' | git update-index --index-info
  fi
  for picture in "${pictures[@]}"; do
    blob=$(git hash-object -w "$picture")
    git update-index --add --cacheinfo "100644,$blob,$place/${picture##*/}"
  done
  commit=$(git commit-tree "$(git write-tree)" -m 'Pictures that comments on pull requests show')
  git push --quiet ${DRY_RUN:+--dry-run} --force-with-lease="$branch:$old" origin "$commit:$branch" && exit
done
echo 'The pictures could not be pushed.' >&2
exit 1
