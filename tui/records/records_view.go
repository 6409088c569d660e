package records

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"charm.land/lipgloss/v2"

	"cardwallet/client"
	"cardwallet/client/statement"
	"cardwallet/client/words"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// Title names the card, or the account, and says where the cursor is.
func (l *Records) Title() (where, position string) {
	where, _ = l.TitleOf(l.whole)
	return where + " / transactions", l.list.Position()
}

// View draws the lists there are, the rows that fit, what they come to, and what is known of the selected one.
func (l *Records) View(width, height int) string {
	body := l.split(width, height-tabLines).View(l.Env.Styles, width, height-tabLines)
	return ui.Lines(l.tabs(width)+"\n"+body, width, height)
}

// split has what was read, and what it comes to, in the border of the list where there is one. Sums that have no room there stand below the
// rows: none is cut.
func (l *Records) split(width, height int) ui.Split {
	r, ok := l.list.Selected()
	totals, read := l.totals(), l.readWords()
	sp := ui.Split{SideCells: aboutCells}
	sp.List.Panel = ui.Panel{Title: "Transactions", Detail: l.ofWhat(), Right: l.list.Position(), FootRight: read}
	boxed, below := ui.Boxes(width, height), totals
	if sums := strings.Join(totals, "; "); boxed && ui.Width(sums)+ui.Width(read)+2 <= sp.ListArea(width, height).Width-4 {
		sp.List.Foot, below = sums, nil
	}
	sp.List.Lines = func(width, height int) []string {
		var foot []string
		if !boxed {
			foot = l.foot(width, read)
		}
		foot = append(foot, sumLines(below, width)...)
		return append(l.rows(width, height-len(foot)), foot...)
	}
	switch err := l.problem(); {
	case err != nil:
		sp.Side.Panel = ui.Panel{Title: "✕ " + ui.Safe(l.Profile()), Detail: "not all could be read"}
		sp.Side.Lines = func(width, _ int) []string { return append([]string{""}, l.problemLines(width)...) }
	case ok:
		sp.Side = ui.Pane{Panel: ui.Panel{Title: title(r)}, Lines: func(width, _ int) []string { return l.about(r, width) }}
	}
	if ok {
		sp.Peek = func(width int) []string { return l.peek(r, width) }
	}
	return sp
}

// ofWhat says whose records they are.
func (l *Records) ofWhat() string {
	if l.whole {
		return "all cards of " + ui.Safe(l.Profile())
	}
	return screen.CardWords(l.Card)
}

// rows are exactly that many lines, at least one.
func (l *Records) rows(width, height int) []string {
	height = max(1, height)
	lines := []string{"", "  " + l.Env.Styles.Muted.Render(ui.Cut(l.empty(), width-2))}
	if l.list.Len() > 0 {
		lines = l.table().Lines(&l.list, width, height)
	}
	for len(lines) < height {
		lines = append(lines, "")
	}
	return lines[:height]
}

func (l *Records) table() ui.Table[client.Record] {
	columns := []ui.Column{
		{Min: screen.WhenCells, Max: screen.WhenCells, Title: "when"},
		{Min: 10, Rank: 1, Title: "what"},
		{Min: 13, Max: 34, Rank: 2, Title: "card"},
		{Min: 6, Max: 6, Title: "ends"}, // which is never cut: cards can share a name
		{Min: 10, Max: 14, Rank: 1, Title: "status"},
		{Min: 13, Max: 15, Title: "amount", Right: true},               // in the card's currency
		{Min: 13, Max: 15, Rank: 3, Title: "at merchant", Right: true}, // in the merchant's
	}
	if columns[1].Max = 22; !l.whole { // the names of most merchants; what is left is for those of the cards
		columns[1].Max, columns[2], columns[3] = 40, ui.Column{Rank: 2}, ui.Column{}
	}
	if !slices.ContainsFunc(l.pages.records, func(r client.Record) bool { return words.AtMerchant(r) != "" }) {
		columns[6] = ui.Column{Rank: 3}
	}
	return ui.Table[client.Record]{Styles: l.Env.Styles, Columns: columns, Cells: l.cells}
}

func (l *Records) cells(r client.Record, _ []int) []ui.Cell {
	s := l.Env.Styles
	name, end, when := "", "", ""
	if card, ok := l.Env.Listed(client.Movement{Profile: r.Profile, CardID: r.CardID}); ok {
		name, end = screen.CardName(card), screen.CardEnd(card)
	} else if r.CardID != "" {
		end = screen.CardEnd(client.Card{Profile: r.Profile, ID: r.CardID})
	}
	if !r.At.IsZero() {
		when = l.Env.When(r.At)
	}
	return []ui.Cell{{Text: when, Style: &s.Muted}, {Text: subject(r)}, {Text: name}, {Text: end, Style: endStyle(s, end)}, l.statusCell(r),
		amountCell(s, r), {Text: ui.Safe(words.AtMerchant(r)), Style: &s.Muted}}
}

