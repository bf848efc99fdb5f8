# Sourced by the scripts: where the repository is, and how to say things.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
ROOT=$PWD
export LC_ALL=C.UTF-8
mkdir -p .setup

# say TEXT: one line for the person.
say() { printf '%s\n' "$*" >&2; }

# stop TEXT REMEDY: ends with what happened and what to do.
stop() {
    printf 'sharewell: %s\n  What to do: %s\n' "$1" "$2" >&2
    exit 1
}

# bar DONE TOTAL TEXT: a progress line, redrawn on a screen, one line every tenth elsewhere.
BAR_LAST=-1
bar() {
    local done=$1 total=$2 text=$3 share
    ((total > 0)) || return 0
    share=$((done * 100 / total))
    if [ -t 2 ]; then
        local filled=$((share * 30 / 100)) full=############################## empty=..............................
        printf '\r[%s%s] %3d %% %s\033[K' "${full:0:filled}" "${empty:filled}" "$share" "${text:0:60}" >&2
    elif ((share / 10 != BAR_LAST)); then
        BAR_LAST=$((share / 10))
        printf '[%3d %%] %s\n' "$share" "$text" >&2
    fi
}

# bar_end: leaves the line clean.
bar_end() {
    BAR_LAST=-1
    if [ -t 2 ]; then printf '\r\033[K' >&2; fi
}
