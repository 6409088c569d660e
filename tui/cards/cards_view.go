package cards

import (
	"strings"

	"charm.land/lipgloss/v2"

	"cardwallet/client"
	"cardwallet/client/plan"
	"cardwallet/client/words"
	"cardwallet/tui/codes"
	"cardwallet/tui/deck"
	"cardwallet/tui/preview"
	"cardwallet/tui/records"
	"cardwallet/tui/screen"
	"cardwallet/tui/team"
	"cardwallet/tui/ui"
)

// The columns of the list.
const (
	nameColumn = iota
	endColumn
	accountColumn
	statusColumn
	balanceColumn
	liveColumn // the mark of a code that is good
	codeColumn // and how long it is
	sparkColumn
)

// Widths of columns and of the list, in cells.
const (
	nameLeast, nameMost       = 12, 34
	balanceLeast, balanceMost = 14, 20
	codeCells                 = len("60:00")
	accountLeast, accountMost = 5, 12
	accountFrom               = 66 // cells of the list
	sparkFrom                 = 112
)

// columns are those of a list that is so many cells wide. On a narrow screen the account goes first. Money is not cut as long as there is
// any room for it, and so the widest balance decides.
func (c *Cards) columns(width int) []ui.Column {
	balance, account := min(max(balanceLeast, c.sums.widest), balanceMost), accountLeast
	for _, l := range c.listings {
		account = min(max(account, ui.Width(ui.Safe(l.account.Profile))), accountMost)
	}
	columns := []ui.Column{
		nameColumn:    {Min: nameLeast, Max: nameMost, Title: "card"},
		endColumn:     {Min: 6, Max: 6, Rank: 2, Title: "ends"},
		accountColumn: {Min: accountLeast, Max: account, Rank: 3, Title: "acct"},
		statusColumn:  {Min: 10, Max: 10, Rank: 1, Title: "status"},
		balanceColumn: {Min: balance, Max: balanceMost, Rank: 1, Title: "balance", Right: true},
		liveColumn:    {Min: 1, Max: 1},
		codeColumn:    {Min: codeCells, Max: codeCells, Title: "code"},
		sparkColumn:   {},
	}
	if width < accountFrom {
		columns[accountColumn].Max = 0
	}
	if width >= sparkFrom {
		columns[sparkColumn] = ui.Column{Min: records.SparkCells, Max: records.SparkCells, Rank: 4}
		if len(c.spark) > 0 { // there is nothing to name before
			columns[sparkColumn].Title = "spent, 30 days"
		}
	}
	sorted := &columns[column(c.sort)]
	if sorted.Title += " " + c.arrow(); ui.Width(sorted.Title) > sorted.Min {
		sorted.Title = strings.Replace(sorted.Title, " ", "", 1)
	}
	return columns
}

// Title implements ui.Screen.
func (c *Cards) Title() (where, position string) {
	where = "cards"
	if c.profile != "" {
		where = "cards of " + ui.Safe(c.profile)
	}
	return where + c.order() + c.markWords(), c.list.Position()
}

// order says how the list is sorted where that is not the usual way.
func (c *Cards) order() string {
	words := ""
	if c.sort != deck.ByName || c.reverse {
		words = " by " + c.sort.String()
	}
	if c.reverse {
		words += ", reversed"
	}
	return words
}

// Prompt is the filter.
func (c *Cards) Prompt(width int) string { return c.list.Prompt(width) }

// View draws the list, and what is known of the card under the cursor. Nothing is asked for it.
func (c *Cards) View(width, height int) string {
	return c.split(width, height).View(c.env.Styles, width, height)
}

