#!/usr/bin/env bash
# Makes the Python environment of the peers in peers/.venv, once; again only after requirements.txt changed.
set -euo pipefail
cd "$(dirname "$0")"
made=.venv/requirements.txt
if cmp -s requirements.txt "$made"; then
    exit 0
fi
"${PYTHON:-python3}" -m venv .venv
.venv/bin/pip install --quiet --requirement requirements.txt
cp requirements.txt "$made"
