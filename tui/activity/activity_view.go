package activity

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/client/plan"
	"cardwallet/client/words"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// lowLines are what is told of the selected movement below a list that has the whole screen.
const lowLines = 3

// Title says where the cursor is.
func (a *Activity) Title() (where, position string) {
	return "activity", a.moves.Position()
}

// Actions are what a person can do here.
func (a *Activity) Actions() []ui.Action {
	k := a.env.Keys
	var actions []ui.Action
	if m, ok := a.moves.Selected(); ok {
		actions = append(actions,
			ui.Action{Key: k.Open, Words: "Open the " + ui.Safe(plan.Describe(m)), Group: ui.ToLook, Run: a.open},
			markAction(a.env, m))
	}
	settle := ui.Action{
		Key: ui.Named(k.Refresh, "settle now"), Words: "Ask the issuers what became of what is open", Group: ui.OfProgram, Run: a.settle,
	}
	if a.settling {
		settle.Reason = settlingWords
	}
	return a.moves.Actions(k, append(actions, settle, ui.Action{Key: k.Filter, Group: ui.ToFind})...)
}

// markAction lets a person say what became of a movement.
func markAction(env *screen.Env, m client.Movement) ui.Action {
	mark := ui.Action{Key: env.Keys.MarkOutcome, Words: "Mark what became of the " + ui.Safe(plan.Describe(m)), Group: ui.ToChange,
		Run: func() tea.Cmd { return ui.Push(newMark(env, m)) }}
	if m.Status != client.MovementUnknown {
		mark.Reason = "only an unknown outcome can be marked; this one is " + words.OfMovement(m.Status).Word
	}
	return mark
}

// Prompt is the filter.
func (a *Activity) Prompt(width int) string { return a.moves.Prompt(width) }

// View draws the rows that fit, and what is known of the selected one.
func (a *Activity) View(width, height int) string {
	return a.split().View(a.env.Styles, width, height)
}

func (a *Activity) split() ui.Split {
	s := a.env.Styles
	m, ok := a.moves.Selected()
	sp := ui.Split{Low: lowLines, List: ui.Pane{
		Panel: ui.Panel{Title: "Activity", Right: a.moves.Position(), Foot: a.openWords()},
		Lines: func(width, height int) []string {
			if ok {
				return a.table(width).Lines(&a.moves, width, height)
			}
			return a.emptyLines(width, height)
		}}}
	if !ok {
		return sp
	}
	sp.Side = ui.Pane{Panel: ui.Panel{Title: titleOf(m), Detail: a.env.CardOf(m), FootRight: ui.KeyWords(s, a.env.Keys.Open)},
		Lines: func(width, height int) []string {
			lines := append([]string{""}, a.noteLines(width)...)
			if len(lines) > 1 {
				lines = append(lines, "")
			}
			if a.preview.Ready() {
				lines = append(lines, about(a.env, m, width)...)
				if a.stepsOf == rowKey(m) {
					lines = append(lines, history(a.env, m, a.steps, width)...)
				}
			}
			return lines[:min(len(lines), height)]
		}}
	sp.Peek = func(width int) []string {
		rule := ui.Rule(s, titleOf(m), strings.Join(ui.NonEmpty(a.env.CardOf(m), ui.Safe(m.Profile)), " · "), width)
		lines := a.noteLines(width)
		if a.preview.Ready() {
			lines = append(lines, brief(a.env, m, width)...)
		}
		return append([]string{rule}, lines...)
	}
	return sp
}

// table has columns of amounts as wide as what is in them.
func (a *Activity) table(width int) ui.Table[client.Movement] {
	const status, mark, wide = 9, 2, 100
	amount, fee := min(24, a.cells.amount), min(24, a.cells.fee)
	if !a.loaded {
		amount, fee = 10, 8
	}
	if width >= ui.PeekWidth-2 && fee > 0 {
		fee++ // a second cell between two amounts
	}
	columns := []ui.Column{
		{Min: screen.WhenCells, Max: screen.WhenCells, Rank: 2, Title: "when"},
		{Min: 8, Max: 8, Title: "what"},
		{Min: 11, Max: 34, Rank: 1, Title: "card"},
		{Min: 7, Max: 16, Rank: 5, Title: "account"},
		{Min: 6, Max: 16, Rank: 3, Title: "person"},
		{Min: amount, Max: amount, Title: "amount", Right: true},
		{Min: fee, Max: fee, Rank: 4, Title: "fee", Right: true},
		{Min: status, Max: status + mark, Title: "status"},
	}
	if !a.several {
		columns[4].Max = 0
	}
	if width < wide { // it is beside the list or below it
		columns[3].Max = 0
	}
	return ui.Table[client.Movement]{Styles: a.env.Styles, Columns: columns, Cells: a.rowCells}
}

