package complete

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"cardwallet/client"
	"cardwallet/client/holder"
	"cardwallet/client/mcc"
	"cardwallet/client/plan"
	"cardwallet/cmd/internal/run"
)

// arguments are the arguments by their names in usage lines, alone or behind their command.
var arguments = table(
	at(cards, "CARD"),
	at(orders(nil), "ORDER"),
	at(orders(func(m client.Movement) bool { return m.Status == client.MovementUnknown }), "activity mark ORDER"),
	at(files, "FILE"),
	at(offer{(*question).commands, cobra.ShellCompDirectiveNoFileComp}, "COMMAND"),
	at(merchants, "mcc TEXT"),
	at(offer{(*question).settings, cobra.ShellCompDirectiveNoFileComp}, "KEY"),
	at(offer{(*question).settingValues, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveKeepOrder}, "config set VALUE"),
	// What nobody knows here, or what only the person knows.
	at(nothing, "AMOUNT", "ASSET", "HOLDER", "ID", "LABEL", "TYPE"),
)

// flags are the flags that take a value and have no list of words, by their names, alone or behind their command.
var flags = table(
	at(offer{func(*question) []cobra.Completion { return []cobra.Completion{"toml"} }, cobra.ShellCompDirectiveFilterFileExt}, "config"),
	at(directories, "dir", "state"),
	at(files, "debug", "expect", "from", "new-key"),
	at(profiles, "profile"),
	at(cards, "card"),
	at(listed(merchants), "allow-mcc", "block-mcc"),
	at(oneOf("24h", "7d", "30d"), "since", "until"),
	at(oneOf("30d", "90d", "24h"), "idle"),
	at(listed(cardStatuses), "cards status"),
	at(oneOf("30s", "2m", "5m"), "wait"),
	at(oneOf("10s", "1m", "5m"), "timeout"),
	at(oneOf("7", "30", "90"), "days"),
	at(oneOf("2048", "3072", "4096"), "bits"),
	at(oneOf("20s", "0"), "purchase-every"),
	at(listed(oneOf("account", "card", "day", "merchant", "category")), "by"),
	at(nothing, "account", "balance-below", "card-number", "cards", "confirm", "exec", "fault", "holder", "label", "limit", "listen",
		"merchant", "name", "no-pin-amount", "per", "permanently", "rate", "reason", "reference", "remark", "seed", "sort", "text", "to", "type"),
	// What is told of a new holder.
	at(nothing, holderFlags()...),
	at(oneOf("F", "M"), holder.Gender.Flag()),
)

func holderFlags() (names []string) {
	for _, field := range holder.Fields() {
		names = append(names, field.Flag())
	}
	return names
}

// place is what may stand where one of the names is wanted.
type place struct {
	takes offer
	names []string
}

func at(takes offer, names ...string) place { return place{takes, names} }

// table has the names of all places; of two with one name the later counts.
func table(places ...place) map[string]offer {
	all := map[string]offer{}
	for _, p := range places {
		for _, name := range p.names {
			all[name] = p.takes
		}
	}
	return all
}

var (
	nothing     = offer{directive: cobra.ShellCompDirectiveNoFileComp}
	files       = offer{directive: cobra.ShellCompDirectiveDefault}
	directories = offer{directive: cobra.ShellCompDirectiveFilterDirs}
	profiles    = offer{profileNames, cobra.ShellCompDirectiveNoFileComp}
	cards       = offer{(*question).cards, cobra.ShellCompDirectiveNoFileComp}
	// cardStatuses are the words of cards --status.
	cardStatuses = offer{func(*question) (out []cobra.Completion) {
		for _, status := range plan.CardStatuses {
			out = append(out, string(status))
		}
		return out
	}, cobra.ShellCompDirectiveNoFileComp}
	merchants = offer{merchantCategories, cobra.ShellCompDirectiveNoFileComp}
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
