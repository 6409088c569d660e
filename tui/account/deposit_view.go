package account

import (
	"fmt"
	"strings"

	"cardwallet/client"
	"cardwallet/client/plan"
	"cardwallet/client/words"
	"cardwallet/tui/ui"
)

const (
	besideCells = 34 // that facts need next to a code
	chromeLines = 3  // of the terminal that the root keeps: title, status, help
)

// address draws what to send where, and the QR code beside it where there is room.
func (d *Deposit) address(width, height int) string {
	s := d.env.Styles
	codeCells := 0
	for _, line := range d.qr {
		codeCells = max(codeCells, ui.Width(line))
	}
	if len(d.qr) == 0 {
		return ui.Body(d.facts(width), width, height)
	}
	lines := func(width int) int { return max(len(d.qr), len(d.facts(width-codeCells-2))) }
	if width >= codeCells+besideCells && height >= lines(width) {
		factCells := width - codeCells - 2
		return ui.Lines(strings.Join(d.besides(d.facts(factCells), d.qr, codeCells, factCells), "\n"), width, height)
	}
	facts := d.facts(width)
	needed := max(width, codeCells+besideCells)
	words := fmt.Sprintf("for its QR code make the terminal %d by %d", needed, max(height, lines(needed))+chromeLines)
	facts = append(facts, ui.TextLines(s.Muted, words, width, 2)...)
	return ui.Body(facts, width, height)
}

// facts are what to send where, in that many cells.
func (d *Deposit) facts(cells int) []string {
	s := d.env.Styles
	facts := append([]string{""}, d.send(d.got.Amount, d.got.Asset, cells)...)
	facts = append(facts, ui.Fact(s, "to", ""))
	for _, line := range ui.Hardwrapped(ui.Safe(d.got.Address), cells-2) {
		facts = append(facts, "  "+s.Code.Render(line))
	}
	for _, f := range []struct{ label, value string }{
		{"arrives", ui.Safe(d.got.Net.Shown())}, {"fee", ui.Safe(d.got.Fee.Shown())}, {"status", ui.Safe(d.got.Status)},
		{"deposit", ui.Safe(d.got.ID)}, {"good for", d.goodFor()},
	} {
		if f.value != "" {
			facts = append(facts, ui.Fact(s, f.label, f.value))
		}
	}
	facts = append(facts, "")
	const note, sure = "note the address: lists do not repeat it", "press esc again: lists do not repeat the address"
	words, style := note, s.Muted
	if d.leaving {
		words, style = sure, s.Warn
	}
	wrapped := ui.Wrapped(words, cells-2, 2)
	for len(wrapped) < len(ui.Wrapped(sure, cells-2, 2)) { // a warning that takes more lines would take the code away
		wrapped = append(wrapped, "")
	}
	for _, line := range wrapped {
		facts = append(facts, "  "+style.Render(line))
	}
	return facts
}

// send says what an amount of dollars means in the asset that is sent.
func (d *Deposit) send(amount client.Money, asset string, cells int) []string {
	return ui.WrappedFact(d.env.Styles, "send", ui.Safe(words.Deposit(amount, asset)), cells, 6)
}

// besides puts the code at the right of the facts. In colour it is white on black in every theme. Without colour, light modules have the
// terminal's own text colour: readers take that on dark backgrounds, and most of them also on light ones.
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

// goodFor says how long the address is still good, on the clock of the issuer; nothing where it has no end.
func (d *Deposit) goodFor() string {
	if d.got.ExpiresAt.IsZero() {
		return ""
	}
	left := d.got.ExpiresAt.Sub(d.account.Now(d.env.Now()))
	if left <= 0 {
		return d.env.Styles.Bad.Render("expired: request another one")
	}
	return plan.Clock(left)
}