func (a *Activity) rowCells(m client.Movement, w []int) []ui.Cell {
	s := a.env.Styles
	state := words.OfMovement(m.Status)
	status := screen.StateCell(s, state)
	if ui.Width(status.Text) > w[7] {
		status.Text = state.Word
	}
	return []ui.Cell{
		{Text: a.env.When(m.CreatedAt), Style: &s.Muted}, {Text: ui.Safe(m.Kind.Words().Short)}, {Text: a.card(m, w[2])},
		{Text: ui.Safe(m.Profile), Style: &s.Muted}, {Text: ui.Safe(m.Person), Style: &s.Muted}, {Text: amountWords(m)},
		{Text: feeWords(m), Style: &s.Muted}, status,
	}
}

// amountWords are the amount of a movement, nothing for a change, which has none.
func amountWords(m client.Movement) string {
	if m.Kind.IsChange() {
		return ""
	}
	return screen.MoneyWords(m.Amount)
}

// feeWords are the fee of a movement as far as it is known.
func feeWords(m client.Movement) string {
	if m.Kind.IsChange() || !m.Fee.Known() {
		return ""
	}
	return screen.MoneyWords(m.Fee)
}

// card names the card of a movement. The end of its number or id is never cut, since cards can share a name.
func (a *Activity) card(m client.Movement, cells int) string {
	card, ok := a.env.Listed(m)
	if !ok {
		return ui.Cut(a.env.CardOf(m), cells)
	}
	end := screen.CardEnd(card)
	return ui.Cut(screen.CardName(card), max(0, cells-ui.Width(end)-1)) + " " + end
}

// openWords are how many movements have no outcome yet.
func (a *Activity) openWords() string {
	open, unknown := 0, 0
	for _, m := range a.moves.All {
		switch {
		case m.Status == client.MovementUnknown:
			unknown++
		case !m.Status.Settled():
			open++
		}
	}
	var words []string
	if unknown > 0 {
		words = append(words, a.env.Styles.Warn.Render(fmt.Sprintf("? %d unknown", unknown)))
	}
	if open > 0 {
		words = append(words, fmt.Sprintf("%d under way", open))
	}
	return strings.Join(words, " · ")
}

// emptyLines say why there is no row.
func (a *Activity) emptyLines(width, height int) []string {
	s, lines := a.env.Styles, a.noteLines(width)
	room := max(0, height-len(lines))
	switch {
	case len(a.moves.All) > 0:
		return ui.Middle([]string{s.Muted.Render("◇ no movement has these words"), "",
			s.Muted.Render("searched: what, card, account, amount, status:, type:, order"), s.Muted.Render("esc clears the filter")}, width, height)
	case !a.loaded:
		rows := [][]int{{12, 7, 22, 7, 0, 9, 8, 8}, {12, 8, 14, 5, 0, 10, 8, 6}, {12, 6, 18, 6, 0, 9, 8, 8}}
		return append(lines, a.table(width).Skeleton(rows, width, room)...)
	case a.err != nil:
		return lines
	}
	return append(lines, ui.Middle([]string{s.Muted.Render("◇ nothing yet"), "",
		s.Muted.Render("what you do with cards and money will be here")}, width, room)...)
}

const settlingWords = "asking the issuers what became of what is open…"

// noteLines say what is under way or wrong, where they move no row.
func (a *Activity) noteLines(width int) []string {
	s := a.env.Styles
	var lines []string
	if a.settling {
		lines = append(lines, ui.TextLines(s.Accent, settlingWords, width, 2)...)
	}
	if a.askErr != nil && a.err == nil {
		what, _ := ui.Problem(a.askErr)
		lines = append(lines, ui.TextLines(s.Warn, "! not all could be asked: "+what, width, 2)...)
	}
	if a.err != nil {
		lines = append(lines, ui.ProblemLines(s, "the journal cannot be read: ", a.err, width)...)
	}
	return lines
}
