#!/usr/bin/env bash
# Usage: catalogs.sh
# Does what a merge leaves to do, brings the catalogs and the record of anchors up to date, and puts it into one pull
# request from the branch “catalogs”. Commits of people on that branch are never overwritten.
# Needs gh, and GITHUB_REPOSITORY (OWNER/NAME). DRY_RUN=1 pushes nothing and opens nothing.
set -euo pipefail
cd "$(dirname "$0")/../.."

branch=catalogs
title='Bring the catalogs up to date'
bot='41898282+github-actions[bot]@users.noreply.github.com'

nothing_changed() {
  [ -z "$(git status --porcelain)" ]
}

nothing_changed || { echo 'There are changes that are not committed. Commit them first.' >&2; exit 2; }
.venv/bin/statusbook messages update
.venv/bin/statusbook anchors
! nothing_changed || { echo 'The catalogs are up to date.'; exit; }

old=
if git fetch --quiet origin "$branch" 2>/dev/null; then
  old=$(git rev-parse FETCH_HEAD)
fi
open="repos/$GITHUB_REPOSITORY/pulls?state=open&head=${GITHUB_REPOSITORY%%/*}:$branch"
number=$(gh api "$open" --jq '.[].number')
if [ -n "$number" ] && git log --format=%ae "HEAD..$old" | grep -vxF "$bot" > /dev/null; then # not -q: it would end git log early, which counts as a failure
  echo "#$number has commits of people; merge it, and this runs again."
  exit
fi

# A commit beside the checked-out branch, so that this can be tried in any clone.
export GIT_AUTHOR_NAME='github-actions[bot]' GIT_AUTHOR_EMAIL=$bot
export GIT_COMMITTER_NAME=$GIT_AUTHOR_NAME GIT_COMMITTER_EMAIL=$bot
export GIT_INDEX_FILE=$PWD/.cache/catalogs.index
mkdir -p .cache
git read-tree HEAD
git add --all
commit=$(git commit-tree -p HEAD -m "$title" "$(git write-tree)")
git push --quiet ${DRY_RUN:+--dry-run} --force-with-lease="refs/heads/$branch:$old" origin "$commit:refs/heads/$branch"

[ -n "$number" ] || ${DRY_RUN:+echo} gh pr create --head "$branch" --base main --title "$title" \
  --body-file .github/catalogs.md
