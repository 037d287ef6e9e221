# What the benchmarks of runs on icons have in common; sourced by growing, distilled and false-negatives, which set $work.
base=icon-park,openmoji,streamline-color,logos,noto,fluent-emoji-flat,fluent-emoji,emojione,noto-v1,emojione-v1,streamline-plump-color
base+=,streamline-freehand-color,streamline-flex-color,streamline-sharp-color,streamline-ultimate-color,fxemoji,fluent-color
base+=,streamline-cyber-color,streamline-kameleon-color,meteocons,streamline-stickies-color,flat-ui,unjs
arrivals=("$base" token-branded flag,flagpack,cif vscode-icons,catppuccin devicon,devicon-original)
training=(--model small-64 --batch-size 256 --lr 1e-3 --wd 0.1 --warmup '100 steps' --lr-scheduler linear --train-captions any --aug-shift 4 --aug-gain 0.1)
mkdir -p "$work"

once() { # NAME COMMAND…: does it unless it is done
    local name=$1
    shift
    [[ -e "$work/done/$name" ]] && return
    echo "$(date +%T) $name" >&2
    mkdir -p "$work/done" "$work/logs" "$work/results"
    "$@" >"$work/logs/$name.txt" 2>&1 || { tail -5 "$work/logs/$name.txt" >&2; exit 1; }
    touch "$work/done/$name"
}

icon_data() { # all icons, those that are there from the start, and the four families that arrive
    once data-all ./mode4j data icons --out "$work/data/all"
    for n in "${!arrivals[@]}"; do
        once "data-$n" ./mode4j data icons --out "$work/data/$n" --sets "${arrivals[n]}"
    done
}

first_run() { # SEED: on the icons that are there from the start
    ./mode4j run --shards "$work/data/0/train" --tasks "$work/data/all/tasks.yaml" --run "$work/$1/new" --seed "$1" --holdout 0 --fine 64 --experts 4 \
        --seed-span '600k samples' --expert-span '125k samples' "${training[@]}"
    cp -r "$work/$1/new" "$work/$1/update"
}

measured() { # RUN GENERATION NAME
    ./mode4j evaluate --run "$1" --generation "$2" --tasks "$work/data/all/tasks.yaml"
    cp "$1/evaluation/results.csv" "$work/results/$3.csv"
}

measured_alone() { # MODEL NAME
    ./mode4j evaluate --model "$1" --tasks "$work/data/all/tasks.yaml" --out "$work/evaluated/$2"
    cp "$work/evaluated/$2/results.csv" "$work/results/$2.csv"
}

figures() { # METHOD WHICH SEED MODEL FILE: percent, means over tasks; an empty MODEL is the file's only one
    awk -F, -v what="$1" -v n="$2" -v seed="$3" -v model="$4" '
        $3 == "chance" || (model != "" && $3 != model) { next }
        $2 == "mean_per_class_recall" && $1 ~ /^(twemoji|streamline-emojis)-(category|name)$|^(flat-color-icons|marketeq)-name$/ { old += $4; olds++ }
        $2 == "mean_per_class_recall" && $1 ~ /^(cryptocurrency-color|circle-flags|material-icon-theme|skill-icons)-name$/ { new += $4; news++ }
        $1 == "heldout-retrieval" && $2 ~ /recall@1$/ { both += $4; boths++ }
        END { printf "%s\t%s\t%s\t%.2f\t%.2f\t%.2f\t%.2f\n", what, n, seed, 100 * old / olds, 100 * new / news, 100 * (old + new) / (olds + news), 100 * both / boths }' "$5"
}
