package screen

import (
	"fmt"
	"strings"
	"time"

	"charm.land/lipgloss/v2"

	"cardwallet/client"
	"cardwallet/tui/ui"
)

const (
	codeMask      = "••• •••"
	codeCells     = 11 // a code in groups
	codeTimeCells = 11
	// Large digits need a screen of 80×24, which leaves the body this much.
	largeWidth, largeHeight = 80, 18
)

// View draws the code in focus with what it is for and how long it lives, then all codes where there are several. On a tick only
// the remaining times and the bar change.
func (o *OTP) View(width, height int) string {
	codes := o.env.Codes.OfCard(o.card)
	code, ok := o.focus()
	var lines []string
	if ok {
		lines = o.codeLines(code, width, height)
	} else {
		lines = o.waitingLines(codes, width)
	}
	if len(codes) > 1 || len(codes) == 1 && !ok {
		lines = append(append(lines, ""), o.listLines(codes, code, width, height-filled(lines))...)
	}
	return ui.Body(lines, width, height)
}

// filled is how many lines cannot be left out.
func filled(lines []string) (n int) {
	for _, line := range lines {
		if line != "" {
			n++
		}
	}
	return n
}

func (o *OTP) codeLines(code client.Code, width, height int) []string {
	s, value := o.env.Styles, o.values[code.Key()]
	facts := []string{factLine(s, "purchase", purchaseWords(code)), factLine(s, "card", cardWords(o.card)), factLine(s, "type", codeExplained(code.Type))}
	below := append([]string{"", o.countdown(code, width)}, o.codeNote(code, width)...)
	var large []string
	switch {
	case value.IsZero() || code.Type != client.CodeAuthURL:
		large = o.largeLines(code, width, height)
		if !value.IsZero() {
			facts = append(facts, factLine(s, "code", value.RevealString())) // without a space: a double click selects it
		}
	default: // what is cut of a link is useless
		room := height - filled(below)
		large = whole(s, append([]string{"  " + s.Code.Render("approve in the browser")}, ui.Hardwrapped(value.RevealString(), width)...), width, room)
		facts = facts[:max(0, min(len(facts), room-len(large)))]
	}
	lines := append(append([]string{""}, large...), "")
	return append(append(lines, facts...), below...)
}

// codeNote says what went wrong with a code, or what became of it.
func (o *OTP) codeNote(code client.Code, width int) (lines []string) {
	s := o.env.Styles
	switch {
	case o.failed[code.Key()] != nil:
		lines = append(lines, problemLines(s, "", o.failed[code.Key()], width)...)
	case o.hurried == code.Key():
		lines = append(lines, "  "+s.Warn.Render("copied in its last seconds: the merchant may refuse it"))
	case o.env.Codes.Copied[code.Key()]:
		lines = append(lines, "  "+s.Dim.Render("this one was copied"))
	}
	return append(lines, o.askingFailed(width)...)
}

// largeLines draws the value as large as there is room for.
func (o *OTP) largeLines(code client.Code, width, height int) []string {
	s, style := o.env.Styles, o.env.Styles.Code
	value := o.values[code.Key()]
	switch {
	case value.IsZero() && o.asked[code.Key()]:
		return []string{"  " + s.Dim.Render("opening…")}
	case value.IsZero() && o.failed[code.Key()] != nil:
		return []string{"  " + s.Dim.Render("not readable")}
	case value.IsZero() && code.Type == client.CodeAuthURL:
		return []string{"  " + style.Render("approve in the browser"), "  " + s.Dim.Render("v shows the link · c copies it")}
	case value.IsZero():
		return []string{"  " + style.Render(codeMask) + s.Dim.Render("   hidden, v shows it")}
	}
	grouped := ui.Grouped(value.RevealString()) // for drawing: it cannot be wiped
	if width >= largeWidth && height >= largeHeight {
		if large := s.Digits(grouped); large != nil {
			for i, row := range large {
				large[i] = "  " + style.Render(row)
			}
			return large
		}
	}
	return []string{"  " + style.Render(grouped)}
}

func (o *OTP) countdown(code client.Code, width int) string {
	s := o.env.Styles
	left := code.Remaining(o.now())
	words := ui.Clock(left) + " left"
	switch {
	case left < codeTooLate:
		words += ", may be too late"
	case left < codeEndsSoon:
		words += ", ends soon"
	}
	if code.ExpiryAssumed {
		words = "about " + words
	}
	life := code.ExpiresAt.Sub(code.ReceivedAt)
	bar := s.Bar(int(left/time.Second), int(life/time.Second), min(40, width-36))
	return "  " + timeStyle(s, left).Render(bar+"  "+words)
}

