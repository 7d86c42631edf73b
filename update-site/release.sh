#!/usr/bin/env bash
# Makes a release of the checkout: version, changelog, tag, update site, packages, checksums, Zenodo's metadata.
# Nothing leaves this computer: it ends by saying what to upload.
#
#   update-site/release.sh 0.1.0 draft    tries it in a copy, with this system's engine alone and without tests
#   update-site/release.sh 0.1.0 first    no update site is public yet
#   update-site/release.sh 0.2.0 next     keeps all versions of the public update site (taproot.site in pom.xml)
set -euo pipefail
cd "$(dirname "$0")/.."
stop() { echo "release.sh: $*" >&2; exit 1; }

version=${1:-} kind=${2:-}
[[ $version =~ ^[0-9]+\.[0-9]+\.[0-9]+$ ]] || stop "give a version such as 0.1.0."
property() { sed -n "s|^ *<$1>\(.*\)</$1>.*|\1|p" pom.xml | head -n "${2:-1}" | tail -n 1; }
previous=
case $kind in
  draft) ;;
  first) ;;
  next) previous=$(property taproot.site) ;;
  *) stop "give draft, first or next after the version." ;;
esac
snapshot=$(property version 2)
[[ $snapshot == *-SNAPSHOT ]] || stop "pom.xml has the version $snapshot, not one that ends in -SNAPSHOT."
grep -q "^## $version (not released yet)" CHANGELOG.md || stop "CHANGELOG.md has no \"## $version (not released yet)\"."
if git rev-parse -q --verify "refs/tags/v$version" >/dev/null; then stop "the tag v$version is there already."; fi
[[ $kind == draft || -z $(git status --porcelain) ]] || stop "there are changes that are not committed: commit or remove them."

if [[ $kind == draft ]]; then
  rm -rf target/draft
  git clone -q . target/draft
  cd target/draft
  git config user.name draft
  git config user.email draft@localhost
fi

today=$(date -u +%F)
replace() { # old new: in all texts that name the version
  OLD=$1 NEW=$2 perl -pi -e 's/\Q$ENV{OLD}\E/$ENV{NEW}/g' pom.xml README.md CONTRIBUTING.md
}
replace "$snapshot" "$version"
VERSION=$version TODAY=$today perl -pi -e 's/^## \Q$ENV{VERSION}\E \(not released yet\)/## $ENV{VERSION} ($ENV{TODAY})/' CHANGELOG.md
VERSION=$version TODAY=$today perl -ni -e '
  next if /^date-released:/;
  print /^version:/ ? "version: $ENV{VERSION}\ndate-released: \"$ENV{TODAY}\"\n" : $_' CITATION.cff
git commit -q -am "Release $version"

if [[ $kind == draft ]]; then
  mvn -B -q -DskipTests -Dtaproot.draft=true -Pupdate-site package
else
  mvn -B -q -Pupdate-site "-Dtaproot.site.previous=$previous" verify
fi

git tag -a "v$version" -m "Taproot $version"
IFS=. read -r major minor patch <<< "$version"
after=$major.$minor.$((patch + 1))
git checkout -q HEAD~1 -- pom.xml README.md CONTRIBUTING.md
replace "$snapshot" "$after-SNAPSHOT"
AFTER=$after perl -pi -e 's/^# Changelog$/# Changelog\n\n## $ENV{AFTER} (not released yet)/' CHANGELOG.md
git commit -q -am "Begin $after"

cat <<TEXT
Taproot $version is in $PWD/target/release, and the update site in $PWD/target/update-site.
To publish it:
  git push origin HEAD v$version
  upload target/update-site to $(property taproot.site), db.xml.gz last
  attach the files of target/release to the release of the tag v$version, with release-notes.md as its text
  give zenodo.json to Zenodo, or let it read CITATION.cff of the tag
To take it back before that: git tag -d v$version && git reset --hard HEAD~2
TEXT
