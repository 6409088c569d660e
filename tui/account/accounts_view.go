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
	widths := ui.Columns([]ui.Column{{Min: 1, Max: 1}, {Min: 11, Max: 11}, {Min: 14, Max: 20}, {Min: 7, Max: 7}, {Min: 10, Max: 10},
		{Min: 10, Max: 30, Rank: 1}},
		width)
	lines := []string{s.Header.Render(ui.Row([]string{ui.Fit("", widths[0]), ui.Fit("when", widths[1]), ui.Right("worth", widths[2]),
		ui.Fit("sent in", widths[3]), ui.Fit("status", widths[4]), ui.Fit("deposit", widths[5])}, widths))}
	from, to := a.window.Visible(height - 1)
	for i, d := range a.deposits[from:to] {
		mark, id := " ", ui.Fit(ui.Safe(d.ID), widths[5])
		if from+i == a.window.Cursor {
			mark, id = ">", s.Selected.Render(id)
		}
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
	widths := ui.Columns([]ui.Column{{Min: 1, Max: 1}, {Min: 16, Max: 30}, {Min: 12, Max: 14}, {Min: 10, Max: 22, Rank: 2},
		{Min: 12, Max: 30, Rank: 1},
		{Min: 7, Max: 7, Rank: 3}}, width)
	lines := []string{s.Header.Render(ui.Row([]string{ui.Fit("", widths[0]), ui.Fit("name", widths[1]), ui.Fit("status", widths[2]),
		ui.Fit("holder", widths[3]),
		ui.Fit("e-mail", widths[4]), ui.Fit("country", widths[5])}, widths))}
	foot := a.holderFoot(a.holders[a.window.Cursor], widths, width)
	from, to := a.window.Visible(height - 1 - len(foot))
	for i, h := range a.holders[from:to] {
		mark, name := " ", ui.Fit(ui.Safe(strings.TrimSpace(h.FirstName+" "+h.LastName)), widths[1])
		if from+i == a.window.Cursor {
			mark, name = ">", s.Selected.Render(name)
		}
		status := s.Warn
		if h.Approved() {
			status = s.Good
		}
		lines = append(lines, ui.Row([]string{mark, name, status.Render(ui.Fit(ui.Safe(h.Status), widths[2])), ui.Fit(ui.Safe(h.ID), widths[3]),
			s.Dim.Render(ui.Fit(ui.Safe(h.Email), widths[4])), ui.Fit(ui.Safe(h.Country), widths[5])}, widths))
	}
	for len(lines)+len(foot) < height {
		lines = append(lines, "")
	}
	return append(lines, foot...)
}

// holderFoot tells of the selected holder what there is no column for at this width.
func (a *Account) holderFoot(h client.Holder, w []int, width int) []string {
	var parts []string
	for _, part := range []struct {
		label, value string
		cells        int // of its column, 0 where it has none
	}{
		{"holder", ui.Safe(h.ID), w[3]}, {"e-mail", ui.Safe(h.Email), w[4]},
		{"mobile", ui.Safe(strings.TrimSpace(h.AreaCode + " " + h.Mobile)), 0},
		{"country", ui.Safe(h.Country), w[5]}, {"model", ui.Safe(h.Type), 0},
	} {
		if ui.Width(part.value) > part.cells {
			parts = append(parts, part.label+" "+part.value)
		}
	}
	return ui.FootLines(a.env.Styles, parts, width)
}