func timeStyle(s *ui.Styles, left time.Duration) lipgloss.Style {
	switch {
	case left < codeTooLate:
		return s.Bad
	case left < codeEndsSoon:
		return s.Warn
	}
	return s.Good
}

func (o *OTP) waitingLines(codes []client.Code, width int) []string {
	s := o.env.Styles
	asked := "asking…"
	if at := o.env.Codes.Asked[o.card.Profile]; !at.IsZero() {
		asked = "asked " + agoWords(o.env.Now().Sub(at))
	}
	waiting := "waiting for a code"
	if len(codes) > 0 {
		waiting = "waiting for a new code"
	}
	lines := []string{"",
		"  " + s.Strong.Render(waiting) + s.Dim.Render(" · "+asked), "",
		factLine(s, "card", cardWords(o.card)), "",
		"  " + s.Dim.Render("it appears here by itself when a purchase asks for one")}
	return append(lines, o.askingFailed(width)...)
}

func (o *OTP) askingFailed(width int) []string {
	err := o.env.Codes.Failed[o.card.Profile]
	if err == nil {
		return nil
	}
	return append([]string{""}, problemLines(o.env.Styles, "asking failed: ", err, width)...)
}

// listLines draws all codes, newest first, as many as there is room for around the one in focus.
func (o *OTP) listLines(codes []client.Code, focus client.Code, width, room int) []string {
	first, now := 0, o.now()
	for i, c := range codes {
		if c.Key() == focus.Key() {
			first = max(0, i-max(0, room-2))
		}
	}
	last := len(codes)
	if hidden := last - first - room; hidden > 0 {
		last = max(first, first+room-1)
	}
	var lines []string
	for _, c := range codes[first:last] {
		lines = append(lines, o.row(c, c.Key() == focus.Key(), now, width))
	}
	if last < len(codes) {
		lines = append(lines, o.env.Styles.Dim.Render(fmt.Sprintf("  and %d more", len(codes)-last+first)))
	}
	return lines
}

func (o *OTP) row(c client.Code, focus bool, now time.Time, width int) string {
	s := o.env.Styles
	text := codeMask
	if value := o.values[c.Key()]; c.Type == client.CodeAuthURL {
		text = "link"
	} else if !value.IsZero() {
		text = ui.Grouped(value.RevealString())
	}
	gap := strings.Repeat(" ", max(0, codeCells-ui.Width(text)))
	rest := purchaseWords(c)
	if o.env.Codes.Copied[c.Key()] {
		rest = "copied · " + rest
	}
	rest = ui.Cut(rest, width-codeCells-codeTimeCells-2)
	left := c.Remaining(now)
	if left == 0 {
		return "  " + s.Struck.Render(text) + gap + s.Dim.Render(ui.Fit("expired", codeTimeCells)+rest)
	}
	mark := "  "
	if focus {
		mark, text = "> ", s.Strong.Render(text)
	}
	about := ""
	if c.ExpiryAssumed {
		about = "about "
	}
	remaining := ui.Fit(about+ui.Clock(left), codeTimeCells)
	if left < codeEndsSoon { // else plain: with ten codes on the screen colours double the bytes of a tick
		remaining = timeStyle(s, left).Render(remaining)
	}
	return mark + text + gap + remaining + rest
}

func purchaseWords(c client.Code) string {
	merchant := ui.Safe(c.Merchant)
	switch {
	case c.Amount.Known() && merchant != "":
		return moneyWords(c.Amount) + " at " + merchant
	case c.Amount.Known():
		return moneyWords(c.Amount)
	case merchant != "":
		return merchant
	}
	return "not named by the issuer"
}

// codeWord names a code in notices.
func codeWord(t client.CodeType) string {
	switch t {
	case client.CodeAuthURL:
		return "link"
	case client.CodeActivation:
		return "activation code"
	}
	return "code"
}

func codeExplained(t client.CodeType) string {
	switch t {
	case client.CodeAuthURL:
		return "a page where the purchase is approved"
	case client.CodeActivation:
		return "activation code of a physical card"
	case client.CodeOTP:
		return "one-time password"
	}
	return ui.Safe(string(t))
}

// agoWords says how long ago something was, coarsely.
func agoWords(d time.Duration) string {
	switch d = max(0, d); {
	case d < time.Minute:
		return fmt.Sprintf("%d s ago", d/time.Second)
	case d < time.Hour:
		return fmt.Sprintf("%d min ago", d/time.Minute)
	}
	return fmt.Sprintf("%d h ago", d/time.Hour)
}
