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
	c := &choice{Rows: newCandidates(), question: "At which account?"}
	c.Set(accounts)
	return c
}

// choicesOf are the choices that the type needs and that the account's issuer lists.
func choicesOf(account client.Account, t client.CardType) []*choice {
	var choices []*choice
	if lister, ok := account.Issuer.(client.HolderLister); ok && account.CardNeeds(t, client.PartHolder) {
		choices = append(choices, &choice{question: "Made out to which holder?", reading: "reading the holders…", typed: holderPart(t),
			Rows: newCandidates(), note: atMostEach(t),
			read: func(ctx context.Context) ([]candidate, error) {
				holders, err := lister.Holders(ctx)
				return holderCandidates(holders), client.Readable(err)
			}})
	}
	if account.CardNeeds(t, client.PartAccount) {
		choices = append(choices,
			&choice{question: "Paying from which shared account?", reading: "reading the shared accounts…", typed: sharedPart(),
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
	now := c.current()
	if !now.Filtering() {
		if cmd, taken := ui.Dispatch(c.choiceActions(), msg); taken {
			return cmd
		}
	}
	cmd, _ := now.Update(msg, c.env.Keys)
	return cmd
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

func (c *Create) choiceActions() []ui.Action {
	k, now := c.env.Keys, c.current()
	again := ui.Action{Key: ui.Named(k.Refresh, "read again"), Words: "Read the list again", Group: ui.OfProgram,
		Run: func() tea.Cmd { return c.choose(c.choosing) }}
	filter := ui.Action{Key: k.Filter, Words: "Filter the list", Group: ui.ToFind}
	var actions []ui.Action
	switch {
	case now.loading && !now.Filtering():
		return nil
	case now.err != nil:
		return append([]ui.Action{{Key: ui.Named(k.Choose, "type the id"), Words: "Type the id instead", Group: ui.ToMove, Run: func() tea.Cmd {
			now.byHand, now.chosen = true, candidate{}
			return c.onChosen()
		}}, again}, c.newHolder()...)
	case now.Len() > 0:
		actions = append(actions, c.chooseCandidate())
	}
	if len(now.All) > 0 {
		actions = append(actions, filter)
	}
	if now.read != nil {
		actions = append(actions, again)
	}
	return now.Actions(k, append(actions, c.newHolder()...)...)
}

// chooseCandidate goes on with the one under the cursor.
func (c *Create) chooseCandidate() ui.Action {
	now := c.current()
	one, ok := now.Selected()
	choose := ui.Action{Key: c.env.Keys.Choose, Words: "Choose " + ui.Safe(one.name), Group: ui.ToMove}
	switch {
	case !ok || now.loading || now.err != nil:
	case one.why != "":
		choose.Reason = ui.Safe(one.name + " " + one.why)
	default:
		choose.Run = func() tea.Cmd {
			now.byHand, now.chosen = false, one
			return c.onChosen()
		}
	}
	return choose
}

// choicePane is the list of the choice that is being made, or why there is none.
func (c *Create) choicePane() ui.Pane {
	s, now := c.env.Styles, c.current()
	return ui.Pane{Panel: ui.Panel{Title: now.question, Right: now.Position()}, Lines: func(width, height int) []string {
		note := []string{"", " " + s.Muted.Render(now.footer())}
		if words := c.noHolder(); words != "" {
			note = append(note, ui.Paragraph(s.Warn, words, width)...)
		}
		switch {
		case now.read == nil && len(now.All) == 0:
			return []string{"", " " + s.Bad.Render("no account offers card creation")}
		case now.read == nil:
			note = nil
		case now.loading && len(now.All) == 0:
			return []string{"", " " + s.Accent.Render(now.reading)}
		case now.err != nil:
			note[1] = "  " + s.Muted.Render(ui.Says(c.env.Keys.Refresh, "reads again, enter types the id instead"))
			return append(append([]string{""}, ui.ProblemLines(s, "nothing to choose from: ", now.err, width)...), note[1:]...)
		case now.loading:
			note[1] = " " + s.Accent.Render(now.reading)
		}
		lines := now.table(s).Lines(&now.Rows, width, height-len(note))
		return append(append(lines, nothingFound(s, &now.List)...), note...)
	}}
}

// table has the candidates. One that cannot be chosen says why.
func (n *choice) table(s *ui.Styles) ui.Table[candidate] {
	columns := []ui.Column{{Min: 14, Max: 26, Title: "name"}, {Min: 19, Max: 20, Rank: 1, Title: "id"}, {Min: 36, Max: 60}}
	if n.read == nil { // the name is the id
		columns[0].Title, columns[1].Max = "account", 0
	}
	return ui.Table[candidate]{Styles: s, Columns: columns, Cells: func(c candidate, _ []int) []ui.Cell {
		name, detail := ui.Cell{Text: ui.Safe(c.name)}, ui.Cell{Text: ui.Safe(c.detail), Style: &s.Muted}
		if c.why != "" {
			name.Style, detail = &s.Muted, ui.Cell{Text: ui.Safe(c.why), Style: &s.Warn}
		}
		return []ui.Cell{name, {Text: ui.Safe(c.id), Style: &s.Muted}, detail}
	}}
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
