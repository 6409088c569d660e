package account

import (
	"strings"

	"charm.land/lipgloss/v2"

	"cardwallet/client"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// View draws the deposits or the holders.
func (a *Account) View(width, height int) string {
	s := a.env.Styles
	var lines []string
	if a.err != nil {
		lines = append(lines, ui.ProblemLines(s, "", a.err, width)...)
	}
	switch {
	case a.deposits.Len()+a.holders.Len() > 0:
	case !a.read:
		return ui.Body(append(lines, "", "  "+s.Muted.Render("asking "+screen.IssuerName(a.account)+"…")), width, height)
	case a.err == nil && a.takesDeposits():
		return ui.Body(append(lines, "", "  "+s.Muted.Render("no deposit was requested yet; n requests one")), width, height)
	case a.err == nil:
		return ui.Body(append(lines, "", "  "+s.Muted.Render("the account has no holders")), width, height)
	default:
		return ui.Body(lines, width, height)
	}
	if a.takesDeposits() {
		return a.depositTable(lines).View(&a.deposits, width, height)
	}
	return a.holderTable(lines, width).View(&a.holders, width, height)
}

func (a *Account) depositTable(above []string) ui.Table[client.Deposit] {
	s := a.env.Styles
	columns := []ui.Column{{Min: screen.WhenCells, Max: screen.WhenCells, Title: "when"},
		{Min: 14, Max: 20, Title: "worth", Right: true},
		{Min: 7, Max: 7, Title: "sent in"}, {Min: 10, Max: 10, Title: "status"}, {Min: 10, Max: 30, Rank: 1, Title: "deposit"}}
	cells := func(d client.Deposit, _ []int) []ui.Cell {
		when, status := "", depositStyle(s, d)
		if !d.CreatedAt.IsZero() {
			when = a.env.When(d.CreatedAt)
		}
		return []ui.Cell{{Text: when, Style: &s.Muted}, {Text: ui.Safe(d.Amount.Shown())}, {Text: ui.Safe(d.Asset)},
			{Text: ui.Safe(d.Status), Style: &status}, {Text: ui.Safe(d.ID)}}
	}
	return ui.Table[client.Deposit]{Styles: s, Columns: columns, Above: above, Cells: cells}
}

func depositStyle(s *ui.Styles, d client.Deposit) lipgloss.Style {
	switch d.Stage {
	case client.StageDone:
		return s.OK
	case client.StageFailed:
		return s.Bad
	default:
		return s.Accent
	}
}

func (a *Account) holderTable(above []string, width int) ui.Table[client.Holder] {
	s := a.env.Styles
	columns := []ui.Column{{Min: 16, Max: 30, Title: "name"}, {Min: 12, Max: 14, Title: "status"},
		{Min: 10, Max: 22, Rank: 2, Title: "holder"}, {Min: 12, Max: 30, Rank: 1, Title: "e-mail"}, {Min: 7, Max: 7, Rank: 3, Title: "country"}}
	cells := func(h client.Holder, _ []int) []ui.Cell {
		status := &s.Warn
		if h.Approved() {
			status = &s.OK
		}
		return []ui.Cell{{Text: ui.Safe(strings.TrimSpace(h.FirstName + " " + h.LastName))}, {Text: ui.Safe(h.Status), Style: status},
			{Text: ui.Safe(h.ID)}, {Text: ui.Safe(h.Email), Style: &s.Muted}, {Text: ui.Safe(h.Country)}}
	}
	selected, _ := a.holders.Selected()
	return ui.Table[client.Holder]{Styles: s, Columns: columns, Above: above, Cells: cells,
		Foot: func(w []int) []string { return a.holderFoot(selected, w, width) }}
}

// holderFoot tells of the selected holder what there is no column for at this width.
func (a *Account) holderFoot(h client.Holder, w []int, width int) []string {
	return cutLines(a.env.Styles, width, []cutValue{
		{"holder", ui.Safe(h.ID), w[2]}, {"e-mail", ui.Safe(h.Email), w[3]},
		{"mobile", ui.Safe(strings.TrimSpace(h.AreaCode + " " + h.Mobile)), 0},
		{"country", ui.Safe(h.Country), w[4]}, {"model", ui.Safe(h.Type), 0},
	})
}
