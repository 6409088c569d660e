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
	case a.window.Count() > 0:
	case !a.read:
		return ui.Body(append(lines, "", "  "+s.Dim.Render("asking "+screen.IssuerName(a.account)+"…")), width, height)
	case a.err == nil && a.takesDeposits():
		return ui.Body(append(lines, "", "  "+s.Dim.Render("no deposit was requested yet; n requests one")), width, height)
	case a.err == nil:
		return ui.Body(append(lines, "", "  "+s.Dim.Render("the account has no holders")), width, height)
	default:
		return ui.Body(lines, width, height)
	}
	if a.takesDeposits() {
		lines = append(lines, a.depositLines(width, height-len(lines))...)
	} else {
		lines = append(lines, a.holderLines(width, height-len(lines))...)
	}
	return ui.Lines(strings.Join(lines, "\n"), width, height)
}

func (a *Account) depositLines(width, height int) []string {
	s := a.env.Styles
	columns := []ui.Column{{Min: 1, Max: 1}, {Min: 11, Max: 11, Title: "when"}, {Min: 14, Max: 20, Title: "worth", Right: true},
		{Min: 7, Max: 7, Title: "sent in"}, {Min: 10, Max: 10, Title: "status"}, {Min: 10, Max: 30, Rank: 1, Title: "deposit"}}
	widths := ui.Columns(columns, width)
	lines := []string{ui.Header(s, columns, widths)}
	from, to := a.window.Visible(height - 1)
	for i, d := range a.deposits[from:to] {
		mark, id := ui.CursorCells(s, from+i == a.window.Cursor, ui.Fit(ui.Safe(d.ID), widths[5]))
		when := ""
		if !d.CreatedAt.IsZero() {
			when = a.env.When(d.CreatedAt)
		}
		lines = append(lines, ui.Row([]string{mark, s.Dim.Render(ui.Fit(when, widths[1])), ui.Right(screen.KnownMoney(d.Amount), widths[2]),
			ui.Fit(ui.Safe(d.Asset), widths[3]), depositStyle(s, d).Render(ui.Fit(ui.Safe(d.Status), widths[4])), id}, widths))
	}
	return lines
}

func depositStyle(s *ui.Styles, d client.Deposit) lipgloss.Style {
	switch d.Status {
	case "confirmed":
		return s.Good
	case "failed", "expired":
		return s.Bad
	}
	return s.Info
}

func (a *Account) holderLines(width, height int) []string {
	s := a.env.Styles
	columns := []ui.Column{{Min: 1, Max: 1}, {Min: 16, Max: 30, Title: "name"}, {Min: 12, Max: 14, Title: "status"},
		{Min: 10, Max: 22, Rank: 2, Title: "holder"}, {Min: 12, Max: 30, Rank: 1, Title: "e-mail"}, {Min: 7, Max: 7, Rank: 3, Title: "country"}}
	widths := ui.Columns(columns, width)
	lines := []string{ui.Header(s, columns, widths)}
	foot := a.holderFoot(a.holders[a.window.Cursor], widths, width)
	from, to := a.window.Visible(height - 1 - len(foot))
	for i, h := range a.holders[from:to] {
		mark, name := ui.CursorCells(s, from+i == a.window.Cursor, ui.Fit(ui.Safe(strings.TrimSpace(h.FirstName+" "+h.LastName)), widths[1]))
		status := s.Warn
		if h.Approved() {
			status = s.Good
		}
		lines = append(lines, ui.Row([]string{mark, name, status.Render(ui.Fit(ui.Safe(h.Status), widths[2])), ui.Fit(ui.Safe(h.ID), widths[3]),
			s.Dim.Render(ui.Fit(ui.Safe(h.Email), widths[4])), ui.Fit(ui.Safe(h.Country), widths[5])}, widths))
	}
	return ui.WithFoot(lines, foot, height)
}

// holderFoot tells of the selected holder what there is no column for at this width.
func (a *Account) holderFoot(h client.Holder, w []int, width int) []string {
	return cutLines(a.env.Styles, width, []cutValue{
		{"holder", ui.Safe(h.ID), w[3]}, {"e-mail", ui.Safe(h.Email), w[4]},
		{"mobile", ui.Safe(strings.TrimSpace(h.AreaCode + " " + h.Mobile)), 0},
		{"country", ui.Safe(h.Country), w[5]}, {"model", ui.Safe(h.Type), 0},
	})
}
