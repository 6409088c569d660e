package account

import (
	"strings"

	"cardwallet/client"
	"cardwallet/client/words"
	"cardwallet/tui/holder"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// View draws the deposits or the holders, and what is known of the selected one.
func (a *Account) View(width, height int) string {
	return a.split().View(a.env.Styles, width, height)
}

func (a *Account) split() ui.Split {
	s := a.env.Styles
	list := ui.Panel{Title: ui.Sentence(a.has.String()), Detail: "of " + ui.Safe(a.account.Profile),
		Right: a.list().Position(), Foot: a.summary()}
	sp := ui.Split{Low: lowLines, List: ui.Pane{Panel: list, Lines: func(width, height int) []string {
		switch {
		case a.list().Len() == 0:
			return ui.Middle([]string{s.Muted.Render(ui.Cut("◇ "+a.empty(), width))}, width, height)
		case a.has == deposits:
			return depositTable(a.env).Lines(&a.deposits, width, height)
		}
		return holderTable(s).Lines(&a.holders, width, height)
	}}}
	title, about, brief := a.selected()
	detail := ""
	if a.err != nil {
		problem := func(width int) []string {
			return append(ui.ProblemLines(s, "", a.err, width), " "+ui.KeyWords(s, ui.Named(a.env.Keys.Refresh, "try again")))
		}
		above := func(lines func(int) []string) func(int) []string {
			return func(width int) []string { return append(append(problem(width), ""), lines(width)...) }
		}
		if client.OnlyOdd(a.err) { // it did answer
			known := brief
			detail = "not all could be read" // the problem itself may have no room in the peek
			brief = func(width int) []string { return append(known(width), problem(width)...) }
		} else {
			title, brief = "✕ "+screen.IssuerName(a.account)+" does not answer", problem
		}
		about = above(about)
	}
	if title == "" {
		if a.err == nil {
			return sp
		}
		title, detail = "✕ not all could be read", ""
	}
	sp.Side = ui.Pane{Panel: ui.Panel{Title: title}, Lines: func(width, _ int) []string { return append([]string{""}, about(width)...) }}
	sp.Peek = func(width int) []string { return append([]string{ui.Rule(s, title, detail, width)}, brief(width)...) }
	return sp
}

// empty says why there is nothing to see.
func (a *Account) empty() string {
	switch {
	case len(a.deposits.All)+len(a.holders.All) > 0:
		return "nothing here has these words; esc clears the filter"
	case !a.read:
		return "asking " + screen.IssuerName(a.account) + "…"
	case a.err != nil:
		return "nothing could be read"
	case a.has == deposits:
		return "no deposit was requested yet; " + ui.Says(a.env.Keys.New, "requests one")
	}
	if holder.Makes(a.account) {
		return "the account has no holders; " + ui.Says(a.env.Keys.New, "creates one")
	}
	return "the account has no holders"
}

// selected tells of the row under the cursor: its title at once, the rest when the cursor rests on it.
func (a *Account) selected() (title string, about, brief func(width int) []string) {
	var facts []ui.Labelled
	if deposit, ok := a.deposits.Selected(); ok {
		title, facts = "Deposit of "+screen.MoneyWords(deposit.Amount), depositFacts(a.env, deposit)
	} else if of, ok := a.holders.Selected(); ok {
		title, facts = holderName(of), holderFacts(a.env.Styles, of)
	}
	if !a.preview.Ready() {
		facts = nil
	}
	about = func(width int) []string { return ui.Facts(a.env.Styles, width, facts...) }
	brief = func(width int) []string { return ui.FactParts(a.env.Styles, width, facts...) }
	return title, about, brief
}

func depositTable(env *screen.Env) ui.Table[client.Deposit] {
	s := env.Styles
	columns := []ui.Column{{Min: 12, Max: 12, Title: "when"}, {Min: 14, Max: 16, Title: "worth", Right: true},
		{Min: 8, Max: 8, Title: " sent in"}, {Min: 11, Max: 11, Title: "status"}, {Min: 10, Max: 30, Rank: 1, Title: "deposit"}}
	return ui.Table[client.Deposit]{Styles: s, Columns: columns, Cells: func(d client.Deposit, _ []int) []ui.Cell {
		when := ""
		if !d.CreatedAt.IsZero() {
			when = env.When(d.CreatedAt)
		}
		return []ui.Cell{{Text: when, Style: &s.Muted}, {Text: screen.MoneyWords(d.Amount)}, {Text: " " + ui.Safe(d.Asset)},
			screen.StateCell(s, words.OfDeposit(d)), {Text: ui.Safe(d.ID), Style: &s.Muted}}
	}}
}

func depositFacts(env *screen.Env, d client.Deposit) []ui.Labelled {
	at := ""
	if !d.CreatedAt.IsZero() {
		at = env.At(d.CreatedAt)
	}
	return []ui.Labelled{
		statusFact(env.Styles, words.OfDeposit(d)),
		{Label: "worth", Value: ui.Safe(d.Amount.Shown()), Style: &env.Styles.Strong}, {Label: "sent in", Value: ui.Safe(d.Asset)},
		{Label: "arrives", Value: ui.Safe(d.Net.Shown())}, {Label: "fee", Value: ui.Safe(d.Fee.Shown())},
		{Label: "requested", Value: at}, {Label: "deposit", Value: ui.Safe(d.ID)},
		{Label: "unreadable", Value: ui.Safe(d.Unreadable.Words()), Style: &env.Styles.Warn},
		{Label: "issuer says", Value: ui.Safe(d.Status)},
	}
}

func holderTable(s *ui.Styles) ui.Table[client.Holder] {
	columns := []ui.Column{{Min: 16, Max: 26, Title: "name"}, {Min: 12, Max: 14, Title: "status"},
		{Min: 7, Max: 7, Rank: 2, Title: "country"}, {Min: 20, Max: 30, Rank: 1, Title: "e-mail"}, {Min: 19, Max: 22, Rank: 3, Title: "holder"}}
	return ui.Table[client.Holder]{Styles: s, Columns: columns, Cells: func(h client.Holder, _ []int) []ui.Cell {
		return []ui.Cell{{Text: holderName(h)}, screen.StateCell(s, words.OfHolder(h)), {Text: ui.Safe(h.Country)},
			{Text: ui.Safe(h.Email), Style: &s.Muted}, {Text: ui.Safe(h.ID), Style: &s.Muted}}
	}}
}

func holderName(h client.Holder) string {
	return ui.Safe(strings.TrimSpace(h.FirstName + " " + h.LastName))
}

func statusFact(s *ui.Styles, state words.State) ui.Labelled {
	return ui.Labelled{Label: "status", Value: screen.StateWords(state), Style: screen.ToneStyle(s, state.Tone)}
}

func holderFacts(s *ui.Styles, h client.Holder) []ui.Labelled {
	return []ui.Labelled{
		statusFact(s, words.OfHolder(h)), {Label: "holder", Value: ui.Safe(h.ID)},
		{Label: "mobile", Value: ui.Safe(strings.TrimSpace(h.AreaCode + " " + h.Mobile))}, {Label: "e-mail", Value: ui.Safe(h.Email)},
		{Label: "country", Value: ui.Safe(h.Country)}, {Label: "model", Value: ui.Safe(h.Type)},
		{Label: "cards", Value: barredWords(h), Style: &s.Warn},
		{Label: "unreadable", Value: ui.Safe(h.Unreadable.Words()), Style: &s.Warn},
		{Label: "issuer says", Value: ui.Safe(h.Status)},
	}
}

// barredWords say why no card can be made out to a holder; nothing where one can.
func barredWords(h client.Holder) string {
	if h.Approved() {
		return ""
	}
	return "none: the holder " + ui.Safe(h.Barred)
}
