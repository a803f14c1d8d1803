# Sourced by `run` and `check`: installs what is missing from packaging/packages.txt, and says so.
# Silent, and needs no network, when everything is there. Never asks anything without a terminal.
# shellcheck shell=bash

no_install=${BLEND_NO_INSTALL:-}

# The packages of one section that this machine lacks.
missing_packages() {
    local package stand_in
    sed -n "/^\[$1\]/,/^\[/p" packaging/packages.txt | grep -v '^\[' | grep -v '^#' | grep . |
        while read -r package stand_in; do
            if [ -n "$stand_in" ] && command -v "$stand_in" >/dev/null; then continue; fi
            [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || echo "$package"
        done
}

as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif [ -t 0 ]; then
        sudo "$@"
    else
        sudo -n "$@"
    fi
}

# install_packages SECTION…
install_packages() {
    local section package missing=()
    for section; do
        for package in $(missing_packages "$section"); do missing+=("$package"); done
    done
    [ "${#missing[@]}" -gt 0 ] || return 0

    if [ -n "$no_install" ]; then
        echo "missing packages: ${missing[*]}" >&2
        echo "hint: sudo apt-get install ${missing[*]}" >&2
        exit 1
    fi
    if ! command -v apt-get >/dev/null; then
        echo "this machine has no apt-get; Blend is built on Debian 12 packages: ${missing[*]}" >&2
        exit 1
    fi
    if [ "$(id -u)" != 0 ] && ! command -v sudo >/dev/null; then
        echo "missing packages, and neither root nor sudo to install them with: ${missing[*]}" >&2
        exit 1
    fi
    echo "installing with apt: ${missing[*]}"
    local log
    log=$(mktemp)
    if ! { as_root apt-get -q update &&
        as_root env DEBIAN_FRONTEND=noninteractive apt-get -qy install --no-install-recommends "${missing[@]}"; } \
        >"$log" 2>&1 </dev/null; then
        tail -n 20 "$log" >&2
        echo "apt could not install everything; the log is $log" >&2
        exit 1
    fi
    rm -f "$log"
}

# install_modules FOLDER…: what package-lock.json names, again only after it changed.
install_modules() {
    local folder
    for folder; do
        [ -f "$folder/package-lock.json" ] || continue
        if cmp -s "$folder/package-lock.json" "$folder/node_modules/.installed-lock.json"; then continue; fi
        if [ -n "$no_install" ]; then
            echo "the npm packages of $folder are missing or old" >&2
            echo "hint: (cd $folder && npm ci)" >&2
            exit 1
        fi
        echo "installing with npm: the packages of $folder/package-lock.json"
        (cd "$folder" && PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --ignore-scripts --no-audit --no-fund --loglevel=error </dev/null)
        cp "$folder/package-lock.json" "$folder/node_modules/.installed-lock.json"
    done
}
