package account

import (
	"fmt"
	"strings"

	"cardwallet/client"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// lowLines are what is told of the selected row below a list that has the whole screen.
const lowLines = 3

// View draws one line for each balance, and what is known of the selected one.
func (a *Accounts) View(width, height int) string {
	return a.split().View(a.env.Styles, width, height)
}

func (a *Accounts) split() ui.Split {
	row, ok := a.rows.Selected()
	sp := ui.Split{Low: lowLines, List: ui.Pane{
		Panel: ui.Panel{Title: "Accounts", Right: a.rows.Position(), Foot: a.sums()},
		Lines: func(width, height int) []string {
			if ok {
				return a.table().Lines(&a.rows, width, height)
			}
			return []string{"", "  " + a.env.Styles.Muted.Render("reading the balances…")}
		}}}
	if !ok {
		return sp
	}
	issuer := "at " + screen.IssuerName(row.account)
	sp.Side = ui.Pane{Panel: ui.Panel{Title: ui.Safe(row.account.Profile), Detail: issuer}, Lines: func(width, _ int) []string {
		return a.about(row, width)
	}}
	if what := contentsOf(row.account); what != nothing {
		sp.Side.FootRight = ui.KeyWords(a.env.Styles, ui.Named(a.env.Keys.Open, what.String()))
	}
	if row.err != nil {
		sp.Side.Title, sp.Side.Detail = "✕ "+sp.Side.Title, "does not answer"
		if client.OnlyOdd(row.err) {
			sp.Side.Detail = "not all could be read"
		}
	}
	sp.Peek = func(width int) []string {
		title := ui.Rule(a.env.Styles, ui.Safe(row.account.Profile), strings.Join(ui.NonEmpty(issuer, ui.Safe(row.funds.Name)), " · "), width)
		return append([]string{title}, a.brief(row, width)...)
	}
	return sp
}

// sums are what can be spent from all wallets, of each currency for itself.
func (a *Accounts) sums() string {
	var wallets []client.Money
	failed := 0
	for _, row := range a.rows.All {
		if row.err != nil {
			failed++
		}
		if row.funds.Kind == client.FundsWallet {
			wallets = append(wallets, row.funds.Available)
		}
	}
	var words []string
	for _, m := range client.Sums(wallets...) {
		words = append(words, screen.MoneyWords(m))
	}
	text := strings.Join(words, " · ")
	if text != "" {
		text = "in wallets " + text
	}
	if failed > 0 {
		text = strings.Join(ui.NonEmpty(text, fmt.Sprintf("%d not read", failed)), " · ")
	}
	return text
}

// amounts are those of a balance, with what they are called.
func amounts(f client.Funds) []labelledMoney {
	return []labelledMoney{
		{"available", f.Available}, {"in cards", f.InCards}, {"pending", f.Pending}, {"frozen", f.Frozen}, {"total", f.Total},
	}
}

type labelledMoney struct {
	label string
	money client.Money
}

// inTable is an amount of the table. Of zero there is only a sign that it is known.
func inTable(m client.Money) string {
	switch {
	case !m.Known():
		return ""
	case m.Amount.IsZero():
		return "-"
	}
	return screen.MoneyWords(m)
}

// table has columns as wide as what is in them, so that the gaps between them are the same.
func (a *Accounts) table() ui.Table[accountRow] {
	s := a.env.Styles
	columns := []ui.Column{{Title: "account", Min: 7}, {Title: "balance", Min: 7, Rank: 2}}
	for i, rank := range []int{0, 1, 3, 4, 5} {
		columns = append(columns, ui.Column{Title: amounts(client.Funds{})[i].label, Rank: rank, Right: true})
	}
	grow := func(i int, text string) {
		if text != "" {
			columns[i].Min = max(columns[i].Min, ui.Width(columns[i].Title), ui.Width(text))
		}
	}
	for _, row := range a.rows.All {
		grow(0, ui.Cut(ui.Safe(row.account.Profile), 14))
		grow(1, ui.Cut(balanceName(row.funds), 16))
		for i, m := range amounts(row.funds) {
			grow(2+i, ui.Cut(inTable(m.money), 24))
		}
	}
	for i := range columns {
		if columns[i].Right && columns[i].Min > 0 {
			columns[i].Min++ // a second cell between two amounts
		}
		columns[i].Max = columns[i].Min
	}
	if columns[2].Min == 0 { // nothing was read
		columns[2].Min, columns[2].Max = 10, 10
	}
	return ui.Table[accountRow]{Styles: s, Columns: columns, Cells: func(r accountRow, _ []int) []ui.Cell { return cells(s, r) }}
}

// balanceName is what the issuer calls a balance, or what kind it is.
func balanceName(f client.Funds) string {
	if name := ui.Safe(f.Name); name != "" {
		return name
	}
	return ui.Safe(string(f.Kind))
}

func cells(s *ui.Styles, r accountRow) []ui.Cell {
	profile := ""
	if r.first {
		profile = ui.Safe(r.account.Profile)
	}
	if r.err != nil {
		what, _ := ui.Problem(r.err)
		return []ui.Cell{{Text: profile}, {Text: "✕ " + strings.TrimPrefix(what, ui.Safe(r.account.Profile)+": "), Style: &s.Bad, Wide: true}}
	}
	drawn := []ui.Cell{{Text: profile}, {Text: balanceName(r.funds), Style: &s.Muted}}
	for i, m := range amounts(r.funds) {
		cell := ui.Cell{Text: inTable(m.money)}
		if i == 0 {
			cell.Style = &s.Strong
		}
		drawn = append(drawn, cell)
	}
	return drawn
}

// about is all that is known of a balance and of its account.
func (a *Accounts) about(r accountRow, width int) []string {
	s := a.env.Styles
	if !a.preview.Ready() {
		return nil
	}
	lines := []string{""}
	if r.err != nil {
		lines = append(append(lines, ui.ProblemLines(s, "", r.err, width)...), "", " "+ui.KeyWords(s, ui.Named(a.env.Keys.Refresh, "try again")))
	} else if name := balanceName(r.funds); name != "" {
		lines = append(lines, " "+s.Strong.Render(ui.Cut(name, width-2)), "")
		facts := []ui.Labelled{{Label: "kind", Value: kindWords(r.funds)}}
		for i, m := range amounts(r.funds) {
			fact := ui.Labelled{Label: m.label, Value: ui.Safe(m.money.Shown()), Sum: true}
			if i == 0 {
				fact.Style = &s.Strong
			}
			facts = append(facts, fact)
		}
		facts = append(facts, ui.Labelled{Label: "unreadable", Value: ui.Safe(r.funds.Unreadable.Words()), Style: &s.Warn})
		lines = append(lines, ui.Facts(s, width, facts...)...)
	}
	facts := []ui.Labelled{{}, {Label: "offers", Value: strings.Join(offersOf(r.account), ", ")}, a.contents(r)}
	if r.account.Sandbox {
		facts = append(facts, ui.Labelled{Label: "sandbox", Value: "no real money is behind it", Style: &s.Warn})
	}
	if r.account.ReadOnly {
		facts = append(facts, ui.Labelled{Label: "read-only", Value: "nothing is changed from here", Style: &s.Warn})
	}
	if r.err == nil {
		facts = append(facts, ui.Labelled{}, ui.Labelled{Label: "read", Value: ui.ClockTime(a.at, a.env.Now())})
	}
	return append(lines, ui.Facts(s, width, facts...)...)
}

// brief is about in the lines that are below a list.
func (a *Accounts) brief(r accountRow, width int) []string {
	s := a.env.Styles
	if !a.preview.Ready() {
		return nil
	}
	if r.err != nil {
		return append(ui.ProblemLines(s, "", r.err, width), " "+ui.KeyWords(s, ui.Named(a.env.Keys.Refresh, "try again")))
	}
	var known []ui.Labelled
	for _, m := range amounts(r.funds) {
		known = append(known, ui.Labelled{Label: m.label, Value: ui.Safe(m.money.Shown())})
	}
	lines := ui.FactParts(s, width, known...)
	lines = append(lines, ui.FactParts(s, width, a.contents(r))...)
	offers := offersOf(r.account)
	if len(offers) > 0 {
		offers[0] = s.Muted.Render("offers") + " " + offers[0]
	}
	return append(lines, ui.PartLines(s, offers, width)...)
}

// contents say what is known of the deposits or the holders of a row's account, if anything is.
func (a *Accounts) contents(r accountRow) (known ui.Labelled) {
	known.Label = contentsOf(r.account).String()
	if opened := a.opened[r.account.Profile]; opened != nil && opened.read {
		known.Value = opened.summary()
	}
	return known
}

// offersOf are the orders that an account takes.
func offersOf(account client.Account) (offers []string) {
	for _, kind := range client.Kinds() {
		if account.Offers(kind) {
			offers = append(offers, kind.Words().Title)
		}
	}
	return offers
}

// kindWords say what kind of balance it is, where its name does not.
func kindWords(f client.Funds) string {
	if strings.EqualFold(f.Name, string(f.Kind)) {
		return ""
	}
	return ui.Safe(string(f.Kind))
}
