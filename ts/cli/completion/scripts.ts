// SPDX-License-Identifier: BSD-2-Clause
/** The script of each shell. All of them ask the program itself, so that a script does not become outdated. */

/** Bash breaks words at colons and equals signs, which occur in plugins' names and in values. */
const BASH = `# bash completion of maolan-plugin-host
_maolan_plugin_host() {
	local line=\${COMP_LINE:0:COMP_POINT} word between last= i
	local -a words=()
	for ((i = 0; i <= COMP_CWORD; i++)); do
		word=\${COMP_WORDS[i]}
		if [[ -n $word ]]; then
			between=\${line%%"$word"*}
			line=\${line#*"$word"}
		else
			between=$line
		fi
		if [[ $i -gt 0 && -z $between && ($word == [:=]* || $last == *[:=]) ]]; then
			words[\${#words[@]}-1]+=$word
		else
			words+=("$word")
		fi
		last=$word
	done
	local current=\${words[\${#words[@]}-1]} candidate
	COMPREPLY=()
	while IFS= read -r candidate; do
		[[ $candidate == *[:=] ]] && compopt -o nospace
		[[ $current != [\\"\\']* && $candidate == *[!A-Za-z0-9_./,:=+@%-]* ]] && printf -v candidate %q "$candidate"
		COMPREPLY+=("$candidate")
	done < <(maolan-plugin-host --complete "\${words[@]:1}" 2>/dev/null)
	if [[ $current == *[:=]* && $current != [\\"\\']* ]]; then
		local before=\${current%"\${current##*[:=]}"}
		COMPREPLY=("\${COMPREPLY[@]#"$before"}")
	fi
}
complete -o bashdefault -o default -F _maolan_plugin_host maolan-plugin-host
`;

const ZSH = `#compdef maolan-plugin-host
_maolan_plugin_host() {
	local -a candidates
	candidates=("\${(@f)$(maolan-plugin-host --complete "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
	candidates=("\${(@)candidates:#}")
	if (( \${#candidates} == 0 )); then
		_files
		return
	fi
	compadd -S '' -- "\${(@M)candidates:#*[:=]}"
	compadd -- "\${(@)candidates:#*[:=]}"
}
if [[ $funcstack[1] == _maolan-plugin-host ]]; then
	_maolan_plugin_host "$@"
else
	compdef _maolan_plugin_host maolan-plugin-host
fi
`;

const FISH = `# fish completion of maolan-plugin-host
function __maolan_plugin_host_complete
	set -l words (commandline -opc) (commandline -ct)
	set -l candidates (maolan-plugin-host --complete $words[2..-1] 2>/dev/null)
	if test (count $candidates) -gt 0
		printf '%s\\n' $candidates
	else
		__fish_complete_path (commandline -ct)
	end
end
complete -c maolan-plugin-host -f -a '(__maolan_plugin_host_complete)'
`;

export const scripts = { bash: BASH, zsh: ZSH, fish: FISH } as const;
export type Shell = keyof typeof scripts;
export const shells = Object.keys(scripts) as readonly Shell[];
