#!/bin/bash
# Makes the ready-trained model of the sample city that the program carries (resources/sample-model): a risk field, trained
# as any other (60 % of the days; 20 % for validation); the city has no holidays and no daylight-saving time. To be run
# again when the sample city, the risk field or the model card's format changes; tst_sample_model says when. Takes minutes.
#   bash packaging/train-sample-model.sh [FOLDER WITH forewatch-cli]
set -euo pipefail
cd "$(dirname "$0")/.."
cli="$(realpath "${1:-build/dev/bin}")/forewatch-cli"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$cli" sample --out "$work/city"
# Relative paths, so that the card names no folder of this machine.
(cd "$work" && "$cli" --threads 1 train --preset risk-field --incidents city/incidents.csv --neighborhoods city/neighborhoods.geojson \
    --without united-states --seed 1 --precision fp32 --out port-ansgar)
mkdir -p resources/sample-model
cp "$work/port-ansgar/card.json" "$work/port-ansgar/weights.safetensors" resources/sample-model/
ls -l resources/sample-model
