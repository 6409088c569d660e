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
	columns := []ui.Column{{Min: 1, Max: 1}, {Min: 11, Max: 11, Title: "when"}, {Min: 14, Max: 20, Title: "worth", Right: true},
		{Min: 7, Max: 7, Title: "sent in"}, {Min: 10, Max: 10, Title: "status"}, {Min: 10, Max: 30, Rank: 1, Title: "deposit"}}
	row := func(d client.Deposit, selected bool, w []int) string {
		mark, id := ui.CursorCells(s, selected, ui.Fit(ui.Safe(d.ID), w[5]))
		when := ""
		if !d.CreatedAt.IsZero() {
			when = a.env.When(d.CreatedAt)
		}
		return ui.Row([]string{mark, s.Muted.Render(ui.Fit(when, w[1])), ui.Right(ui.Safe(d.Amount.Shown()), w[2]),
			ui.Fit(ui.Safe(d.Asset), w[3]), depositStyle(s, d).Render(ui.Fit(ui.Safe(d.Status), w[4])), id}, w)
	}
	return ui.Table[client.Deposit]{Styles: s, Columns: columns, Above: above, Row: row}
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
	columns := []ui.Column{{Min: 1, Max: 1}, {Min: 16, Max: 30, Title: "name"}, {Min: 12, Max: 14, Title: "status"},
		{Min: 10, Max: 22, Rank: 2, Title: "holder"}, {Min: 12, Max: 30, Rank: 1, Title: "e-mail"}, {Min: 7, Max: 7, Rank: 3, Title: "country"}}
	row := func(h client.Holder, selected bool, w []int) string {
		mark, name := ui.CursorCells(s, selected, ui.Fit(ui.Safe(strings.TrimSpace(h.FirstName+" "+h.LastName)), w[1]))
		status := s.Warn
		if h.Approved() {
			status = s.OK
		}
		return ui.Row([]string{mark, name, status.Render(ui.Fit(ui.Safe(h.Status), w[2])), ui.Fit(ui.Safe(h.ID), w[3]),
			s.Muted.Render(ui.Fit(ui.Safe(h.Email), w[4])), ui.Fit(ui.Safe(h.Country), w[5])}, w)
	}
	selected, _ := a.holders.Selected()
	return ui.Table[client.Holder]{Styles: s, Columns: columns, Above: above, Row: row,
		Foot: func(w []int) []string { return a.holderFoot(selected, w, width) }}
}

// holderFoot tells of the selected holder what there is no column for at this width.
func (a *Account) holderFoot(h client.Holder, w []int, width int) []string {
	return cutLines(a.env.Styles, width, []cutValue{
		{"holder", ui.Safe(h.ID), w[3]}, {"e-mail", ui.Safe(h.Email), w[4]},
		{"mobile", ui.Safe(strings.TrimSpace(h.AreaCode + " " + h.Mobile)), 0},
		{"country", ui.Safe(h.Country), w[5]}, {"model", ui.Safe(h.Type), 0},
	})
}
