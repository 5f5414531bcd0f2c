#!/usr/bin/env bash
# Writes what the packages are made of, as CycloneDX JSON, from the locked requirements.
#
#   packaging/sbom.sh [FILE]      by default build/packages/wallboard-VERSION.cdx.json
set -euo pipefail
cd "$(dirname "$0")/.."
VERSION=$(sed -n 's/^__version__ = "\(.*\)"/\1/p' wallboard/__init__.py)
FILE=${1:-build/packages/wallboard-$VERSION.cdx.json}
TOOLS=.venv-sbom

stamp=$(cksum <packaging/requirements-sbom.txt)
if [ "$(cat $TOOLS/stamp 2>/dev/null)" != "$stamp" ]; then
    rm -rf $TOOLS
    "${PYTHON:-python3}" -m venv $TOOLS
    $TOOLS/bin/python -m pip install -q --disable-pip-version-check --require-hashes --only-binary :all: \
        -r packaging/requirements-sbom.txt
    printf '%s\n' "$stamp" >$TOOLS/stamp
fi
mkdir -p "$(dirname "$FILE")"
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT
# the version is not in pyproject.toml, which takes it from the program itself
sed "s/^dynamic = \[\"version\"\]$/version = \"$VERSION\"/" pyproject.toml >"$made/pyproject.toml"
$TOOLS/bin/cyclonedx-py requirements requirements.txt --pyproject "$made/pyproject.toml" --mc-type application \
    --output-reproducible --spec-version 1.6 --output-format JSON --output-file "$FILE"
echo "$FILE"
