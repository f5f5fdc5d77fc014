#!/bin/sh
# Stands in for nvidia-smi: two GPUs at 100 W with 20 GiB in use. Prints what `--query-gpu` asks for, once or in a loop.
case "$*" in
  *name*)
    echo "GPU-a, 0, NVIDIA H100 80GB HBM3"
    echo "GPU-b, 1, NVIDIA H100 80GB HBM3"
    exit 0 ;;
esac
while :; do
  now=$(date +%Y/%m/%d\ %H:%M:%S.%3N)
  echo "$now, GPU-a, 20480, 100.00, 50"
  echo "$now, GPU-b, 20480, 100.00, 50"
  sleep 0.05
done
