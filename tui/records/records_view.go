package records

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"cardwallet/client"
	"cardwallet/client/mcc"
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

// View draws the lists there are, what is selected, the rows that fit, and what they come to.
func (l *Records) View(width, height int) string {
	lines := append(l.tabs(width), l.filterLines(width)...)
	if l.list.Len() == 0 {
		lines = append(lines, "", "  "+l.Env.Styles.Muted.Render(l.empty()))
		return ui.Body(append(lines, l.foot(width)...), width, height)
	}
	return ui.Table[client.Record]{Styles: l.Env.Styles, Columns: l.columns(width), Above: lines, Cells: l.cells,
		Foot: func([]int) []string { return l.foot(width) }}.View(&l.list, width, height)
}

func (l *Records) columns(width int) []ui.Column {
	columns := []ui.Column{
		{Min: screen.WhenCells, Max: screen.WhenCells, Title: "when"},
		{Min: 7, Max: 12, Rank: 1, Title: "type"},
		{Min: 10, Max: 22, Rank: 4, Title: "card"},
		{Min: 10, Max: max(20, width-76), Rank: 1, Title: "what"},
		{Min: 13, Max: 14, Title: "amount", Right: true},               // in the card's currency
		{Min: 13, Max: 16, Rank: 3, Title: "at merchant", Right: true}, // in the merchant's
		{Min: 8, Max: 10, Title: "status"},
	}
	if !l.whole {
		columns[2] = ui.Column{Rank: 4}
	}
	if !slices.ContainsFunc(l.pages.records, func(r client.Record) bool { return words.AtMerchant(r) != "" }) {
		columns[5] = ui.Column{Rank: 3}
	}
	return columns
}

func (l *Records) cells(r client.Record, _ []int) []ui.Cell {
	s := l.Env.Styles
	text, moved := words.Amount(r)
	money := ui.Cell{Text: ui.Safe(cmp.Or(text, "-"))}
	if !moved {
		money.Style = &s.Muted
	}
	at := ui.Safe(words.AtMerchant(r))
	card, when := "", ""
	if r.CardID != "" {
		card = l.Env.CardOf(client.Movement{Profile: r.Profile, CardID: r.CardID})
	}
	if !r.At.IsZero() {
		when = l.Env.When(r.At)
	}
	kind := ui.Safe(words.Type(r.Kind, r.Type))
	return []ui.Cell{{Text: when, Style: &s.Muted}, {Text: kind}, {Text: card}, {Text: recordSubject(r)}, money, {Text: at}, l.statusCell(r)}
}

// recordSubject is statement.Subject, or a name of the record, with the merchant's category.
func recordSubject(r client.Record) string {
	return ui.Safe(strings.Join(ui.NonEmpty(cmp.Or(words.What(r), r.OrderID, r.ID), mcc.Name(r.Merchant.MCC)), " · "))
}

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

// liveWord says whether a 3DS record is still good.
func liveWord(env *screen.Env, account client.Account, r client.Record) string {
	switch {
	case r.ExpiresAt.IsZero():
		return "no expiry"
	case account.Now(env.Now()).Before(r.ExpiresAt):
		return "live"
	}
	return "expired"
}

// tabs names the lists. The one that is shown is in brackets. Where not all fit, it is still in view.
func (l *Records) tabs(width int) []string {
	if len(l.kinds) < 2 {
		return nil
	}
	s := l.Env.Styles
	var parts []string
	cells, passed := 0, false
	for _, kind := range l.kinds {
		word := words.ShortList(kind)
		if kind == l.kind {
			word = "[" + word + "]"
		}
		for cells += ui.Width(word) + 1; cells > width && len(parts) > 0 && !passed; parts = parts[1:] {
			cells -= ui.Width(parts[0]) + 1
		}
		if cells > width {
			break
		}
		parts = append(parts, word)
		passed = passed || kind == l.kind
	}
	for i, word := range parts {
		if strings.HasPrefix(word, "[") {
			parts[i] = s.Strong.Render(word)
		} else {
			parts[i] = s.Muted.Render(word)
		}
	}
	return []string{strings.Join(parts, " ")}
}

// Prompt is the filter by words.
func (l *Records) Prompt(width int) string { return l.list.Prompt(width) }

// filterLines are the fields that are typed into, and what the list is limited to.
func (l *Records) filterLines(width int) []string {
	s := l.Env.Styles
	var lines []string
	if l.dates.Focused() {
		l.dates.SetWidth(max(1, width-9))
		hint := s.Muted.Render(ui.Cut("  24h, 30d, 2026-11-01, or first and last day: 2026-11-01 2026-11-21", width))
		if l.dateErr != nil {
			hint = s.Bad.Render(ui.Cut("  "+ui.Safe(l.dateErr.Error()), width))
		}
		lines = append(lines, ui.FieldView(&l.dates), hint)
	}
	if limits := l.limits(); len(limits) > 0 {
		lines = append(lines, s.Accent.Render(ui.Cut("only "+strings.Join(limits, " · ")+" · esc shows all", width)))
	}
	return lines
}

// limits are the words for what the list is limited to.
func (l *Records) limits() []string {
	var limits []string
	if l.recordType != "" {
		limits = append(limits, "type "+ui.Safe(l.recordType))
	}
	if l.status != "" {
		limits = append(limits, "status "+ui.Safe(l.status))
	}
	if !l.since.IsZero() {
		limits = append(limits, "since "+l.Env.When(l.since))
	}
	if !l.until.IsZero() {
		limits = append(limits, "before "+l.Env.When(l.until))
	}
	return limits
}

// foot says how much was read, what went wrong, and what the shown records come to in each currency.
func (l *Records) foot(width int) []string {
	s, p := l.Env.Styles, l.pages
	var lines []string
	endless := errors.Is(p.err, statement.ErrEndless)
	if p.err != nil && !endless {
		lines = append(ui.ProblemLines(s, "", p.err, width), "  "+s.Muted.Render("r tries again"))
	} else if odd := p.Odd.Err(); odd != nil {
		lines = ui.ProblemLines(s, "", odd, width)
	}
	read := fmt.Sprintf("%d", len(p.records))
	if p.Total > len(p.records) {
		read += fmt.Sprintf(" of %d", p.Total)
	}
	switch {
	case p.reading:
		read = s.Accent.Render(ui.Cut(fmt.Sprintf("  %s read, reading page %d…", read, p.Query.Page+1), width))
	case endless:
		read = s.Warn.Render(ui.Cut("  "+read+" read, then pages without anything new; r goes on", width))
	case p.err != nil:
		read = s.Muted.Render("  " + read + " read")
	case p.More && l.list.Filtering():
		read = s.Muted.Render("  " + read + " read, enter looks further")
	case p.More && l.emptyPages >= emptyPagesLimit:
		read = s.Warn.Render(ui.Cut("  "+read+" read, nothing found for a while; ↓ reads on", width))
	case p.More:
		read = s.Muted.Render("  " + read + " read, more as you scroll")
	case len(p.records) == 0:
		return lines // that there is none is said above
	default:
		read = s.Muted.Render("  all " + read + " read")
	}
	lines = append(lines, read)
	for _, line := range ui.Wrapped(totalsWords(statement.Totals(l.list.Matching())), width-2, 3) {
		lines = append(lines, "  "+line)
	}
	return lines
}

// totalsWords is what records come to, a line for each currency. Fees stand beside the amounts, because issuers list them apart.
func totalsWords(totals []statement.Total) string {
	lines := make([]string, 0, len(totals))
	for _, t := range totals {
		lines = append(lines, ui.Safe(t.Words()))
	}
	return strings.Join(lines, "\n")
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
