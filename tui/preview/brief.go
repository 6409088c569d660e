package preview

import (
	"strings"

	"cardwallet/client"
	"cardwallet/client/plan"
	"cardwallet/client/words"
	"cardwallet/tui/codes"
	"cardwallet/tui/records"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// The widths of the parts of a peek's lines.
const (
	peekLabel = 15
	peekGauge = 30
)

// BriefLines is how many lines Brief has.
const BriefLines = 4

// Brief is the most important of it in BriefLines lines.
func (p Card) Brief() []string {
	s := p.env.Styles
	about := p.status()
	for _, word := range ui.NonEmpty(ui.Safe(words.Form(p.card)), string(plan.NetworkOf(p.card))) {
		about += s.Muted.Render(" · " + word)
	}
	number := Mask(client.FieldURL, "")
	if p.card.Form != client.FormLink {
		number = Mask(client.FieldPAN, p.card.Last4) + s.Muted.Render("   exp "+Mask(client.FieldExpiry, "")+"   CVV "+
			Mask(client.FieldCVV, ""))
	}
	room := p.cells - ui.Width(number) - 1
	lines := []string{ui.Spread(number, ui.Cut(about, room), p.cells), p.briefBalance(), p.briefCode(), p.briefLatest()}
	for i := range lines {
		lines[i] = " " + ui.Cut(lines[i], p.cells)
	}
	return lines
}

func (p Card) briefBalance() string {
	s := p.env.Styles
	gauge, whole := Left(s, p.card, peekGauge)
	switch {
	case p.card.Shared && p.card.Balance.Known():
		return s.Muted.Render(ui.Fit("shared", peekLabel) + "pays from a shared account with " + screen.MoneyWords(p.card.Balance))
	case !p.card.Balance.Known():
		return s.Muted.Render("balance not known")
	case p.card.MayShare:
		return s.Strong.Render(screen.MoneyWords(p.card.Balance)) + s.Muted.Render("  may be shared with other cards")
	case gauge == "":
		return s.Strong.Render(screen.MoneyWords(p.card.Balance))
	}
	return s.Strong.Render(ui.Fit(screen.MoneyWords(p.card.Balance), peekLabel)) + gauge +
		s.Muted.Render(" of "+ui.Safe(whole.Figures())+" left")
}

func (p Card) briefCode() string {
	s := p.env.Styles
	live := p.env.Codes.LiveOf(p.env.Codes.OfCard(p.card), p.env.Now())
	if len(live) == 0 {
		if p.card.Status != client.CardActive {
			return s.Muted.Render(NoneMark + " no live code")
		}
		return s.Muted.Render(ui.Fit(NoneMark+" no live code", peekLabel)) + ui.KeyWords(s, ui.Named(p.env.Keys.OTP, "asks for one"))
	}
	code := live[0]
	left := p.env.Codes.Left(code, p.env.Now())
	return s.Code.Render(ui.Fit(LiveMark+" "+codes.Mask, peekLabel)) + codes.Gauge(s, s.Code.Bold(false), code, left, peekGauge) + "  " +
		timeWords(code, left) + "  " + codes.Purchase(code)
}

func (p Card) briefLatest() string {
	s, key := p.env.Styles, p.env.Keys.Transactions
	latest, read := p.env.Latest.Of(p.card)
	switch {
	case !read && !records.KeepsRecords(p.env, p.card):
		return ""
	case !read:
		return s.Muted.Render(ui.Fit("latest", 9)) + ui.KeyWords(s, ui.Named(key, "reads the transactions"))
	case len(latest.Records) == 0:
		return s.Muted.Render(ui.Fit("latest", 9) + "no transactions")
	}
	all := "  " + ui.KeyWords(s, ui.Named(key, "all"))
	const shown = 2
	var parts []string
	for _, r := range latest.Records[:min(shown, len(latest.Records))] {
		amount, style := screen.PaidWords(s, r)
		parts = append(parts, s.Muted.Render(p.day(r.At))+" "+screen.LatestWords(r)+" "+style.Render(amount))
	}
	for len(parts) > 1 && ui.Width(strings.Join(parts, " · "))+9+ui.Width(all) > p.cells {
		parts = parts[:len(parts)-1]
	}
	return s.Muted.Render(ui.Fit("latest", 9)) + ui.Cut(strings.Join(parts, s.Muted.Render(" · ")), p.cells-9-ui.Width(all)) + all
}
