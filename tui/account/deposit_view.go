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
	factCells   = 56 // that they take at the most
	codeGap     = 3  // cells between the two
	chromeLines = 3  // of the terminal that the root keeps: title, status, help

	crumbsHeight = 24 // from this height on, the root keeps one more, which says where the screen is
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
	beside := func(width int) []string { return d.facts(min(factCells, width-codeCells-codeGap)) }
	lines := func(width int) int { return max(len(d.qr), len(beside(width))) }
	if width >= codeCells+codeGap+besideCells && height >= lines(width) {
		return ui.Lines(strings.Join(d.besides(beside(width), codeCells), "\n"), width, height)
	}
	facts := d.facts(width)
	needed := max(width, codeCells+codeGap+besideCells)
	rows := max(height, lines(needed)) + chromeLines
	if needed >= ui.PeekWidth && rows >= crumbsHeight {
		rows++
	}
	larger := fmt.Sprintf("for its QR code make the terminal %d by %d", needed, rows)
	for _, line := range ui.Wrapped(larger, width-2, 2) {
		facts = append(facts, " "+s.Muted.Render(line))
	}
	return ui.Body(facts, width, height)
}

// facts are what to send where, in that many cells.
func (d *Deposit) facts(cells int) []string {
	s := d.env.Styles
	facts := append([]string{""}, ui.Facts(s, cells, ui.Labelled{Label: "send", Value: d.send(d.got.Amount, d.got.Asset)},
		ui.Labelled{Label: "to", Value: " "})...)
	for _, line := range ui.Hardwrapped(ui.Safe(d.got.Address), cells-2) {
		facts = append(facts, " "+s.Code.Render(line))
	}
	facts = append(facts, ui.Facts(s, cells,
		ui.Labelled{Label: "arrives", Value: ui.Safe(d.got.Net.Shown()), Sum: true},
		ui.Labelled{Label: "fee", Value: ui.Safe(d.got.Fee.Shown()), Sum: true},
		statusFact(s, words.OfDeposit(d.got)), ui.Labelled{Label: "deposit", Value: ui.Safe(d.got.ID)},
		ui.Labelled{Label: "good for", Value: d.goodFor()}, ui.Labelled{})...)
	const note, sure = "note the address: lists do not repeat it", "once more leaves: lists do not repeat the address"
	text, style := note, s.Muted
	if d.leaving {
		text, style = sure, s.Warn
	}
	wrapped := ui.Wrapped(text, cells-2, 2)
	for len(wrapped) < len(ui.Wrapped(sure, cells-2, 2)) { // a warning that takes more lines would take the code away
		wrapped = append(wrapped, "")
	}
	for _, line := range wrapped {
		facts = append(facts, " "+style.Render(line))
	}
	return facts
}

// send says what an amount of dollars means in the asset that is sent.
func (d *Deposit) send(amount client.Money, asset string) string {
	return ui.Safe(words.Deposit(amount, asset))
}

// besides puts the code at the right of the facts. In colour it is white on black in every theme. Without colour, light modules have the
// terminal's own text colour: readers take that on dark backgrounds, and most of them also on light ones.
func (d *Deposit) besides(facts []string, codeCells int) []string {
	s, cells := d.env.Styles, 0
	for _, line := range facts {
		cells = max(cells, ui.Width(line))
	}
	var lines []string
	for i := range max(len(facts), len(d.qr)) {
		line := ""
		if i < len(facts) {
			line = facts[i]
		}
		if i < len(d.qr) {
			line = ui.Fit(line, cells+codeGap) + s.QR.Render(ui.Fit(d.qr[i], codeCells))
		}
		lines = append(lines, line)
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
