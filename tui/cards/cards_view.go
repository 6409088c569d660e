package cards

import (
	"fmt"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"cardwallet/client"
	"cardwallet/client/plan"
	"cardwallet/tui/records"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// cardColumns are the columns of the list. On a narrow screen the profile goes first, then the end of the number or id.
func cardColumns(width, marks int) []ui.Column {
	columns := []ui.Column{
		{Min: 1 + marks, Max: 1 + marks}, // the cursor, and marks where there are any
		{Min: 12, Max: max(27, width-65), Title: "card"},
		{Min: 6, Max: 6, Rank: 2, Title: "ends"}, // the end of its number or id
		{Min: 10, Max: 10, Rank: 1, Title: "status"},
		{Min: 14, Max: 20, Rank: 1, Title: "balance", Right: true},
		{}, // a bar for it
		{Min: 4, Max: len("code 00:00"), Title: "code"}, // the time that a code has left
		{Min: len("profile"), Max: 14, Rank: 3, Title: "profile"},
		{}, // what was spent
	}
	if width >= picturesFrom {
		columns[1].Max = max(28, width-91)
		columns[5] = ui.Column{Min: 10, Max: 10, Rank: 4}
		columns[8] = ui.Column{Min: records.SparkCells, Max: records.SparkCells, Rank: 5, Title: "spent, 30 days"}
	}
	return columns
}

// Title implements ui.Screen.
func (c *Cards) Title() (where, position string) {
	where = "cards"
	if c.profile != "" {
		where = "cards of " + ui.Safe(c.profile)
	}
	if c.sort != byName || c.reverse {
		where += " by " + c.sort.String()
	}
	if c.reverse {
		where += ", reversed"
	}
	if n := len(c.marked); n > 0 {
		where += fmt.Sprintf(" · %d marked", n)
	}
	return where, c.list.Position()
}

// Prompt is the filter.
func (c *Cards) Prompt(width int) string { return c.list.Prompt(width) }

// View draws what is wrong or under way at the accounts, the filter, and the rows that fit.
func (c *Cards) View(width, height int) string {
	lines := c.accountLines(width, max(1, height/3))
	selected, ok := c.list.Selected()
	if !ok {
		return ui.Body(append(lines, "", "  "+c.env.Styles.Muted.Render(c.empty())), width, height)
	}
	columns := cardColumns(width, min(1, len(c.marked)))
	widths := ui.Columns(columns, width)
	lines = append(lines, ui.Header(c.env.Styles, columns, widths))
	var rows []*cardRow
	for row := range c.list.Visible(height - len(lines)) {
		rows = append(rows, row)
	}
	draw := cardDrawing{s: c.env.Styles, widths: widths, codes: c.waiting(), words: map[string]string{}, spark: c.spark, marked: c.marked}
	if widths[5] > 0 {
		draw.most = biggest(rows)
	}
	for _, row := range rows {
		lines = append(lines, draw.row(row, row == selected))
	}
	return ui.Body(lines, width, height)
}

// cardDrawing draws the rows of one frame. Styling is what costs, so each word is styled once.
type cardDrawing struct {
	s      *ui.Styles
	widths []int
	codes  map[string]time.Duration // by Card.Key
	words  map[string]string        // styled, by the word
	most   map[string]decimal.Decimal
	spark  map[string][]int // by Card.Key
	marked map[string]bool  // by Card.Key
}

func (d cardDrawing) row(row *cardRow, selected bool) string {
	s, w := d.s, d.widths
	mark, name := " ", ui.Fit(row.name, w[1])
	if selected {
		mark, name = "▌", s.Selection.Render(name)
	}
	if len(d.marked) > 0 {
		if d.marked[row.card.Key()] {
			mark += "*"
		}
		mark = ui.Fit(mark, w[0])
	}
	status := d.word("status "+string(row.card.Status), func() string {
		return screen.StatusStyle(s, row.card.Status).Render(ui.Fit(ui.Safe(string(row.card.Status)), w[3]))
	})
	balance := ui.Right(screen.MoneyWords(row.card.Balance), w[4])
	if !row.card.Balance.Known() {
		balance = d.word("unknown", func() string { return s.Muted.Render(balance) })
	}
	profile := d.word("profile "+row.card.Profile, func() string { return s.Muted.Render(ui.Fit(ui.Safe(row.card.Profile), w[7])) })
	return ui.Row([]string{mark, name, d.digits(row.card), status, balance, d.balanceBar(row.card), d.code(row.card), profile,
		d.spent(row.card)}, w)
}

func (d cardDrawing) digits(card client.Card) string {
	return ui.Fit(screen.CardEnd(card), d.widths[2])
}

func (d cardDrawing) word(word string, draw func() string) string {
	if _, ok := d.words[word]; !ok {
		d.words[word] = draw()
	}
	return d.words[word]
}

// code is how long a code for the card is still good, blank where none waits.
func (d cardDrawing) code(card client.Card) string {
	left, ok := d.codes[card.Key()]
	if !ok {
		return ui.Fit("", d.widths[6])
	}
	text := plan.Clock(left)
	if d.widths[6] >= len("code ")+len(text) {
		text = "code " + text
	}
	return d.s.Warn.Bold(true).Render(ui.Fit(text, d.widths[6]))
}

// accountLines has one line for each account that is being read for the first time or cannot be read.
func (c *Cards) accountLines(width, atMost int) []string {
	s := c.env.Styles
	var lines []string
	for _, l := range c.of(c.profile) {
		state := l.state(c.env.Now())
		name := ui.Safe(l.account.Profile)
		switch {
		case l.err != nil:
			lines = append(lines, s.Bad.Render(ui.Spread("! "+name+": "+state.Problem, state.Words, width)))
		case l.loading && l.at.IsZero():
			lines = append(lines, s.Muted.Render(ui.Fit("  "+name+": "+state.Words, width)))
		}
	}
	if len(lines) > atMost {
		more := len(lines) - atMost + 1
		lines = append(lines[:atMost-1], s.Bad.Render(fmt.Sprintf("  and %d more accounts: p shows all", more)))
	}
	return lines
}

// AccountState says in words how an account's list stands.
type AccountState struct {
	Profile string
	Problem string // what failed, safe; empty when nothing did
	Hint    string // what to do about it, safe
	Words   string // safe
	Reading bool
	At      time.Time // when the cards that are shown were read, zero before that
}

// Count is how many cards there are of the accounts that are shown, whatever the filter.
func (c *Cards) Count() int { return len(c.list.All) }

// Accounts gives the state of every account, in their order.
func (c *Cards) Accounts() []AccountState {
	states := make([]AccountState, len(c.listings))
	for i, l := range c.listings {
		states[i] = l.state(c.env.Now())
	}
	return states
}

func (l *listing) state(now time.Time) AccountState {
	state := AccountState{Profile: l.account.Profile, Reading: l.loading, At: l.at}
	switch {
	case l.loading && l.endless:
		state.Words = fmt.Sprintf("reading, page %d", l.done)
	case l.loading && l.total > 1:
		state.Words = fmt.Sprintf("reading, page %d of %d", l.done, l.total)
	case l.loading:
		state.Words = "reading the cards"
	case l.err != nil && l.at.IsZero():
		state.Words = "r retries"
	case client.Readable(l.err) != nil:
		state.Words = "as of " + ui.ClockTime(l.at, now) + ", r retries"
	default:
		state.Words = fmt.Sprintf("%d cards", len(l.rows))
	}
	if l.err != nil {
		what, hint := ui.Problem(l.err)
		state.Problem, state.Hint = strings.TrimPrefix(what, ui.Safe(l.account.Profile)+": "), hint
	}
	return state
}

// empty says why there is no card to see.
func (c *Cards) empty() string {
	loading, failed := 0, 0
	for _, l := range c.of(c.profile) {
		if l.loading {
			loading++
		} else if l.err != nil {
			failed++
		}
	}
	switch {
	case len(c.listings) == 0:
		return "no profile is configured"
	case len(c.list.All) > 0:
		return "no card matches the filter; esc clears it"
	case loading > 0:
		return "reading the cards"
	case failed > 0:
		return "no cards could be read; r tries again"
	}
	return "no cards yet"
}
