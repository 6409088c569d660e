package activity

import (
	"charm.land/bubbles/v2/key"

	"cardwallet/client"
	"cardwallet/client/plan"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// Title says where the cursor is.
func (a *Activity) Title() (where, position string) {
	return "activity", a.moves.Position()
}

// Actions are what a person can do here.
func (a *Activity) Actions() []ui.Action {
	k := a.env.Keys
	var keys []key.Binding
	m, ok := a.moves.Selected()
	if ok {
		keys = append(keys, k.Open)
	}
	if m.Status == client.MovementUnknown {
		keys = append(keys, k.Mark)
	}
	return a.moves.Actions(k, ui.Bound(append(keys, k.Settle, k.Filter)...)...)
}

// Prompt is the filter.
func (a *Activity) Prompt(width int) string { return a.moves.Prompt(width) }

// View draws what is under way or wrong, the filter, and the rows that fit.
func (a *Activity) View(width, height int) string {
	if a.moves.Len() == 0 {
		words := "nothing yet: what you do with cards and money will be here"
		switch {
		case len(a.moves.All) > 0:
			words = "no movement matches the filter; esc clears it"
		case !a.loaded:
			words = "reading the journal"
		case a.err != nil:
			words = ""
		}
		return ui.Body(append(a.noteLines(width), "", "  "+a.env.Styles.Muted.Render(words)), width, height)
	}
	return a.table(width).View(&a.moves, width, height)
}

func (a *Activity) table(width int) ui.Table[client.Movement] {
	columns := []ui.Column{
		{Min: screen.WhenCells, Max: screen.WhenCells, Title: "when"},
		{Min: 8, Max: 8, Title: "what"},
		{Min: 12, Max: max(24, width-62), Rank: 1, Title: "card"},
		{Min: 12, Max: 16, Rank: 2, Title: "amount", Right: true},
		{Min: 7, Max: 10, Rank: 3, Title: "fee", Right: true},
		{Min: 9, Max: 9, Title: "status"},
	}
	return ui.Table[client.Movement]{Styles: a.env.Styles, Columns: columns, Above: a.noteLines(width), Cells: a.cells}
}

func (a *Activity) cells(m client.Movement, w []int) []ui.Cell {
	s := a.env.Styles
	amount, fee := screen.MoneyWords(m.Amount), "?"
	switch {
	case m.Kind.IsChange(): // which has neither
		amount, fee = "", ""
	case m.Fee.Known():
		fee = ui.Safe(m.Fee.Figures())
	}
	status := screen.MovementStyle(s, m.Status)
	return []ui.Cell{
		{Text: a.env.When(m.CreatedAt), Style: &s.Muted}, {Text: ui.Safe(m.Kind.Words().Short)}, {Text: a.card(m, w[2])},
		{Text: amount}, {Text: fee}, {Text: plan.StatusWord(m.Status), Style: &status},
	}
}

// card names the card of a movement. The end of its number or id is never cut, since cards can share a name.
func (a *Activity) card(m client.Movement, cells int) string {
	card, ok := a.env.Listed(m)
	if !ok {
		return ui.Fit(a.env.CardOf(m), cells)
	}
	end := screen.CardEnd(card)
	return ui.Fit(screen.CardName(card), max(0, cells-ui.Width(end)-1)) + " " + end
}

func (a *Activity) noteLines(width int) []string {
	s := a.env.Styles
	var lines []string
	if a.settling {
		lines = append(lines, s.Accent.Render(ui.Fit("  asking the issuers what became of what is open…", width)))
	}
	if a.askErr != nil && a.err == nil {
		what, _ := ui.Problem(a.askErr)
		lines = append(lines, s.Warn.Render(ui.Fit("! not all could be asked: "+what, width)))
	}
	if a.err != nil {
		lines = append(lines, ui.ProblemLines(s, "the journal cannot be read: ", a.err, width)...)
	}
	return lines
}
