package codes

import (
	"slices"
	"strings"
	"time"

	"charm.land/lipgloss/v2"

	"cardwallet/client"
	"cardwallet/client/plan"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

const (
	codeMask = "••• •••"
	// Under these remainders a code ends soon, and then it is too late.
	codeEndsSoon = 30 * time.Second
	codeTooLate  = 10 * time.Second
)

// codeLines say everything about the code in focus, in about that many lines: what it is for, its value as large as there is room, how long
// it lives, and what became of it.
func (c *Codes) codeLines(code client.Code, width, height int) []string {
	s, value := c.env.Styles, c.values[code.Key()]
	facts := c.facts(code, width)
	below := c.timeLines(code, width)
	notes := slices.Concat(c.note(code, width), c.askingFailed(code.Profile, width))
	if c.showsLink(code) {
		room := height - len(below) - len(notes)
		link := append([]string{" " + s.Code.Render("approve in the browser")}, ui.Hardwrapped(value.RevealString(), width)...)
		link = ui.WholeLines(s, c.env.Keys.Copy, link, width, room)
		facts = facts[:max(0, min(len(facts), room-len(link)))]
		return slices.Concat(facts, []string{""}, link, []string{""}, below, notes)
	}
	const tall = 5 // large digits
	room := height - len(below) - len(notes)
	large := c.value(code, width, room > tall)
	facts = facts[:max(1, min(len(facts), room-len(large)))]
	lines := slices.Concat(facts, []string{""}, large, []string{""}, below)
	if len(notes) > 0 {
		lines = slices.Concat(lines, []string{""}, notes)
	}
	return lines
}

// facts are what the code is for, the most important one first.
func (c *Codes) facts(code client.Code, width int) []string {
	s, room := c.env.Styles, width-ui.LabelCells-2
	what, account := ui.Safe(plan.WordsOfCode(code.Type).What), " · "+ui.Safe(code.Profile)
	facts := []ui.Labelled{
		{Label: "for", Value: ui.Cut(purposeWords(code), room), Style: &s.Strong},
		{Label: "card", Value: cardFit(c.cardOf(code), room-ui.Width(account)) + account},
	}
	at := ui.ClockTime(code.ReceivedAt.Add(-c.env.Codes.Offset[code.Profile]), c.env.Now())
	if code.TimeAssumed {
		facts = append(facts, ui.Labelled{Label: "seen", Value: at + ", the issuer sent no time for it"}, ui.Labelled{Label: "type", Value: what})
	} else {
		facts = append(facts, ui.Labelled{Label: "asked", Value: at + ", " + what})
	}
	return ui.Facts(s, width, facts...)
}

// today are the other payments of the card on this day, as far as somebody looked at them.
func (c *Codes) today(code client.Code, width int) []string {
	const most = 6
	s, now := c.env.Styles, c.env.Now()
	latest, _ := c.env.Latest.Of(client.Card{Profile: code.Profile, ID: code.CardID})
	var lines []string
	for _, r := range latest.Records {
		at := r.At.In(now.Location())
		if r.At.IsZero() || at.Format(time.DateOnly) != now.Format(time.DateOnly) || len(lines) == most {
			continue
		}
		lines = append(lines, " "+screen.PaidLine(s, at.Format("15:04")+"  ", r, width-2))
	}
	if len(lines) == 0 {
		return nil
	}
	head := ui.Spread(" also on this card today", "read "+latest.At.In(now.Location()).Format("15:04")+" ", width)
	return append([]string{"", s.Muted.Render(head)}, lines...)
}

// value is the code itself in the middle of the line, in large digits where tall, or what stands for it.
func (c *Codes) value(code client.Code, width int, tall bool) []string {
	s, value, over := c.env.Styles, c.values[code.Key()], c.left(code) == 0
	switch {
	case value.IsZero() && c.asked[code.Key()]:
		return c.middle(s.Muted.Render("opening…"), width, tall)
	case value.IsZero() && c.failed[code.Key()] != nil:
		return c.middle(s.Muted.Render("not readable"), width, tall)
	case value.IsZero() && code.Type == client.CodeAuthURL && !over:
		return c.middle(s.Code.Render("approve in the browser"), width, tall)
	case value.IsZero() && over:
		return c.middle(s.Struck.Render(codeMask), width, tall)
	case value.IsZero():
		return c.middle(s.Code.Render(codeMask), width, tall)
	}
	grouped := ui.Grouped(value.RevealString()) // for drawing: it cannot be wiped
	if over {
		return c.middle(s.Struck.Render(grouped), width, tall)
	}
	if large := ui.Digits(grouped); tall && large != nil && ui.Width(large[0]) <= width-2 {
		before := strings.Repeat(" ", (width-ui.Width(large[0]))/2)
		for i, row := range large {
			large[i] = before + s.Code.Render(row)
		}
		return large
	}
	return c.middle(s.Code.Render(grouped), width, tall)
}

// middle is a word in the place of large digits where tall, so that nothing else moves when it is shown.
func (c *Codes) middle(word string, width int, tall bool) []string {
	line := strings.Repeat(" ", max(1, (width-ui.Width(word))/2)) + word
	if tall {
		return []string{" ", " ", line, " ", " "}
	}
	return []string{line}
}

// timeLines are how long the code lives, as a gauge and in words, and how to select or see it. The words are not beside the gauge: from the
// place where that moves to the end of the line all would be sent again.
func (c *Codes) timeLines(code client.Code, width int) []string {
	s, left := c.env.Styles, c.left(code)
	if left == 0 {
		words := "expired " + ui.ClockTime(code.ExpiresAt.Add(-c.env.Codes.Offset[code.Profile]), c.env.Now())
		if c.live() == 0 {
			words += " · waiting for a new code"
		}
		return []string{" " + s.Muted.Render(words), c.plainWords(code)}
	}
	words := c.briefTime(code)
	switch {
	case left < codeTooLate:
		words += c.timeStyle(left).Render(" left, may be too late")
	case left < codeEndsSoon:
		words += c.timeStyle(left).Render(" left, ends soon")
	}
	line := c.gauge(code, focusTurn(c.env.Now()), width-2)
	return []string{" " + line, ui.Spread(c.plainWords(code), words+" ", width)}
}

// plainWords are the value as a double click selects it, or how to see it.
func (c *Codes) plainWords(code client.Code) string {
	s, k, value := c.env.Styles, c.env.Keys, c.values[code.Key()]
	show, copies := k.Reveal.Help().Key, k.Copy.Help().Key
	switch {
	case c.showsLink(code):
		return " " + s.Muted.Render(show+" hides it")
	case !value.IsZero():
		return " " + s.Muted.Render("plain to select: ") + s.Strong.Render(value.RevealString()) + s.Muted.Render("  mouse is free")
	case c.left(code) == 0:
		return " " + s.Muted.Render("it was not opened while it lived")
	case code.Type == client.CodeAuthURL:
		return " " + s.Muted.Render(show+" shows the link · "+copies+" copies it")
	case c.wanted(code):
		return " "
	}
	return " " + s.Muted.Render("hidden, "+show+" shows it · "+copies+" copies it unseen")
}

// showsLink reports whether it is an approval page whose link is open.
func (c *Codes) showsLink(code client.Code) bool {
	return code.Type == client.CodeAuthURL && !c.values[code.Key()].IsZero()
}

// briefTime is how long a code is still good. It has no style, neither early nor late: a colour for each digit that changes would take most
// of what a second costs.
func (c *Codes) briefTime(code client.Code) string {
	switch left := c.left(code); {
	case left == 0:
		return "expired"
	case code.ExpiryAssumed:
		return "about " + plan.Clock(left)
	default:
		return plan.Clock(left)
	}
}

// rowTime is how long the code of a row is still good. The one that is drawn beside the list counts there only.
func (c *Codes) rowTime(code client.Code, drawn bool) string {
	switch left, words := c.left(code), c.briefTime(code); {
	case left == 0:
		return c.env.Styles.Muted.Render(words)
	case drawn:
		return c.env.Styles.Code.Render(LiveWord)
	case left < codeEndsSoon:
		return c.timeStyle(left).Render("!") + " " + words
	default:
		return words
	}
}

func (c *Codes) timeStyle(left time.Duration) lipgloss.Style {
	s := c.env.Styles
	switch {
	case left < codeTooLate:
		return s.Bad
	case left < codeEndsSoon:
		return s.Warn
	}
	return s.Code
}

// gauge is how long the code was still good then, in the colour of now.
func (c *Codes) gauge(code client.Code, then time.Time, cells int) string {
	return gauge(c.env.Styles, c.timeStyle(c.left(code)).Bold(false), code, wholeSeconds(c.env.Codes.Left(code, then)), cells)
}

// note says what went wrong with a code, or what became of it.
func (c *Codes) note(code client.Code, width int) []string {
	s, id := c.env.Styles, code.Key()
	switch {
	case c.failed[id] != nil:
		return ui.ProblemLines(s, "", c.failed[id], width)
	case c.hurried == id:
		return []string{" " + s.Warn.Render("copied in its last seconds: the merchant may refuse it")}
	case c.env.Codes.Copied[id]:
		return []string{" " + s.OK.Render("✓ this one was copied")}
	case c.changed[id]:
		return []string{" " + s.Warn.Render("the issuer replaced the value: this is the new one")}
	}
	return nil
}

// askingFailed says why no new codes come from an account.
func (c *Codes) askingFailed(profile string, width int) []string {
	if err := c.env.Codes.Failed[profile]; err != nil {
		return ui.ProblemLines(c.env.Styles, "asking failed: ", err, width)
	}
	return nil
}

// purposeWords is what a code is for.
func purposeWords(code client.Code) string {
	words := purchaseWords(code)
	switch {
	case code.Type == client.CodeAuthURL:
		return "approval page · " + words
	case code.Type == client.CodeActivation && code.Merchant == "": // there is no purchase
		return "activation code"
	}
	return words
}

func purchaseWords(c client.Code) string {
	merchant := ui.Safe(c.Merchant)
	switch {
	case c.Amount.Known() && merchant != "":
		return screen.MoneyWords(c.Amount) + " at " + merchant
	case c.Amount.Known():
		return screen.MoneyWords(c.Amount)
	case merchant != "":
		return merchant
	}
	return "not named by the issuer"
}
