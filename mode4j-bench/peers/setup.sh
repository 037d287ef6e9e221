#!/usr/bin/env bash
# Makes the Python environment of the peers in peers/.venv, once; again only after what it installs changed.
set -euo pipefail
cd "$(dirname "$0")"
made=.venv/installed.txt
wanted=$(cat requirements.txt clip_retrieval.txt)
if [[ -f "$made" && "$wanted" == "$(cat "$made")" ]]; then
    exit 0
fi
"${PYTHON:-python3}" -m venv .venv
.venv/bin/pip install --quiet --requirement requirements.txt
.venv/bin/pip install --quiet --no-deps --requirement clip_retrieval.txt
echo "$wanted" >"$made"
