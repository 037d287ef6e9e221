#!/usr/bin/env bash
# A real Slurm on this machine, to try things and for tests: munge, slurmctld, and two nodes that are machines of their own as far as host names and processes go. All of it lies in one folder, and nothing else on
# the machine is touched; what is installed as a service stays as it is. Needs root, and Debian's slurm-wlm and munge: apt-get install slurm-wlm munge
#
#   slurm-local.sh start DIR       starts it, and prints what to put into the environment: eval "$(slurm-local.sh start DIR)"
#   slurm-local.sh lose DIR NODE   the node (n1 or n2) is gone at once, with all that runs there
#   slurm-local.sh node DIR NODE   it is there again
#   slurm-local.sh stop DIR        ends everything
set -euo pipefail

usage() { sed -n '2,9s/^# \{0,1\}//p' "$0" >&2; exit 2; }
[[ $# -ge 2 ]] || usage
action=$1 dir=$(realpath -m "$2") node=${3:-}
nodes=(n1 n2)
export SLURM_CONF=$dir/slurm.conf

await() { # SECONDS WHAT COMMAND...: until the command succeeds
  local tries=$(($1 * 10)) what=$2
  shift 2
  until "$@" >/dev/null 2>&1; do
    ((tries-- > 0)) || { echo "slurm-local: $what; see $dir/log" >&2; exit 1; }
    sleep 0.1
  done
}

ended() { ! grep -qs '^State:[[:space:]]*[^Z]' "/proc/$1/status"; } # a zombie has ended

free_ports() { # COUNT: ports that nothing listens on
  local port found=()
  while ((${#found[@]} < $1)); do
    port=$((RANDOM % 20000 + 30000))
    (: </dev/tcp/127.0.0.1/$port) 2>/dev/null || found+=("$port")
  done
  echo "${found[@]}"
}

configure() {
  local ports
  read -ra ports <<<"$(free_ports $((1 + ${#nodes[@]})))"
  mkdir -p "$dir"/{munge,state,log,spool}
  chmod 0755 "$dir/munge"
  head -c 1024 /dev/urandom >"$dir/munge/key"
  chmod 0400 "$dir/munge/key"
  cat >"$dir/slurm.conf" <<CONF
ClusterName=local
SlurmctldHost=localhost(127.0.0.1)
SlurmctldPort=${ports[0]}
AuthType=auth/munge
AuthInfo=socket=$dir/munge/socket,cred_expire=5
SlurmUser=$(id -un)
SlurmdUser=$(id -un)
StateSaveLocation=$dir/state
SlurmdSpoolDir=$dir/spool/%n
SlurmctldPidFile=$dir/slurmctld.pid
SlurmdPidFile=$dir/%n.pid
SlurmctldLogFile=$dir/log/slurmctld.log
SlurmdLogFile=$dir/log/%n.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SwitchType=switch/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SlurmdParameters=config_overrides
SchedulerParameters=sched_interval=1
SlurmdTimeout=9
ReturnToService=2
MailProg=/bin/true
CONF
  for i in "${!nodes[@]}"; do
    echo "NodeName=${nodes[i]} NodeAddr=127.0.0.1 Port=${ports[i + 1]} CPUs=4 State=UNKNOWN" >>"$dir/slurm.conf"
  done
  echo "PartitionName=main Nodes=$(IFS=,; echo "${nodes[*]}") Default=YES MaxTime=INFINITE State=UP" >>"$dir/slurm.conf"
}

start_node() { # NODE: a machine with a name and processes of its own
  mkdir -p "$dir/spool/$1"
  setsid unshare --uts --pid --fork --kill-child --mount-proc bash -c 'hostname "$1"; slurmd -D -N "$1" -f "$SLURM_CONF" & wait' _ "$1" \
    </dev/null >>"$dir/log/$1.out" 2>&1 &
  echo $! >"$dir/$1.machine"
}

lose_node() { kill -KILL "$(<"$dir/$1.machine")" 2>/dev/null || true; }

case $action in
  start)
    for program in munged slurmctld slurmd sbatch; do
      command -v $program >/dev/null || { echo "slurm-local: $program is not installed: apt-get install slurm-wlm munge" >&2; exit 1; }
    done
    configure
    munged --force --key-file="$dir/munge/key" --socket="$dir/munge/socket" --pid-file="$dir/munge/pid" --log-file="$dir/log/munge.log" \
      --seed-file="$dir/munge/seed" >"$dir/log/munge.out" 2>&1
    setsid slurmctld -D -f "$SLURM_CONF" </dev/null >"$dir/log/slurmctld.out" 2>&1 &
    echo $! >"$dir/slurmctld.own"
    await 20 "slurmctld does not answer" scontrol ping
    for name in "${nodes[@]}"; do start_node "$name"; done
    await 30 "the nodes do not come up" bash -c '[[ $(sinfo --noheader --Node --states=idle | wc -l) == '${#nodes[@]}' ]]'
    echo "export SLURM_CONF='$SLURM_CONF' MASTER_ADDR=127.0.0.1" # ranks meet there: the nodes' names are known to Slurm alone
    ;;
  lose) lose_node "$node" ;;
  node) start_node "$node" ;;
  stop)
    for name in "${nodes[@]}"; do lose_node "$name"; done
    for file in "$dir/slurmctld.own" "$dir/munge/pid"; do
      pid=$(<"$file") # munged removes its file as it ends
      kill "$pid" 2>/dev/null || true
      await 20 "process $pid does not end" ended "$pid"
    done
    ;;
  *) usage ;;
esac
