# bash completion for promfile                                             -*- shell-script -*-

_promfile()
{
    # shellcheck disable=SC2034  # words and cword are set by _init_completion
    local cur prev words cword split
    _init_completion -s || return

    case $prev in
        --textfile-directory | --collector.textfile.directory | -o | --sysfs)
            _filedir -d
            return
            ;;
        --config | -c)
            _filedir toml
            return
            ;;
        --sensors-conf)
            _filedir
            return
            ;;
        --naming)
            mapfile -t COMPREPLY < <(compgen -W 'labels per-type' -- "$cur")
            return
            ;;
        --path-label)
            mapfile -t COMPREPLY < <(compgen -W 'full name none' -- "$cur")
            return
            ;;
        --on-error)
            mapfile -t COMPREPLY < <(compgen -W 'keep drop' -- "$cur")
            return
            ;;
        --sensor-type)
            mapfile -t COMPREPLY < <(compgen -W 'temperature fan voltage current power energy
                humidity frequency pwm intrusion' -- "$cur")
            return
            ;;
        --mode)
            mapfile -t COMPREPLY < <(compgen -W '0600 0640 0644' -- "$cur")
            return
            ;;
        --name | -n | --type | -t | --exclude-type | -x | --rows | -r | --label | -l | \
            --prefix | --sensor-chip | --sensors-timeout | --max-series | --max-row-size | \
            --max-document-size)
            return
            ;;
    esac
    $split && return

    if [[ $cur == -* ]]; then
        mapfile -t COMPREPLY < <(compgen -W '
            -o --textfile-directory --collector.textfile.directory -n --name
            -d --debug --dry-run --check --print-rules -c --config
            -t --type -x --exclude-type -r --rows -l --label --naming --prefix --path-label
            --sensors --sensor-type --sensor-chip --sysfs --sensors-timeout --sensors-wake
            --no-sensors-conf --sensors-conf --dump-sensors
            --on-error --recover --mode --max-series --max-row-size --max-document-size
            --no-self-metrics -q --quiet -v --verbose --version -h --help' -- "$cur")
        return
    fi
    _filedir xml
} &&
    complete -F _promfile promfile
