package codes

import (
	"strings"
	"time"

	"charm.land/bubbles/v2/key"
	"charm.land/lipgloss/v2"

	"cardwallet/client"
	"cardwallet/client/plan"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

const (
	codeMask      = "••• •••"
	codeCells     = 11 // a code in groups
	codeTimeCells = 11
	// Under these remainders a code is amber, then red.
	codeEndsSoon = 30 * time.Second
	codeTooLate  = 10 * time.Second
)

// codeText is what stands for a code in a row: the code itself where it is open and may be seen.
func (o *openCodes) codeText(c client.Code) string {
	switch value := o.values[c.Key()]; {
	case c.Type == client.CodeAuthURL:
		return "link"
	case !value.IsZero():
		return ui.Grouped(value.RevealString())
	}
	return codeMask
}

// codeCell is the cursor and the code, in two cells and those given. A code that is longer is not cut, as the rest is useless.
func (o *openCodes) codeCell(c client.Code, focus bool, cells int) string {
	s, text, mark := o.env.Styles, o.codeText(c), "  "
	gap := strings.Repeat(" ", max(0, cells-ui.Width(text)))
	if focus {
		mark = "> "
	}
	switch {
	case o.left(c) == 0:
		text = s.Struck.Render(text)
	case focus:
		text = s.Strong.Render(text)
	}
	return mark + text + gap
}

// timeCell is how long a code is still good, in the given cells.
func (o *openCodes) timeCell(c client.Code, cells int) string {
	s, left := o.env.Styles, o.left(c)
	if left == 0 {
		return s.Muted.Render(ui.Fit("expired", cells))
	}
	about := ""
	if c.ExpiryAssumed {
		about = "about "
	}
	words := ui.Fit(about+plan.Clock(left), cells)
	if left < codeEndsSoon { // else plain: with ten codes on the screen colours double the bytes of a tick
		words = timeStyle(s, left).Render(words)
	}
	return words
}

// countdown is a bar and the time that is left, in words.
func (o *openCodes) countdown(code client.Code, width int) string {
	s, left := o.env.Styles, o.left(code)
	words := plan.Clock(left) + " left"
	switch {
	case left < codeTooLate:
		words += ", may be too late"
	case left < codeEndsSoon:
		words += ", ends soon"
	}
	if code.ExpiryAssumed {
		words = "about " + words
	}
	return "  " + timeStyle(s, left).Render(o.bar(code, min(40, width-36))+"  "+words)
}

func (o *openCodes) bar(c client.Code, cells int) string {
	return ui.Bar(int(o.left(c)/time.Second), int(c.ExpiresAt.Sub(c.ReceivedAt)/time.Second), cells)
}

func timeStyle(s *ui.Styles, left time.Duration) lipgloss.Style {
	switch {
	case left < codeTooLate:
		return s.Bad
	case left < codeEndsSoon:
		return s.Warn
	}
	return s.OK
}

// note says what went wrong with a code, or what became of it.
func (o *openCodes) note(code client.Code, width int) []string {
	s, id := o.env.Styles, code.Key()
	switch {
	case o.failed[id] != nil:
		return ui.ProblemLines(s, "", o.failed[id], width)
	case o.hurried == id:
		return []string{"  " + s.Warn.Render("copied in its last seconds: the merchant may refuse it")}
	case o.env.Codes.Copied[id]:
		return []string{"  " + s.Muted.Render("this one was copied")}
	case o.changed[id]:
		return []string{"  " + s.Warn.Render("the issuer replaced the value: this is the new one")}
	}
	return nil
}

// purposeWords is what a code is for, and whether it was copied.
func (o *openCodes) purposeWords(c client.Code) string {
	words := purchaseWords(c)
	switch {
	case c.Type == client.CodeAuthURL:
		words = "approval page · " + words
	case c.Type == client.CodeActivation && c.Merchant == "": // there is no purchase
		words = "activation code"
	}
	if o.env.Codes.Copied[c.Key()] {
		words = "copied · " + words
	}
	return words
}

// seenFact says that it is not known when a code was made, where that is so.
func (o *openCodes) seenFact(c client.Code) []string {
	if !c.TimeAssumed {
		return nil
	}
	since := o.env.Codes.Now(c.Profile, o.env.Now()).Sub(c.ReceivedAt)
	return []string{ui.Fact(o.env.Styles, "seen", ui.Ago(since)+", the issuer sent no time for it")}
}

// askedWords says when an account was asked for codes last.
func (o *openCodes) askedWords(profile string) string {
	at := o.env.Codes.Asked[profile]
	switch {
	case at.IsZero():
		return "asking…"
	case o.env.Codes.Stopped[profile]:
		return "not asked any more: " + o.env.Keys.AskAgain.Help().Key + " asks again"
	}
	return "asked " + ui.Ago(o.env.Now().Sub(at))
}

// showKey is the key that shows, or hides what is shown.
func showKey(k ui.Keys, shown bool) key.Binding {
	if shown {
		return ui.Named(k.Show, "hide")
	}
	return ui.Named(k.Show, "show")
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
