// Package preview draws what is known of a card beside a list, without asking: nothing of it is secret, and codes are masked always.
package preview

import (
	"fmt"
	"strings"
	"time"

	"cardwallet/client"
	"cardwallet/client/plan"
	"cardwallet/client/words"
	"cardwallet/tui/codes"
	"cardwallet/tui/records"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// faceFrom is how many lines the panel has where the card is drawn in it.
const faceFrom = 26

// Card is what is known of a card.
type Card struct {
	env   *screen.Env
	card  client.Card
	cells int // wide
}

// Of returns what is known of a card, to be drawn in so many cells with a blank one at each side.
func Of(env *screen.Env, card client.Card, width int) Card { return Card{env, card, width - 2} }

// Lines are a panel in at most that many lines. Where there is little room the blank ones go, then the end.
func (p Card) Lines(height int) []string {
	var parts [][]string
	if height >= faceFrom {
		parts = append(parts, screen.Face(p.card, screen.StateWords(words.OfCard(p.card))).Lines(p.env.Styles, min(p.cells, 40)))
	} else {
		parts = append(parts, p.numbers())
	}
	parts = append(parts, p.balance(), p.code(), p.latest(), p.facts())
	lines := []string{""}
	for _, part := range parts {
		if len(part) == 0 {
			continue
		}
		if len(lines) > 1 {
			lines = append(lines, "")
		}
		for _, line := range part {
			lines = append(lines, " "+line)
		}
	}
	return strings.Split(ui.Body(lines, p.cells+2, height), "\n")
}

// numbers stand for the card where there is no room to draw it.
func (p Card) numbers() []string {
	s := p.env.Styles
	if p.card.Form == client.FormLink {
		return []string{ui.Spread(Mask(client.FieldURL, ""), p.status(), p.cells)}
	}
	return []string{
		ui.Spread(Mask(client.FieldPAN, p.card.Last4), p.status(), p.cells),
		s.Muted.Render("exp " + Mask(client.FieldExpiry, "") + "   CVV " + Mask(client.FieldCVV, "")),
	}
}

func (p Card) status() string {
	return screen.StatusStyle(p.env.Styles, p.card.Status).Render(screen.StateWords(words.OfCard(p.card)))
}

// Left draws how much is left of what was on a card: a gauge of so many cells, and percent behind it. It is empty where the issuer does not
// tell what was used. That 0 was used tells nothing: issuers also say so of cards whose use they do not count.
func Left(s *ui.Styles, card client.Card, cells int) (gauge string, whole client.Money) {
	whole = card.Own().Add(card.Used)
	if !whole.Known() || !card.Used.Amount.IsPositive() || card.Balance.Amount.IsNegative() {
		return "", client.Money{}
	}
	left := ui.Share(card.Balance.Amount, whole.Amount)
	return ui.Gauge(s, s.OK, left, 1000, cells) + s.Muted.Render(fmt.Sprintf("  %d %%", left/10)), whole
}

// balance has a gauge only where it is known what is left of what.
func (p Card) balance() []string {
	s := p.env.Styles
	amount := s.Strong.Render(screen.MoneyWords(p.card.Balance))
	switch {
	case p.card.Shared:
		amount = s.Muted.Render("shared")
	case !p.card.Balance.Known():
		amount = s.Muted.Render("not known")
	}
	lines := []string{ui.Spread(s.Muted.Render("Balance"), amount, p.cells)}
	const percent = 7 // cells
	switch gauge, whole := Left(s, p.card, p.cells-percent); {
	case gauge != "":
		lines = append(lines, gauge, s.Muted.Render("of "+screen.MoneyWords(whole)+", "+ui.Safe(p.card.Used.Figures())+" used"))
	case p.card.Shared && p.card.Balance.Known():
		lines = append(lines, s.Muted.Render(ui.Spread("on its account", screen.MoneyWords(p.card.Balance), p.cells)))
	}
	if p.card.MayShare && p.card.Balance.Known() {
		lines = append(lines, s.Muted.Render("may be shared with other cards"))
	}
	if odd := p.card.Unreadable.Words(); odd != "" {
		lines = append(lines, s.Warn.Render(ui.Cut(ui.Safe(odd), p.cells)))
	}
	return lines
}

// code is masked always.
func (p Card) code() []string {
	s, k := p.env.Styles, p.env.Keys
	live := p.env.Codes.LiveOf(p.env.Codes.OfCard(p.card), p.env.Now())
	if len(live) == 0 {
		if p.card.Status != client.CardActive {
			return nil
		}
		asks := ui.KeyWords(s, ui.Named(k.OTP, "asks for one"))
		return []string{ui.Spread(s.Muted.Render(NoneMark+" no live code"), asks, p.cells)}
	}
	code := live[0]
	name := "Code"
	if len(live) > 1 {
		name = fmt.Sprintf("%d codes", len(live))
	}
	left := p.env.Codes.Left(code, p.env.Now())
	keys := ui.KeyWords(s, ui.Named(k.OTP, "shows it")) + "  " + ui.KeyWords(s, ui.Named(k.Copy, "copies it unseen"))
	if p.env.Codes.Copied[code.Key()] {
		keys = s.OK.Render("✓ copied") + "  " + keys
	}
	return []string{
		ui.Spread(s.Code.Render(LiveMark+" "+name+"  "+codes.Mask), timeWords(code, left), p.cells),
		codes.Gauge(s, s.Code.Bold(false), code, left, p.cells),
		ui.Cut(codes.Purchase(code), p.cells),
		keys,
	}
}

// timeWords are how long a code is still good. They are drawn without a style: they change each second, and a style is many bytes.
func timeWords(code client.Code, left time.Duration) string {
	if code.ExpiryAssumed {
		return "about " + plan.Clock(left)
	}
	return plan.Clock(left)
}

// latest are the newest payments where somebody looked at them.
func (p Card) latest() []string {
	const shown = 4
	s, k := p.env.Styles, p.env.Keys
	latest, read := p.env.Latest.Of(p.card)
	switch {
	case !read && !records.KeepsRecords(p.env, p.card):
		return nil
	case !read:
		return []string{ui.Spread(s.Muted.Render("Latest"), ui.KeyWords(s, ui.Named(k.Transactions, "reads the transactions")), p.cells)}
	}
	at := latest.At.In(p.env.Now().Location()).Format("15:04")
	lines := []string{s.Muted.Render(ui.Spread("Latest", "read "+at, p.cells))}
	if len(latest.Records) == 0 {
		return append(lines, "no transactions")
	}
	for _, r := range latest.Records[:min(shown, len(latest.Records))] {
		lines = append(lines, screen.PaidLine(s, p.day(r.At)+" ", r, p.cells))
	}
	return lines
}

// day is a day in six cells, blank where it is not known.
func (p Card) day(t time.Time) string {
	if t.IsZero() {
		return "      "
	}
	return t.In(p.env.Now().Location()).Format("02 Jan")
}

// facts are who the card is made out to and what it is.
func (p Card) facts() []string {
	s := p.env.Styles
	var lines []string
	for _, fact := range []struct{ label, value string }{
		{"Holder", p.env.Holders.Name(p.card)}, {"Type", ui.Safe(words.Form(p.card))},
	} {
		if fact.value != "" {
			lines = append(lines, s.Muted.Render(ui.Fit(fact.label, 9))+ui.Cut(fact.value, p.cells-9))
		}
	}
	return lines
}

// LiveMark stands before a code that is good.
const LiveMark = "◆"

// NoneMark stands where there is nothing, such as no code.
const NoneMark = "◇"

// Mask stands for a secret field of a card. It has a fixed length, so that it tells nothing.
func Mask(kind client.FieldKind, last4 string) string {
	switch kind {
	case client.FieldPAN:
		if last4 != "" {
			return "•••• •••• •••• " + ui.Safe(last4)
		}
		return "•••• •••• •••• ••••"
	case client.FieldExpiry:
		return "••/••"
	case client.FieldCVV:
		return "•••"
	default: // links
		return "••••••••"
	}
}