// amountCell is what the record did to its card. What moved nothing has no sign.
func amountCell(s *ui.Styles, r client.Record) ui.Cell {
	text, moved := words.Amount(r)
	cell := ui.Cell{Text: ui.Safe(cmp.Or(text, "-"))}
	switch {
	case !moved:
		cell.Style = &s.Muted
	case r.Flow() == client.FlowIn:
		cell.Style = &s.OK
	}
	return cell
}

// endStyle is how the end of a card is drawn: that of an id is quiet.
func endStyle(s *ui.Styles, end string) *lipgloss.Style {
	if strings.HasPrefix(end, "#") {
		return &s.Muted
	}
	return nil
}

// subject is what the record is about, or a name of the record.
func subject(r client.Record) string { return ui.Safe(cmp.Or(words.What(r), r.OrderID, r.ID)) }

// statusCell is where the record stands. A one-time password has no word: it is live or expired, by the issuer's clock.
func (l *Records) statusCell(r client.Record) ui.Cell {
	s := l.Env.Styles
	switch {
	case r.Unreadable != "":
		return ui.Cell{Text: r.Unreadable.Words(), Style: &s.Warn}
	case r.Kind == client.Record3DS:
		return ui.Cell{Text: liveWord(l.Env, l.Account, r)}
	}
	return screen.StateCell(s, words.OfRecord(r))
}

// Prompt is what is typed: dates, or the filter by words.
func (l *Records) Prompt(width int) string {
	if !l.dates.Focused() {
		return l.list.Prompt(width)
	}
	s := l.Env.Styles
	hint := s.Muted.Render("24h, 30d, 2026-11-01, or two days: 2026-11-01 2026-11-21")
	if l.dateErr != nil {
		hint = s.Bad.Render(ui.Safe(l.dateErr.Error()))
	}
	l.dates.SetWidth(min(26, max(8, ui.Width(l.dates.Value())+1))) // what is said of them has the rest
	return ui.Cut(" "+ui.FieldView(&l.dates)+" "+hint, width)
}

// problem is why not all was read.
func (l *Records) problem() error {
	if err := l.pages.err; err != nil && !errors.Is(err, statement.ErrEndless) {
		return err
	}
	return l.pages.Odd.Err()
}

func (l *Records) problemLines(width int) []string {
	lines := ui.ProblemLines(l.Env.Styles, "", l.problem(), width)
	if l.pages.err != nil {
		lines = append(lines, "  "+l.Env.Styles.Muted.Render(ui.Says(l.Env.Keys.Refresh, "tries again")))
	}
	return lines
}

// foot says below a list without a border what went wrong, and how much was read.
func (l *Records) foot(width int, read string) []string {
	var lines []string
	if l.problem() != nil {
		lines = l.problemLines(width)
	}
	if read != "" {
		lines = append(lines, " "+ui.Cut(read, width-1))
	}
	return lines
}

// sumLines have a line for each currency, and more where one is too long.
func sumLines(totals []string, width int) []string {
	lines := ui.Wrapped(strings.Join(totals, "\n"), width-1, 3)
	for i := range lines {
		lines[i] = " " + lines[i]
	}
	return lines
}

// readWords say how much was read.
func (l *Records) readWords() string {
	s, p := l.Env.Styles, l.pages
	read := fmt.Sprint(len(p.records))
	if p.Total > len(p.records) {
		read += fmt.Sprintf(" of %d", p.Total)
	}
	switch {
	case p.reading:
		return s.Accent.Render(fmt.Sprintf("%s read, reading page %d…", read, p.Query.Page+1))
	case errors.Is(p.err, statement.ErrEndless):
		return s.Warn.Render(read + " read, then pages without anything new; " + ui.Says(l.Env.Keys.Refresh, "goes on"))
	case p.err != nil:
		return s.Muted.Render(read + " read")
	case p.More && l.list.Filtering():
		return s.Muted.Render(read + " read, enter looks further")
	case p.More && l.emptyPages >= emptyPagesLimit:
		return s.Warn.Render(read + " read, nothing found for a while; " + ui.Says(l.Env.Keys.Down, "reads on"))
	case p.More:
		return s.Muted.Render(read + " read, more as you scroll")
	case len(p.records) == 0:
		return "" // that there is none is said above
	}
	return s.Muted.Render("all " + read + " read")
}

// totals are what the shown records come to, by currency. Fees stand beside the amounts, because issuers list them apart. A code moves
// no money.
func (l *Records) totals() (parts []string) {
	if l.kind == client.Record3DS {
		return nil
	}
	for _, t := range statement.Totals(l.list.Matching()) {
		parts = append(parts, ui.Safe(t.Words()))
	}
	return parts
}

// empty says why there is no record to see.
func (l *Records) empty() string {
	switch {
	case l.pages.reading:
		return "reading: " + words.List(l.kind)
	case l.pages.err != nil:
		return "nothing could be read"
	case len(l.pages.records) > 0 || l.asked():
		return "no record matches; esc shows all"
	case l.whole:
		return "there is nothing under " + words.List(l.kind)
	}
	return "this card has nothing under " + words.List(l.kind)
}
