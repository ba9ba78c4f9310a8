# SPDX-License-Identifier: GPL-2.0-or-later
# bash completion of smi-client. Only words that are known beforehand, and the
# names of calls.conf: nothing is asked of the firmware and no SMI is raised.

# Names of calls, from the file itself.
_smi_client_calls()
{
	local dir

	for dir in /etc/smi-client /usr/local/share/smi-client \
		/usr/share/smi-client; do
		if [[ -r $dir/calls.conf ]]; then
			sed -n 's/^"\([a-z][a-z0-9-]*\)": {$/\1/p' \
				"$dir/calls.conf"
			return
		fi
	done
}

_smi_client()
{
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]}
	local i words='' files='' command='' word='' more=''
	local global='--json --dry-run --verbose --timeout --password-fd
		--tables --sysfs --config --help --version'
	local commands='status info token tag wakeup power-recovery password
		host-control call raw buffer'

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
	--timeout | --password-fd | --smi-type | --port | --code | --ebx | \
		--ecx | --hex | --filter)
		return
		;;
	esac

	for ((i = 1; i < COMP_CWORD; i++)); do
		case ${COMP_WORDS[i]} in
		--timeout | --password-fd | --tables | --sysfs | --config | \
			--filter | -F)
			((i++))
			;;
		-*) ;;
		*)
			if [[ -z $command ]]; then
				command=${COMP_WORDS[i]}
			elif [[ -z $word ]]; then
				word=${COMP_WORDS[i]}
			else
				more=${COMP_WORDS[i]}
			fi
			;;
		esac
	done

	case $command:$word:$more in
	::) words="$global $commands" ;;
	token::) words='list get set export import --help' ;;
	token:list:) words='--filter --active' ;;
	token:set:*) words='--force' ;;
	token:import:*) words='--dry-run --force' files=y ;;
	token:export:) files=y ;;
	tag::) words='asset property --help' ;;
	tag:*:) words='show set' ;;
	wakeup:: | power-recovery::) words='show set --help' ;;
	wakeup:set:) words='off daily weekdays' ;;
	power-recovery:set:) words='off last on' ;;
	password::) words='status verify --help' ;;
	password:verify:) words='user admin owner' ;;
	host-control::) words='show arm disarm --help' ;;
	host-control:arm:) words='power-off power-cycle --smi-type' ;;
	host-control:arm:*) words='--smi-type' ;;
	call::) words="--force --list --help $(_smi_client_calls)" ;;
	raw:*) words='--ebx --ecx --port --code --hex --file --calling --help' ;;
	buffer::) words='show read write clear resize --help' ;;
	status:: | info::) words='--help' ;;
	esac
	if [[ $files && $cur != -* ]]; then
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
	else
		mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur")
	fi
}

complete -F _smi_client smi-client
