package create

import (
	"context"
	"errors"
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// choice is one thing that a new card needs and that there is a list of. Where the list cannot be had from the issuer, its id is typed.
type choice struct {
	ui.Rows[candidate]
	question string
	reading  string
	read     func(context.Context) ([]candidate, error) // nil where all is known
	note     string                                     // below the list
	typed    part
	byHand   bool // the id is typed
	loading  bool
	err      error
	chosen   candidate
}

// candidate is one that can be chosen, unless why says why not.
type candidate struct{ id, name, detail, why string }

func newCandidates() ui.Rows[candidate] {
	return ui.NewRows(nil, func(c candidate, add func(string)) {
		for _, text := range []string{c.id, c.name, c.detail, c.why} {
			add(text)
		}
	})
}

// accountChoice is one of the accounts that offer new cards. profile limits it to one; empty means any.
func accountChoice(env *screen.Env, profile string) *choice {
	var accounts []candidate
	for _, a := range env.Wallet.Accounts() {
		if a.Offers(client.MoveCreate) && (profile == "" || a.Profile == profile) {
			one := candidate{id: a.Profile, name: a.Profile, detail: screen.IssuerName(a)}
			if a.ReadOnly {
				one.detail += ", read-only"
			}
			accounts = append(accounts, one)
		}
	}
	c := &choice{Rows: newCandidates(), question: "at which account?"}
	c.Set(accounts)
	return c
}

// choicesOf are the choices that the type needs and that the account's issuer lists.
func choicesOf(account client.Account, t client.CardType) []*choice {
	var choices []*choice
	if lister, ok := account.Issuer.(client.HolderLister); ok && account.CardNeeds(t, client.PartHolder) {
		choices = append(choices, &choice{question: "made out to which holder?", reading: "reading the holders…", typed: holderPart(t),
			Rows: newCandidates(), note: atMostEach(t),
			read: func(ctx context.Context) ([]candidate, error) {
				holders, err := lister.Holders(ctx)
				return holderCandidates(holders), client.Readable(err)
			}})
	}
	if account.CardNeeds(t, client.PartAccount) {
		choices = append(choices,
			&choice{question: "paying from which shared account?", reading: "reading the shared accounts…", typed: sharedPart(),
				Rows: newCandidates(),
				read: func(ctx context.Context) ([]candidate, error) {
					funds, err := account.Issuer.Funds(ctx)
					return sharedCandidates(funds, t.Currency), client.Readable(err)
				}})
	}
	return choices
}

// holderCandidates are all holders. Only an approved one can be given cards (FinHub card issuance flows).
func holderCandidates(holders []client.Holder) []candidate {
	var all []candidate
	for _, h := range holders {
		c := candidate{id: h.ID, name: strings.TrimSpace(h.FirstName + " " + h.LastName),
			detail: strings.Join(ui.NonEmpty(h.Country, h.Email), " · ")}
		switch {
		case h.Unreadable.Has("status"):
			c.why = h.Unreadable.Words()
		default:
			c.why = h.Barred
		}
		all = append(all, c)
	}
	return all
}

// sharedCandidates are the accounts that a budget card can pay from. FinHub names no kind for them (FinHub accounts page: WALLET, MARGIN).
// That every account in the card's currency is one, except the margin, is inferred.
func sharedCandidates(funds []client.Funds, currency string) []candidate {
	var all []candidate
	for _, f := range funds {
		if f.ID == "" {
			continue
		}
		c := candidate{id: f.ID, name: f.Name, detail: "available " + f.Available.String()}
		switch held := f.Available.Currency; {
		case f.Kind == client.FundsMargin:
			c.why = "is margin, which pays for no card"
		case held != "" && currency != "" && held != currency:
			c.why = "holds " + held + ", the card takes " + currency
		case !f.Available.Known():
			c.detail = "available not known"
		}
		all = append(all, c)
	}
	return all
}

// current is the choice that is being made.
func (c *Create) current() *choice {
	if c.stage == createAccount {
		return c.where
	}
	return c.choices[c.choosing]
}

// choose goes to one of the choices and reads its list anew: a holder may have been approved meanwhile.
func (c *Create) choose(at int) tea.Cmd {
	c.stage, c.choosing = createChoice, at
	now := c.choices[at]
	now.loading, now.err = true, nil
	ctx, read := c.env.Ctx, now.read
	return screen.Ask(c, func() ([]candidate, error) { return read(ctx) }, func(candidates []candidate, err error) tea.Cmd {
		if c.stage == createChoice && now == c.current() {
			now.onRead(candidates, err)
		}
		return nil
	})
}

var errNoCandidates = errors.New("the account has none")

func (n *choice) onRead(candidates []candidate, err error) {
	n.loading, n.err = false, err
	if err != nil {
		candidates = nil
	} else if len(candidates) == 0 {
		n.err = errNoCandidates
	}
	n.Set(candidates)
}

func (c *Create) onChoiceKey(msg tea.KeyPressMsg) tea.Cmd {
	k, now := c.env.Keys, c.current()
	if cmd, taken := now.Update(msg, k); taken {
		return cmd
	}
	one, ok := now.Selected()
	switch {
	case ui.Matches(msg, k.Refresh) && now.read != nil && !now.loading:
		return c.choose(c.choosing)
	case !ui.Matches(msg, k.Choose) || now.loading:
	case now.err != nil:
		now.byHand, now.chosen = true, candidate{}
		return c.onChosen()
	case !ok:
	case one.why != "":
		return ui.Notify(ui.Warn, ui.Safe(one.name+" "+one.why))
	default:
		now.byHand, now.chosen = false, one
		return c.onChosen()
	}
	return nil
}

// onChosen goes on to the next choice, or to what is typed.
func (c *Create) onChosen() tea.Cmd {
	if c.stage == createAccount {
		return c.chooseAccount(c.where.chosen.id)
	}
	c.sudden = false
	if c.choosing+1 < len(c.choices) {
		return c.choose(c.choosing + 1)
	}
	return c.fillIn()
}

func (n *choice) actions(k ui.Keys) []ui.Action {
	again := ui.Named(k.Refresh, "read again")
	switch {
	case n.loading && !n.Filtering():
		return nil
	case n.err != nil:
		return ui.Bound(ui.Named(k.Choose, "type the id"), again)
	case n.read == nil && len(n.All) == 0:
		return nil
	case n.read == nil:
		return n.Actions(k, ui.Bound(k.Choose, k.Filter)...)
	}
	return n.Actions(k, ui.Bound(k.Choose, k.Filter, again)...)
}

func (c *Create) choiceLines(width, height int) []string {
	s, now := c.env.Styles, c.current()
	lines := []string{"", "  " + s.Strong.Render(now.question), ""}
	ids := ui.Column{Min: 19, Max: 20, Rank: 1}
	switch {
	case now.read == nil && len(now.All) == 0:
		return []string{"", "  " + s.Bad.Render("no account offers card creation")}
	case now.read == nil: // the name is the id
		ids = ui.Column{}
	case now.loading && len(now.All) == 0:
		return append(lines, "  "+s.Accent.Render(now.reading))
	case now.err != nil:
		return append(append(lines, ui.ProblemLines(s, "nothing to choose from: ", now.err, width)...),
			"  "+s.Muted.Render("r reads again, enter types the id instead"))
	}
	lines = append(lines, nothingFound(s, &now.List)...)
	widths := ui.Columns([]ui.Column{{Min: 14, Max: 24}, ids, {Min: 36, Max: 60}}, width-4)
	for one, selected := range now.Visible(max(1, height-len(lines)-2)) {
		detail, style := one.detail, s.Muted
		if one.why != "" {
			detail, style = one.why, s.Warn
		}
		name := ui.Fit(ui.Safe(one.name), widths[0])
		switch {
		case selected:
			name = "  " + s.Selection.Render("> "+name)
		case one.why != "":
			name = "    " + s.Muted.Render(name)
		default:
			name = "    " + name
		}
		lines = append(lines,
			ui.Row([]string{name, ui.Fit(ui.Safe(one.id), widths[1]), style.Render(ui.Cut(ui.Safe(detail), widths[2]))}, widths))
	}
	switch {
	case now.loading:
		return append(lines, "", "  "+s.Accent.Render(now.reading))
	case now.read == nil:
		return lines
	}
	return append(lines, "", "  "+s.Muted.Render(now.footer()))
}

// footer says how many can be chosen, and how many cards each can have.
func (n *choice) footer() string {
	can := 0
	for _, one := range n.All {
		if one.why == "" {
			can++
		}
	}
	return fmt.Sprintf("%d of %d can be chosen%s", can, len(n.All), n.note)
}

// nothingFound says that the filter of a list finds nothing, where that is so.
func nothingFound(s *ui.Styles, l *ui.List) []string {
	if l.Len() > 0 || l.Prompt(1) == "" {
		return nil
	}
	return []string{"  " + s.Muted.Render("nothing here has these words; esc clears the filter")}
}
