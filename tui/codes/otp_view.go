package codes

import (
	"fmt"

	"cardwallet/client"
	"cardwallet/client/plan"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// Large digits need a screen of 80×24, which leaves the body this much.
const largeWidth, largeHeight = 80, 18

// View draws the code in focus with what it is for and how long it lives, then all codes where there are several. On a tick only
// the remaining times and the bar change.
func (o *OTP) View(width, height int) string {
	codes := o.codes()
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
	facts := []string{ui.Fact(s, "purchase", purchaseWords(code)), ui.Fact(s, "card", screen.CardWords(o.Card)),
		ui.Fact(s, "type", ui.Safe(plan.WordsOfCode(code.Type).What))}
	facts = append(facts, o.seenFact(code)...)
	below := append([]string{"", o.countdown(code, width)}, o.note(code, width)...)
	below = append(below, o.askingFailed(width)...)
	var large []string
	switch {
	case value.IsZero() || code.Type != client.CodeAuthURL:
		large = o.largeLines(code, width, height)
		if !value.IsZero() {
			facts = append(facts, ui.Fact(s, "code", value.RevealString())) // without a space: a double click selects it
		}
	default: // what is cut of a link is useless
		room := height - filled(below)
		large = ui.WholeLines(s,
			append([]string{"  " + s.Code.Render("approve in the browser")}, ui.Hardwrapped(value.RevealString(), width)...), width, room)
		facts = facts[:max(0, min(len(facts), room-len(large)))]
	}
	lines := append(append([]string{""}, large...), "")
	return append(append(lines, facts...), below...)
}

// largeLines draws the value as large as there is room for.
func (o *OTP) largeLines(code client.Code, width, height int) []string {
	s, style := o.env.Styles, o.env.Styles.Code
	value := o.values[code.Key()]
	switch {
	case value.IsZero() && o.asked[code.Key()]:
		return []string{"  " + s.Muted.Render("opening…")}
	case value.IsZero() && o.failed[code.Key()] != nil:
		return []string{"  " + s.Muted.Render("not readable")}
	case value.IsZero() && code.Type == client.CodeAuthURL:
		return []string{"  " + style.Render("approve in the browser"), "  " + s.Muted.Render("v shows the link · c copies it")}
	case value.IsZero():
		return []string{"  " + style.Render(codeMask) + s.Muted.Render("   hidden, v shows it")}
	}
	grouped := ui.Grouped(value.RevealString()) // for drawing: it cannot be wiped
	if width >= largeWidth && height >= largeHeight {
		if large := ui.Digits(grouped); large != nil {
			for i, row := range large {
				large[i] = "  " + style.Render(row)
			}
			return large
		}
	}
	return []string{"  " + style.Render(grouped)}
}

func (o *OTP) waitingLines(codes []client.Code, width int) []string {
	s := o.env.Styles
	waiting := "waiting for a code"
	if len(codes) > 0 {
		waiting = "waiting for a new code"
	}
	lines := []string{"",
		"  " + s.Strong.Render(waiting) + s.Muted.Render(" · "+o.askedWords(o.Card.Profile)), "",
		ui.Fact(s, "card", screen.CardWords(o.Card)), "",
		"  " + s.Muted.Render("it appears here by itself when a purchase asks for one")}
	return append(lines, o.askingFailed(width)...)
}

func (o *OTP) askingFailed(width int) []string {
	err := o.env.Codes.Failed[o.Card.Profile]
	if err == nil {
		return nil
	}
	return append([]string{""}, ui.ProblemLines(o.env.Styles, "asking failed: ", err, width)...)
}

// listLines draws all codes, newest first, as many as there is room for around the one in focus.
func (o *OTP) listLines(codes []client.Code, focus client.Code, width, room int) []string {
	first := 0
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
		lines = append(lines, o.row(c, c.Key() == focus.Key(), width))
	}
	if last < len(codes) {
		lines = append(lines, o.env.Styles.Muted.Render(fmt.Sprintf("  and %d more", len(codes)-last+first)))
	}
	return lines
}

func (o *OTP) row(c client.Code, focus bool, width int) string {
	code := o.codeCell(c, focus, codeCells)
	left := o.timeCell(c, codeTimeCells)
	rest := ui.Cut(o.purposeWords(c), width-codeCells-codeTimeCells-2)
	if o.left(c) == 0 {
		rest = o.env.Styles.Muted.Render(rest)
	}
	return code + left + rest
}
