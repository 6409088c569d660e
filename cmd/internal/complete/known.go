package complete

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/spf13/cobra"

	"cardwallet/client"
	"cardwallet/client/journal/sqlite"
	"cardwallet/client/labels"
	"cardwallet/client/plan"
	"cardwallet/client/words"
	"cardwallet/cmd/internal/identity"
	"cardwallet/cmd/internal/run"
	"cardwallet/config"
)

const (
	// newest is how many movements of the journal are looked at.
	newest = 200
	// patience is how long the journal may take to answer: who presses tab does not wait.
	patience = 500 * time.Millisecond
)

// cards offers cards as commands take them: by profile and id, and, once something was typed, by whatever begins with it and names one
// card alone.
func (q *question) cards() (out []cobra.Completion) {
	known := q.knownCards()
	count := map[string]int{}
	for _, c := range known {
		for _, name := range namesOf(c) {
			count[name]++
		}
	}
	for _, c := range known {
		if slices.Contains(q.given, c.Key()) {
			continue
		}
		about := run.SafeLine(run.Joined(plan.NameBesideID(c), "("+client.IssuerName(c.Issuer)+")"))
		if plain(c.Key()) {
			out = append(out, cobra.CompletionWithDesc(c.Key(), about))
		}
		for _, name := range namesOf(c) {
			if q.typed != "" && strings.HasPrefix(name, q.typed) && count[name] == 1 && plain(name) {
				out = append(out, cobra.CompletionWithDesc(name, run.SafeLine(run.Joined(c.Key(), about))))
			}
		}
	}
	return out
}

// namesOf are what a card is called beside its profile and id.
func namesOf(c client.Card) []string {
	return slices.DeleteFunc([]string{c.ID, c.Name, plan.LastFour(c.Last4)}, func(name string) bool { return name == "" })
}

// knownCards are the cards of the selected profiles of which this machine has something: a label or last four digits, a movement, or a line
// in the config. Those that cannot have the command's change are left out.
func (q *question) knownCards() (all []client.Card) {
	c, err := q.app.Config()
	if err != nil {
		return nil
	}
	kind := client.MovementKind(q.cmd.Name()) // commands are called as the movements that they make
	found := map[[2]string]client.Card{}
	note := func(p config.Profile, id string, n client.CardName) {
		card := client.Card{Profile: p.Name, Issuer: p.Issuer, ID: id, Last4: n.Last4, Name: n.Label}
		found[[2]string{p.Name, id}] = card
	}
	names, moved := q.names(c), q.movements()
	for _, p := range c.Selected() {
		if slices.Contains(client.Kinds(), kind) && (p.ReadOnly || !has(p.Issuer, kind)) {
			continue
		}
		own := names(p)
		for _, m := range moved {
			if m.Profile == p.Name && m.CardID != "" {
				note(p, m.CardID, own[m.CardID])
			}
		}
		for _, id := range p.CardIDs {
			note(p, id, own[id])
		}
		for id, n := range own {
			note(p, id, n)
		}
	}
	for _, card := range found {
		all = append(all, card)
	}
	slices.SortFunc(all, func(x, y client.Card) int { return strings.Compare(x.Key(), y.Key()) })
	return all
}

func has(issuer string, kind client.MovementKind) bool {
	return slices.ContainsFunc(client.Issuers(), func(i client.IssuerFacts) bool { return i.Kind == issuer && client.Moving(kind)(i) })
}

// names gives the labels and last four digits of a profile's cards, by card id: this machine's, or the copy that it has of a team's.
func (q *question) names(c *config.Config) func(config.Profile) map[string]client.CardName {
	place, err := q.app.State()
	if err != nil {
		return func(config.Profile) map[string]client.CardName { return nil }
	}
	team := q.app.HasTeam()
	book := labels.New(filepath.Join(place.Dir, run.LabelsFile(team)))
	return func(p config.Profile) map[string]client.CardName {
		account := client.Account{Profile: p.Name, ID: identity.AccountID(p), FormerIDs: identity.FormerIDs(p, c.Profiles)}
		own := book.Names(account.NamesID())
		if team {
			own = book.Names(account.ID)
		}
		if c.UI.RememberLast4 {
			return own
		}
		bare := map[string]client.CardName{}
		for id, n := range own {
			if n.Label != "" {
				bare[id] = client.CardName{Label: n.Label}
			}
		}
		return bare
	}
}

// movements are the newest of the journal of this machine. A team's is on another one, and is not asked.
func (q *question) movements() []client.Movement {
	place, err := q.app.State()
	if err != nil || q.app.HasTeam() {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	found, err := sqlite.Newest(ctx, run.JournalPath(place.Dir), newest)
	if err != nil {
		return nil
	}
	return found
}

// orders offers the numbers of the movements that which selects, the newest first; nil selects all.
func orders(which func(client.Movement) bool) offer {
	return offer{func(q *question) (out []cobra.Completion) {
		c, err := q.app.Config()
		if err != nil {
			return nil
		}
		names := q.names(c)
		for _, m := range q.movements() {
			if which != nil && !which(m) || len(q.app.Flags.Profiles) > 0 && !slices.Contains(q.app.Flags.Profiles, m.Profile) {
				continue
			}
			card := client.Card{Profile: m.Profile, ID: m.CardID}
			if p, ok := c.Profile(m.Profile); ok {
				card.Name, card.Last4 = names(p)[m.CardID].Label, names(p)[m.CardID].Last4
			}
			about := run.Joined(m.Kind.Noun(), m.Amount.Shown(), run.CardWords(card)) + ", " + words.OfMovement(m.Status).Word + ", " +
				q.app.At(m.CreatedAt)
			out = append(out, cobra.CompletionWithDesc(m.OrderID, run.SafeLine(about)))
		}
		return out
	}, cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveKeepOrder}
}

// plain reports whether a value means itself in every shell, quoted by the shell's own rules or not. Others are not put on a command line:
// an issuer or a colleague may have thought of them.
func plain(value string) bool {
	return !strings.HasPrefix(value, "-") && !strings.ContainsFunc(value, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("-_./:@+, ", r)
	})
}
