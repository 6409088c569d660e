package screen

import (
	"errors"

	"cardwallet/client"
	"cardwallet/tui/ui"
)

// maybeSent reports whether what failed may have reached the issuer all the same.
func maybeSent(err error) bool {
	var e *client.Error
	return errors.As(err, &e) && !client.NotSent(err) && !errors.Is(err, client.ErrRefused) && !errors.Is(err, client.ErrNotAllowed) && !errors.Is(err, client.ErrNotFound)
}

// address draws what to send where, and the QR code where there is room: below, or beside on a wide screen.
func (d *Deposit) address(width, height int) string {
	s := d.env.Styles
	facts := []string{"", factLine(s, "send", s.Strong.Render(ui.Safe(d.got.Amount.String()))), factLine(s, "to", "")}
	code := d.qr
	codeCells := 0
	for _, line := range code {
		codeCells = max(codeCells, ui.Width(line))
	}
	beside := len(code) > 0 && width >= codeCells+34 && height >= len(code)
	factCells := width
	if beside {
		factCells = width - codeCells - 2
	}
	for _, line := range ui.Hardwrapped(ui.Safe(d.got.Address), factCells-2) {
		facts = append(facts, "  "+s.Code.Render(line))
	}
	for _, f := range []struct{ label, value string }{
		{"arrives", knownMoney(d.got.Net)}, {"fee", knownMoney(d.got.Fee)}, {"status", ui.Safe(d.got.Status)}, {"deposit", ui.Safe(d.got.ID)}, {"good for", d.left()},
	} {
		if f.value != "" {
			facts = append(facts, factLine(s, f.label, f.value))
		}
	}
	facts = append(facts, "")
	for _, line := range ui.Wrapped("note the address: lists do not repeat it", factCells-2, 2) {
		facts = append(facts, "  "+s.Dim.Render(line))
	}
	switch {
	case beside:
		return ui.Lines(joinLines(d.besides(facts, code, codeCells, factCells)), width, height)
	case len(code) > 0:
		for _, line := range ui.Wrapped("for its QR code make the terminal 80 by 24", factCells-2, 2) {
			facts = append(facts, "  "+s.Dim.Render(line))
		}
	}
	return ui.Body(facts, width, height)
}

// besides puts the code at the right of the facts. In colour it is white on black whatever the theme; without, light modules are drawn in the
// terminal's own text colour, which readers take on dark backgrounds, and most also on light ones.
func (d *Deposit) besides(facts, code []string, codeCells, factCells int) []string {
	s := d.env.Styles
	var lines []string
	for i := range max(len(facts), len(code)) {
		left, right := "", ""
		if i < len(facts) {
			left = facts[i]
		}
		if i < len(code) {
			right = s.QR.Render(ui.Fit(code[i], codeCells))
		}
		lines = append(lines, ui.Fit(left, factCells+1)+right)
	}
	return lines
}

func (d *Deposit) left() string {
	if d.got.ExpiresAt.IsZero() {
		return ""
	}
	left := d.got.ExpiresAt.Sub(d.account.Now(d.env.Now()))
	if left <= 0 {
		return d.env.Styles.Bad.Render("expired: request another one")
	}
	return ui.Clock(left)
}