func (c *Cards) split(width, height int) ui.Split {
	boxes, beside := ui.Boxes(width, height), (*deck.Row)(nil)
	if boxes && c.failed() == nil {
		beside, _ = c.list.Selected()
	}
	sp := ui.Split{
		List: ui.Pane{Panel: ui.Panel{Title: "Cards", Detail: c.shown() + c.markWords()}, Lines: func(width, height int) []string {
			return c.listLines(width, height, beside, boxes)
		}},
		Side: c.side(),
		Peek: c.peek,
	}
	if c.failed() != nil {
		sp.Low = 1 + peekText
	}
	if reading := c.readingWords(); reading != "" && !boxes { // there is no border to say it in
		sp.List.Lines = func(width, height int) []string {
			lines := c.listLines(width, height-1, nil, false)
			return append(lines, c.env.Styles.Muted.Render("  "+ui.Cut(reading, width-2)))
		}
	}
	sp.List.Foot, sp.List.Right = c.foot()
	// It changes with each move. In the upper border it would stand in one line with the name of the card, which changes too, and all between
	// them would be sent anew.
	sp.List.FootRight = c.list.Position()
	if c.list.Len() == 0 && !boxes { // there is nothing to look at, and the list says what failed
		sp.Peek = nil
	}
	if width >= ui.InboxWidth && boxes {
		sp.Inbox = c.inbox()
	}
	return sp
}

// shown are the accounts whose cards are listed.
func (c *Cards) shown() string {
	if c.profile == "" {
		return "all accounts"
	}
	return "of " + ui.Safe(c.profile)
}

// listLines draw the list. boxes is true where what failed stands beside it.
func (c *Cards) listLines(width, height int, beside *deck.Row, boxes bool) []string {
	if c.list.Len() == 0 {
		return c.emptyLines(width, height, boxes && c.failed() != nil)
	}
	return c.table(width, beside).Lines(&c.list, width, height)
}

// table draws the rows. What is the same in many rows is made once for a frame. The code of the row that is drawn beside counts there.
func (c *Cards) table(width int, beside *deck.Row) ui.Table[*deck.Row] {
	s, waiting, others := c.env.Styles, c.waiting(), team.AtWork(c.env)
	statuses := map[client.CardStatus]*lipgloss.Style{}
	t := ui.Table[*deck.Row]{Styles: s, Columns: c.columns(width), Marked: func(row *deck.Row) bool { return c.marked[row.Key()] }}
	if c.sort == deck.ByBalance {
		t.Group = currencyOf
	}
	t.Cells = func(row *deck.Row, _ []int) []ui.Cell {
		card, key := row.Named(), row.Key()
		style, known := statuses[card.Status]
		if !known {
			status := screen.StatusStyle(s, card.Status)
			style, statuses[card.Status] = &status, &status
		}
		cells := []ui.Cell{
			nameColumn:    {Text: team.Before(others[key], row.Name())},
			endColumn:     {Text: screen.CardEnd(card)},
			accountColumn: {Text: ui.Safe(card.Profile)},
			statusColumn:  {Text: screen.StateWords(words.OfCard(card)), Style: style},
			balanceColumn: c.balance(row),
			liveColumn:    {},
			codeColumn:    {},
			sparkColumn:   {Text: c.spark[key]},
		}
		if left := waiting[key]; left > 0 { // the time has no style: it changes each second, and a style is many bytes
			cells[liveColumn] = ui.Cell{Text: preview.LiveMark, Style: &s.Code, Code: true}
			if cells[codeColumn].Text = codes.LiveWord; row != beside {
				cells[codeColumn].Text = plan.Clock(left)
			}
		}
		if card.Last4 == "" { // it is the end of an id
			cells[endColumn].Style = &s.Muted
		}
		return cells
	}
	return t
}

// balance is what can be spent. The money of an account that others pay from, too, is not on the card.
func (c *Cards) balance(row *deck.Row) ui.Cell {
	switch text := row.BalanceWords(); {
	case row.Shared():
		return ui.Cell{Text: "shared", Style: &c.env.Styles.Muted}
	case text == "":
		return ui.Cell{Text: "unknown", Style: &c.env.Styles.Muted}
	case row.Currency() == "": // it may be that of an account
		return ui.Cell{Text: text, Style: &c.env.Styles.Muted}
	default:
		return ui.Cell{Text: text}
	}
}

// currencyOf is the group of a row where the list is sorted by balance: amounts of two currencies do not compare.
func currencyOf(row *deck.Row) string {
	switch {
	case row.Shared():
		return "from shared accounts"
	case row.Currency() == "":
		return "balance not known"
	}
	return ui.Safe(row.Currency())
}
