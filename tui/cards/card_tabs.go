package cards

import (
	"fmt"
	"strings"

	"charm.land/lipgloss/v2"

	"cardwallet/client"
	"cardwallet/client/plan"
	"cardwallet/client/words"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// cardTab is a part of what is known of a card.
type cardTab int

// The tabs, in their order.
const (
	tabDetails cardTab = iota
	tabTransactions
	tabSpending
	tabLimits
	tabHistory
	cardTabs // how many
)

// String is the word for it.
func (t cardTab) String() string {
	return [...]string{"Details", "Transactions", "Spending", "Limits", "History"}[t]
}

const (
	latestShown = 5   // payments among the details
	movesShown  = 100 // movements that the journal is asked for
	limitCells  = 18
	shortTab    = 12 // lines of a tab that are worth more than a blank one
)

// tabLine names the tabs. The one that is shown is the selected one.
func (c *Card) tabLine(width int) string {
	s := c.Env.Styles
	var parts []string
	for t := range cardTabs {
		style := s.Muted
		if t == c.tab {
			style = s.Selection
		}
		parts = append(parts, style.Render(" "+t.String()+" "))
	}
	return ui.Cut(" "+strings.Join(parts, " "), width)
}

// tabAt is the tab on that cell of the line of tabs.
func tabAt(x int) (tab cardTab, ok bool) {
	from := 1
	for t := range cardTabs {
		to := from + len(t.String()) + 2
		if x >= from && x < to {
			return t, true
		}
		from = to + 1
	}
	return 0, false
}

// tabLines are the tabs, and what the one that is shown has to say, in at most that many lines.
func (c *Card) tabLines(width, height int) []string {
	lines := []string{c.tabLine(width), " " + c.Env.Styles.Border.Render(strings.Repeat("─", max(0, width-2)))}
	if height > len(lines)+shortTab {
		lines = append(lines, "")
	}
	return append(lines, c.tabBody(width, height-len(lines))...)
}

func (c *Card) tabBody(width, height int) []string {
	lines := c.tabContent(width, height)
	return lines[:max(0, min(len(lines), height))]
}

func (c *Card) tabContent(width, height int) []string {
	switch c.tab {
	case tabTransactions:
		return c.transactionLines(width, height)
	case tabSpending:
		return c.spendingLines()
	case tabLimits:
		return c.limitLines(width)
	case tabHistory:
		return c.historyLines(width)
	default:
		return c.detailLines(width, height)
	}
}

// hint says which key reads something.
func (c *Card) hint(keys, what string) string {
	s := c.Env.Styles
	return " " + s.Accent.Render(keys) + s.Muted.Render(" "+what)
}

func (c *Card) heading(text string) string { return " " + c.Env.Styles.Muted.Render(text) }

// detailLines are the facts, the newest payments where they were read, and what can be done.
func (c *Card) detailLines(width, height int) []string {
	lines := c.facts(width)
	if room := height - len(lines) - 2; room > 0 {
		lines = append(lines, "")
		latest, read := c.Env.Latest.Of(c.Card)
		switch {
		case read && len(latest.Records) == 0:
			lines = append(lines, c.heading("no transactions"))
		case read:
			lines = append(lines, c.heading("Latest transactions"))
			lines = append(lines, c.paymentLines(latest.Records, width, min(latestShown, room))...)
		default:
			lines = append(lines, c.unread())
		}
	}
	doing := c.offerLines(width)
	if room := height - len(lines) - 2; len(doing) > 0 && room >= min(2, len(doing)) {
		if rest := len(doing) - room + 1; rest > 1 {
			doing = append(doing[:room-1], c.hint(c.Env.Keys.Palette.Help().Key, fmt.Sprintf("finds the other %d", rest)))
		}
		lines = append(append(lines, "", c.heading("What you can do")), doing...)
	}
	return lines
}

// unread says how to read the transactions, where the issuer has any.
func (c *Card) unread() string {
	if reason := recordActions(c.Env, c.Card)[0].Reason; reason != "" {
		return c.heading(reason)
	}
	return c.hint(c.Env.Keys.Transactions.Help().Key, "reads the transactions")
}

func (c *Card) paymentLines(records []client.Record, width, most int) []string {
	s := c.Env.Styles
	var lines []string
	for _, r := range records[:min(len(records), max(0, most))] {
		when := strings.Repeat(" ", screen.WhenCells)
		if !r.At.IsZero() {
			when = ui.Fit(c.Env.When(r.At), screen.WhenCells)
		}
		lines = append(lines, " "+screen.PaidLine(s, when+"  ", r, width-2))
	}
	return lines
}

// offerLines say what can be done with the card, and why not what cannot. What the issuer has for no card is left out.
func (c *Card) offerLines(width int) []string {
	s := c.Env.Styles
	const nameCells = 14
	var can, cannot []string
	line := func(key, name lipgloss.Style, o offer, detail string, style lipgloss.Style) string {
		words := key.Render(o.key.Help().Key) + " " + name.Render(ui.Fit(o.key.Help().Desc, nameCells))
		return " " + words + style.Render(ui.Cut(detail, max(0, width-nameCells-4)))
	}
	for _, o := range offers(c.Env.Keys) {
		o = o.of(c.Card)
		if !c.Account.Offers(o.kind) || o.plastic && c.Card.Form != client.FormPhysical {
			continue
		}
		reason := o.reason(c.Env, c.Account, c.Card)
		if reason != "" && o.kind == client.MoveActivate { // most cards need none
			continue
		}
		if reason == "" {
			style := s.Muted
			if o.kind == client.MoveCancel {
				style = s.Bad
			}
			can = append(can, line(s.Accent, s.Text, o, c.offerDetail(o.kind), style))
			continue
		}
		reason = strings.TrimPrefix(reason, o.kind.Words().Title+": ")
		cannot = append(cannot, line(s.Muted, s.Muted, o, reason, s.Muted))
	}
	return append(can, cannot...)
}

func (c *Card) transactionLines(width, height int) []string {
	latest, read := c.Env.Latest.Of(c.Card)
	if !read {
		return []string{c.unread()}
	}
	lines := []string{c.heading("the newest, as read at " + ui.ClockTime(latest.At, c.Env.Now()))}
	lines = append(lines, c.paymentLines(latest.Records, width, height-3)...)
	if len(latest.Records) == 0 {
		lines = []string{c.heading("there were none at " + ui.ClockTime(latest.At, c.Env.Now()))}
	}
	return append(lines, "", c.hint(c.Env.Keys.Transactions.Help().Key, "shows all of them, and every field"))
}

// spendingLines say what the issuer says was spent. The chart of it has a screen of its own.
func (c *Card) spendingLines() []string {
	var lines []string
	if c.Card.Used.Known() {
		lines = append(lines, c.fact("spent", c.Env.Styles.Strong.Render(screen.MoneyWords(c.Card.Used))), "")
	}
	if reason := recordActions(c.Env, c.Card)[1].Reason; reason != "" {
		return append(lines, c.heading(reason))
	}
	return append(lines, c.hint(c.Env.Keys.Spending.Help().Key, "draws what was spent by day and by merchant"))
}

// limitLines are what limits the card by itself, and what bounds a top-up of it.
func (c *Card) limitLines(width int) []string {
	var lines []string
	if l := c.Card.Limits; l != nil {
		for _, control := range l.Controls {
			lines = append(lines, c.limit("at most", ui.Safe(words.Limit(control))))
		}
		if l.NoPINAmount.Known() {
			lines = append(lines, c.limit("no PIN", "up to "+screen.MoneyWords(l.NoPINAmount)))
		}
		lines = append(lines, c.merchantLines(*l, width)...)
	}
	if c.termsKnown && c.terms.Refusal == "" {
		if bounds := plan.Between(c.terms.Least(), c.terms.Most()); bounds != "" {
			lines = append(lines, c.limit("top-up", ui.Safe(bounds)))
		}
	}
	if len(lines) == 0 {
		lines = append(lines, c.heading("nothing is known of limits"))
	}
	lines = append(lines, "")
	for _, o := range offers(c.Env.Keys) {
		if o = o.of(c.Card); o.kind == client.MoveLimits {
			if reason := o.reason(c.Env, c.Account, c.Card); reason != "" {
				return append(lines, c.heading(reason))
			}
			return append(lines, c.hint(o.key.Help().Key, "reads and changes what can be set"))
		}
	}
	return lines
}

// limit is a limit with what it is of.
func (c *Card) limit(of, limit string) string { return c.heading(ui.Fit(of, limitCells)) + limit }

// merchantLines say where the card pays, a category a line.
func (c *Card) merchantLines(l client.Limits, width int) []string {
	codes, words := l.AllowedMCC, "pays only at"
	switch {
	case len(l.AllowedMCC) > 0:
	case len(l.BlockedMCC) > 0:
		codes, words = l.BlockedMCC, "never pays at"
	default:
		return []string{c.limit("merchants", plan.MerchantWords(l, false))}
	}
	lines := []string{c.limit("merchants", words)}
	for _, code := range codes {
		lines = append(lines, c.limit("", ui.Cut(ui.Safe(plan.CategoryWords([]string{code}, false)), max(0, width-limitCells-2))))
	}
	return lines
}

// historyLines are what this wallet did with the card.
func (c *Card) historyLines(width int) []string {
	s := c.Env.Styles
	switch {
	case c.movesErr != nil:
		return ui.ProblemLines(s, "", c.movesErr, width)
	case c.movesAt.IsZero():
		return []string{c.heading("reading what was noted here")}
	case len(c.moves) == 0:
		return []string{c.heading("this wallet has moved nothing on this card")}
	}
	var lines []string
	for _, m := range c.moves {
		status := screen.StateCell(s, words.OfMovement(m.Status))
		what := ui.Fit(ui.Safe(plan.Describe(m)), max(0, width-screen.WhenCells-ui.Width(status.Text)-5))
		lines = append(lines, " "+s.Muted.Render(ui.Fit(c.Env.When(m.CreatedAt), screen.WhenCells))+"  "+what+" "+
			status.Style.Render(status.Text))
	}
	return lines
}
