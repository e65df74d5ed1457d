#!/bin/sh
# From data to ONNX: draws boards, trains, writes pcb_defect_detector/1/{model.onnx,model.json}, plots, and writes the int8
# form, pcb_defect_detector_int8/1. Overwrites both models.
#
#   models/training/train.sh [MINUTES] [options of training.train, e.g. --init OLD.onnx]
#
# DEEPPCB=DIR: where DeepPCB lies, if not in ../shared/data/deeppcb. BOARDS=N: drawn boards of the main scale (800), of two
# other scales a third each; boards drawn before are used again.
# Needs python3 with torch, cv2 and onnx (Debian: python3-torch python3-opencv python3-onnx) and, for the drawn boards,
# `npm ci` done before. The learning rate's schedule follows the clock: MINUTES (90 unless told) on 2 CPU cores.
set -eu
cd "$(dirname "$0")/.."
minutes=${1:-90}
[ $# -gt 0 ] && shift
runs=runs/$(date -u +%Y%m%dT%H%M%SZ)
boards=runs/boards
drawn=${BOARDS:-800}
node=../node_modules/.bin/node

# On a CPU: keep freed memory (page faults cost a third of the time) and use AVX-512 where the processor has it.
export MALLOC_ARENA_MAX=1 MALLOC_MMAP_MAX_=0 MALLOC_TRIM_THRESHOLD_=20000000000 MALLOC_TOP_PAD_=268435456
export OMP_WAIT_POLICY=PASSIVE
grep -q avx512f /proc/cpuinfo && export ATEN_CPU_CAPABILITY=avx512

for scale in 48 40 56; do
  [ -f "$boards/$scale/manifest.jsonl" ] && continue
  count=$([ "$scale" = 48 ] && echo "$drawn" || echo $((drawn * 5 / 16)))
  "$node" ../resources/boards/generate.ts --out "$boards/$scale" --count "$count" --seed "train-$scale" \
    --look mixed --rotate 0.3 --px-per-mm "$scale"
done
python3 -m training.train --out "$runs" --minutes "$minutes" --generated "$boards" ${DEEPPCB:+--data "$DEEPPCB"} "$@"
python3 -m training.export "$runs/latest.pt"
python3 -m training.plot "$runs/log.jsonl" --to "$runs/curves.svg"
python3 -m training.quantise --generated "$boards" ${DEEPPCB:+--data "$DEEPPCB"}
