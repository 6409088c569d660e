package manual

import (
	"slices"
	"strconv"
	"strings"

	"cardwallet/config"
)

// ExitStatus says what each exit code means, from 0 on, as the README does.
var ExitStatus = []string{
	"done",
	"failed, or a part of it",
	"wrong use, or a config that cannot be used",
	"nothing there: no such card, no live code",
	"not allowed: a bad key or token, a read-only profile, a limit of the config",
	"refused by the issuer: the balance is too low, a limit of the card, a status that forbids it",
	"rate limited, or not reachable",
	"the outcome is not known, or not final. Money may have moved: do not repeat it",
	"a question that nobody answered: no terminal and not its flag, the same movement a moment ago, or an earlier one still open. " +
		"Nothing was sent; the message names the flag that answers",
}

// exitStatus are the exit codes as the entries of a page.
func exitStatus() (entries []entry) {
	for code, means := range ExitStatus {
		entries = append(entries, entry{strconv.Itoa(code), strings.ToUpper(means[:1]) + means[1:] + "."})
	}
	return entries
}

// environment are the variables that the program heeds: its own, then those that others heed too. An empty one counts as not set.
func environment() []entry {
	own := []entry{
		{"CARDWALLET_CONFIG", "The config file, like --config."},
		{"CARDWALLET_PROFILE", "The profiles to use, separated by commas, like --profile."},
		{"CARDWALLET_OTP_CARD", "and others that begin with CARDWALLET_OTP_: set for the program of otp --exec, see cardwallet otp --help."},
		{"CARDWALLET_READ_ONLY", "true: every profile is read-only. false leaves it to the config."},
		{"CARDWALLET_STATE", "The state directory as a whole path, like --state."},
		{"CARDWALLET_TIMEOUT", "The time that a command has, such as 30s, like --timeout."},
	}
	for _, s := range config.Settings() {
		if s.Variable != "" && !slices.ContainsFunc(own, func(e entry) bool { return e.name == s.Variable }) {
			own = append(own, entry{s.Variable, "Instead of " + s.Name + " under [" + s.Table + "]: " + s.Means + "."})
		}
	}
	slices.SortFunc(own, func(x, y entry) int { return strings.Compare(x.name, y.name) })
	return append(own,
		entry{"NO_COLOR", "Set to anything: no colours, like --no-color."},
		entry{"HTTPS_PROXY, NO_PROXY", "The proxy to reach issuers through, and the hosts that are reached without one."},
		entry{"XDG_CONFIG_HOME, XDG_STATE_HOME, HOME", "Where config and state are, where nothing else names them."},
		entry{"SSH_CONNECTION, TMUX, STY", "Where the person sits: they decide how something gets on the clipboard."},
		entry{"VISUAL, EDITOR", "The editor of cardwallet config edit."},
	)
}

// files are those that the program reads and writes, at their places on Linux.
var files = []entry{
	{"~/.config/cardwallet/config.toml", "The settings. Only its owner may read it; it holds no secret, only where each is. " +
		"cardwallet config path prints its place."},
	{"~/.local/state/cardwallet/journal.db", "The journal of movements, beside its log journal.db-wal."},
	{"~/.local/state/cardwallet/audit.jsonl", "The audit trail, beside audit.head, which tells its end."},
	{"~/.local/state/cardwallet/labels.json", "Labels of cards and last four digits that are known; labels-team.json is a copy of a team's."},
	{"~/.local/state/cardwallet/budget.db", "What is left of the issuers' rate limits."},
}
