package complete

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"cardwallet/client"
	"cardwallet/client/mcc"
	"cardwallet/cmd/internal/run"
)

// arguments are the arguments by their names in usage lines, alone or behind their command.
var arguments = map[string]offer{
	"CARD":                cards,
	"ORDER":               orders(nil),
	"activity mark ORDER": orders(func(m client.Movement) bool { return m.Status == client.MovementUnknown }),
	"FILE":                files,
	"COMMAND":             {(*question).commands, cobra.ShellCompDirectiveNoFileComp},
	"mcc TEXT":            merchants,
	"KEY":                 {(*question).settings, cobra.ShellCompDirectiveNoFileComp},
	"config set VALUE":    {(*question).settingValues, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveKeepOrder},
	// What nobody knows here, or what only the person knows.
	"AMOUNT": nothing, "ASSET": nothing, "HOLDER": nothing, "ID": nothing, "LABEL": nothing, "TYPE": nothing,
}

// flags are the flags that take a value and have no list of words, by their names, alone or behind their command.
var flags = map[string]offer{
	"config":        {func(*question) []cobra.Completion { return []cobra.Completion{"toml"} }, cobra.ShellCompDirectiveFilterFileExt},
	"state":         directories,
	"debug":         files,
	"profile":       profiles,
	"card":          cards,
	"permanently":   nothing,
	"since":         oneOf("24h", "7d", "30d"),
	"until":         oneOf("24h", "7d", "30d"),
	"wait":          oneOf("30s", "2m", "5m"),
	"allow-mcc":     listed(merchants),
	"block-mcc":     listed(merchants),
	"dir":           directories,
	"timeout":       oneOf("10s", "1m", "5m"),
	"fault":         nothing,
	"from":          files,
	"account":       nothing,
	"bits":          oneOf("2048", "3072", "4096"),
	"card-number":   nothing,
	"cards":         nothing,
	"confirm":       nothing,
	"country":       nothing,
	"days":          oneOf("7", "30", "90"),
	"holder":        nothing,
	"limit":         nothing,
	"listen":        nothing,
	"name":          nothing,
	"new-key":       files,
	"no-pin-amount": nothing,
	"per":           nothing,
	"rate":          nothing,
	"reason":        nothing,
	"reference":     nothing,
	"remark":        nothing,
	"seed":          nothing,
	"text":          nothing,
	"type":          nothing,

	"purchase-every": oneOf("20s", "0"),

	// What is told of a new holder.
	"address": nothing, "annual-salary": nothing, "account-purpose": nothing, "area-code": nothing, "birthday": nothing, "email": nothing,
	"first-name": nothing, "gender": oneOf("F", "M"), "id-back": nothing, "id-expires": nothing, "id-front": nothing, "id-issued": nothing,
	"id-type": nothing, "last-name": nothing, "mobile": nothing, "monthly-volume": nothing, "nationality": nothing, "occupation": nothing,
	"post-code": nothing, "town": nothing,
}

var (
	nothing     = offer{directive: cobra.ShellCompDirectiveNoFileComp}
	files       = offer{directive: cobra.ShellCompDirectiveDefault}
	directories = offer{directive: cobra.ShellCompDirectiveFilterDirs}
	profiles    = offer{profileNames, cobra.ShellCompDirectiveNoFileComp}
	cards       = offer{(*question).cards, cobra.ShellCompDirectiveNoFileComp}
	merchants   = offer{merchantCategories, cobra.ShellCompDirectiveNoFileComp}
)

func oneOf(list ...string) offer {
	return offer{func(*question) []cobra.Completion { return list }, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveKeepOrder}
}

// listed is for a flag that takes several values with commas between them.
func listed(one offer) offer {
	return offer{func(q *question) (out []cobra.Completion) {
		before, last := "", q.typed
		if i := strings.LastIndexByte(q.typed, ','); i >= 0 {
			before, last = q.typed[:i+1], q.typed[i+1:]
		}
		own := *q
		own.typed = last
		for _, value := range one.values(&own) {
			out = append(out, before+value)
		}
		return out
	}, one.directive}
}

// commands are those below the ones that are given.
func (q *question) commands() (out []cobra.Completion) {
	cmd, rest, err := q.cmd.Root().Find(q.given)
	if err != nil || len(rest) > 0 {
		return nil
	}
	for _, sub := range cmd.Commands() {
		if sub.IsAvailableCommand() {
			out = append(out, cobra.CompletionWithDesc(sub.Name(), sub.Short))
		}
	}
	return out
}

func merchantCategories(*question) (out []cobra.Completion) {
	for _, c := range mcc.Search("") {
		out = append(out, cobra.CompletionWithDesc(c.Code, c.Name))
	}
	return out
}

// profileNames are those of the config which are not given yet.
func profileNames(q *question) (out []cobra.Completion) {
	given := q.app.Flags.Profiles
	q.app.Flags.Profiles = nil // one that is not in the config would leave nothing to offer
	c, err := q.app.Config()
	if err != nil {
		return nil
	}
	for _, p := range c.Profiles {
		if !slices.Contains(given, p.Name) {
			out = append(out, cobra.CompletionWithDesc(p.Name, run.SafeLine(client.IssuerName(p.Issuer))))
		}
	}
	return out
}
