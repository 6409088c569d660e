package order

import (
	"strings"

	"cardwallet/client"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// View draws the stage that the movement is in.
func (p *Payment) View(width, height int) string {
	var lines []string
	switch {
	case p.refusal != nil && p.Stage == orderForm:
		lines = append(append([]string{""}, p.subject()...), "")
		lines = append(lines, ui.ProblemLines(p.Env.Styles, "no "+p.Kind.Noun()+": ", p.refusal, width)...)
	case p.Stage == orderForm:
		lines = p.formLines(width)
	case p.Stage == orderSummary:
		lines = p.summaryLines(width, height)
	case p.running():
		lines = p.runningLines(append(p.subject(), p.fact("amount", screen.MoneyWords(p.quote.Amount)))...)
	default:
		lines = p.doneLines(width)
	}
	return ui.Body(lines, width, height)
}

// subject names the card, or what the new one is to be, and the account.
func (p *Payment) subject() []string {
	if p.Kind != client.MoveCreate {
		return []string{p.fact("card", screen.CardWords(p.Card)), p.AccountFact()}
	}
	lines := []string{p.fact("new card", screen.TypeName(p.model))}
	label := "for"
	for _, made := range newCardWords(p.new, p.named) {
		lines = append(lines, p.fact(label, made))
		label = ""
	}
	return append(lines, p.AccountFact())
}

func (p *Payment) formLines(width int) []string {
	if p.sudden {
		p.Env.Attention.Asks(p, p.Kind.Noun())
	}
	s, b := p.Env.Styles, p.now()
	lines := append([]string{""}, p.subject()...)
	if p.Kind != client.MoveCreate {
		lines = append(lines, p.fact("on the card", p.balance(b.Card, p.cardErr)))
	}
	lines = append(lines, p.fact("wallet", p.balance(b.Wallet, p.fundsErr)), "")
	if p.termsErr != nil {
		return append(append(lines, ui.ProblemLines(s, "the issuer's terms could not be read: ", p.termsErr, width)...),
			"  "+s.Muted.Render("r tries again"))
	}
	lines = append(lines, p.fact("amount", ui.FieldView(&p.Input)+" "+ui.Safe(p.terms.Currency)))
	words, style := "enter continues to the summary", s.Muted
	switch {
	case p.loading:
		words, style = "reading the issuer's terms…", s.Accent
	case p.wrong != nil:
		words, style = screen.WrongWords(p.wrong), s.Bad
	case !p.quote.Amount.Known():
		words = screen.LimitWords(p.terms)
	}
	for _, line := range ui.Wrapped(words, width-ui.LabelCells-2, 4) {
		lines = append(lines, p.fact("", style.Render(line)))
	}
	lines = append(lines, "", p.fact("fee", p.feeWords()), p.fact("total", p.total()))
	if p.Err != nil {
		lines = append(append(lines, ""), ui.ProblemLines(s, "not sent: ", p.Err, width)...)
	}
	return lines
}

// feeWords say how much of the fee is the price of a new card, where the terms show that it is a part of the fee.
func (p *Payment) feeWords() string {
	words, price := screen.FeeWords(p.quote), p.model.Price
	fee := p.quote.Fee
	if !fee.Known() || !price.Known() || price.Currency != fee.Currency || !price.Amount.IsPositive() || !price.Amount.Equal(p.terms.Fixed) {
		return words
	}
	if price.Amount.Equal(fee.Amount) {
		return words + ", the card's price"
	}
	return words + ", of it " + screen.MoneyWords(price) + " the card's price"
}

// total is what leaves the wallet, or the card where money is taken back.
func (p *Payment) total() string {
	if p.Kind == client.MoveWithdraw && p.quote.Amount.Known() {
		return screen.MoneyWords(p.quote.Amount) + " off the card"
	}
	return screen.TotalWords(p.quote)
}

// balance says what is there, or why that is not known.
func (p *Payment) balance(m client.Money, err error) string {
	s := p.Env.Styles
	switch {
	case m.Known() && p.reading == 0:
		return screen.MoneyWords(m)
	case m.Known():
		return screen.MoneyWords(m) + s.Muted.Render("  reading…")
	case p.reading > 0:
		return s.Muted.Render("reading…")
	case err != nil:
		what, _ := ui.Problem(err)
		return s.Warn.Render("not known: " + what)
	}
	return s.Muted.Render("not known")
}

func (p *Payment) summaryLines(width, height int) []string {
	s, b, q := p.Env.Styles, p.now(), p.quote
	after, estimated := b.After(p.Kind, q)
	subject := p.subject()
	if p.Kind != client.MoveCreate {
		subject[0] = p.fact("card", screen.CardInFull(p.Card))
	}
	lines := append([]string{"", "  " + s.Strong.Render(p.Kind.Words().Question), ""}, subject...)
	lines = append(lines,
		p.fact("currency", screen.CurrencyWords(p.terms.Currency)),
		p.fact("amount", s.Strong.Render(screen.MoneyWords(q.Amount))),
		p.fact("fee", p.feeWords()),
		p.fact("total", s.Strong.Render(p.total())),
		p.fact("wallet", screen.ChangeWords(b.Wallet, after.Wallet, estimated)))
	if p.Kind != client.MoveCreate {
		lines = append(lines, p.fact("on the card", screen.ChangeWords(b.Card, after.Card, false)))
	}
	lines = append(lines, "")
	if doubt := p.Account.StatusRules().Doubt(p.Kind, p.Card); doubt != "" {
		lines = append(lines, ui.TextLines(s.Warn, ui.Safe(doubt), width, 2)...)
	}
	return p.questionLines(lines, width, height)
}

func (p *Payment) doneLines(width int) []string {
	s, m := p.Env.Styles, p.Movement
	lines := append(append([]string{""}, p.outcomeLines(width)...), "", p.subject()[0])
	lines = append(lines, p.fact("amount", screen.MoneyWords(p.quote.Amount)))
	if m.Status == client.MovementSucceeded {
		lines = append(lines, p.fact("fee", screen.FeeWords(client.Quote{Amount: m.Amount, Fee: m.Fee})))
	}
	b := p.now()
	lines = append(lines, p.fact("wallet", p.sinceWords(p.before.Wallet, b.Wallet, p.fundsErr)))
	if p.Kind != client.MoveCreate {
		lines = append(lines, p.fact("on the card", p.sinceWords(p.before.Card, b.Card, p.cardErr)))
	} else if m.CardID != "" {
		lines = append(lines, p.fact("card id", ui.Safe(m.CardID)))
	}
	if m.OrderID != "" {
		lines = append(lines, p.fact("order", s.Muted.Render(ui.Safe(m.OrderID))))
	}
	return lines
}

// did says what was done.
func (p *Payment) did() string {
	done, amount := p.Kind.Words().Done+" ", screen.MoneyWords(p.Movement.Amount)
	switch p.Kind {
	case client.MoveWithdraw:
		return done + amount + " from " + screen.CardWords(p.Card)
	case client.MoveCreate:
		return done + "a new card with " + amount + " on it"
	default: // a Payment is a top-up then
		return done + amount + " onto " + screen.CardWords(p.Card)
	}
}

// sinceWords compares a balance with what it was before.
func (p *Payment) sinceWords(before, now client.Money, err error) string {
	s := p.Env.Styles
	switch {
	case p.reading > 0:
		return screen.MoneyWords(before) + s.Muted.Render(" before, reading…")
	case err != nil:
		return screen.MoneyWords(before) + s.Warn.Render(" before, could not be read again")
	case !before.Known() || !now.Known():
		return screen.MoneyWords(now)
	}
	return screen.ChangeWords(before, now, false)
}

// newCardWords are the parts of a new card that a person gave, in lines. One or two that were chosen from a list get a line each, with
// their names. More are on one line: otherwise a small terminal would not show the question.
func newCardWords(n client.NewCard, named map[string]string) []string {
	var words []string
	for _, w := range []struct{ label, value string }{
		{"", n.Name}, {"holder ", n.HolderID}, {"account ", n.AccountID}, {"number ", n.CardNumber},
	} {
		if w.value != "" {
			words = append(words, w.label+w.value)
		}
	}
	lines := []string{ui.Safe(strings.Join(words, ", "))}
	if len(words) == 0 || len(words) > 2 || len(named) == 0 {
		return lines[:min(len(words), 1)]
	}
	lines = nil
	for _, word := range words {
		if name := named[word]; name != "" {
			word += " " + name
		}
		lines = append(lines, ui.Safe(word))
	}
	return lines
}
