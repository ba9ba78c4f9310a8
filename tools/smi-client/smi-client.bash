# SPDX-License-Identifier: GPL-2.0-or-later
# bash completion of smi-client. Only words that are known beforehand: nothing
# is asked of the firmware and no SMI is raised.

_smi_client()
{
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]}
	local i command='' word=''
	local global='--json --dry-run --verbose --timeout --tables --sysfs
		--config --help --version'
	local commands='status host-control call raw buffer'

	COMPREPLY=()
	case $prev in
	--tables | --sysfs | --config)
		mapfile -t COMPREPLY < <(compgen -d -- "$cur")
		return
		;;
	--file)
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		return
		;;
	--timeout | --smi-type | --port | --code | --ebx | --ecx | --hex)
		return
		;;
	esac

	for ((i = 1; i < COMP_CWORD; i++)); do
		case ${COMP_WORDS[i]} in
		--timeout | --tables | --sysfs | --config)
			((i++))
			;;
		-*) ;;
		*)
			if [[ -z $command ]]; then
				command=${COMP_WORDS[i]}
			elif [[ -z $word ]]; then
				word=${COMP_WORDS[i]}
			fi
			;;
		esac
	done

	local words
	case $command in
	'') words="$global $commands" ;;
	host-control)
		case $word in
		'') words='show arm disarm --help' ;;
		arm) words='power-off power-cycle --smi-type' ;;
		esac
		;;
	call) words='--force --help' ;;
	raw) words='--ebx --ecx --port --code --hex --file --calling --help' ;;
	buffer)
		[[ -z $word ]] && words='show read write clear resize --help'
		;;
	*) words='--help' ;;
	esac
	mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur")
}

complete -F _smi_client smi-client
