#!/usr/bin/env bash
# Usage: before.sh BASE
# Builds the site as it was where this branch left BASE into .cache/pr/before, for pictures to compare with.
# An older state may not build with the tools of today; then there is no such site, and that is no failure.
set -euo pipefail
cd "$(dirname "$0")/../.."

tree=.cache/pr/base
site=$PWD/.cache/pr/before
mkdocs=$PWD/.venv/bin/mkdocs

remove() {
  git worktree remove --force "$tree" 2>/dev/null || rm -rf "$tree"
  git worktree prune
}

base=$(git merge-base "$1" HEAD) || { echo 'Name a branch or a commit: make pr BASE=main' >&2; exit 2; }
remove
trap remove EXIT
rm -rf "$site"
git worktree add --quiet --detach "$tree" "$base"
if ! (cd "$tree" && PYTHONPATH=$PWD/src "$mkdocs" build --strict --quiet --site-dir "$site"); then
  rm -rf "$site"
  echo "The site at $1 does not build here; pictures show only what is new." >&2
fi
