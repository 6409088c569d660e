package order

import (
	"errors"
	"strings"

	"cardwallet/client"
	"cardwallet/client/plan"
	"cardwallet/tui/reference"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// View draws the stage that the movement is in.
func (p *Payment) View(width, height int) string {
	switch {
	case p.refusal != nil && p.Stage == orderForm:
		lines := append(append([]string{""}, p.facts(width, p.subject()...)...), "")
		return p.laid(lines, ui.ProblemParagraph(p.Env.Styles, "no "+p.Kind.Noun()+": ", p.refusal, width), width, height)
	case p.Stage == orderForm:
		if p.sudden {
			p.Env.Attention.Asks(p, p.Kind.Noun())
		}
		return p.laid(p.formLines(width), p.formFoot(width), width, height)
	case p.Stage == orderSummary:
		return p.question(append([]string{""}, p.facts(width, p.receipt(p.now())...)...), width, height)
	case p.running():
		return p.laid(append([]string{""}, p.facts(width, p.receipt(p.before)...)...), append([]string{""}, p.stepLines()...), width, height)
	}
	return p.ended(p.doneLines(width), width, height)
}

func (o *Order) facts(width int, facts ...ui.Labelled) []string {
	return ui.Facts(o.Env.Styles, width, facts...)
}

// subject names the card, or what the new one is to be, and the account: where the money goes and where it comes from.
func (p *Payment) subject() []ui.Labelled {
	account := p.AccountWords()
	if p.terms.Currency != "" {
		account += ", " + screen.CurrencyWords(p.terms.Currency)
	}
	card := screen.CardWords(p.Card)
	if p.Stage == orderSummary {
		card = screen.CardInFull(p.Card)
	}
	strong := &p.Env.Styles.Strong
	switch p.Kind {
	case client.MoveWithdraw:
		return []ui.Labelled{{Label: "from", Value: card, Style: strong}, {Label: "onto", Value: account}}
	case client.MoveCreate:
		facts := []ui.Labelled{{Label: "new card", Value: screen.TypeName(p.model), Style: strong}}
		label := "for"
		for _, made := range screen.NewCardWords(p.new, p.named) {
			facts = append(facts, ui.Labelled{Label: label, Value: made})
			label = ""
		}
		return append(facts, ui.Labelled{Label: "from", Value: account})
	default: // a top-up
		return []ui.Labelled{{Label: "onto", Value: card, Style: strong}, {Label: "from", Value: account}}
	}
}

func (p *Payment) formLines(width int) []string {
	s, b := p.Env.Styles, p.now()
	facts := append(append([]ui.Labelled{{}}, p.subject()...), ui.Labelled{})
	if p.Kind != client.MoveCreate {
		facts = append(facts, p.balance("card", b.Card, p.cardErr))
	}
	facts = append(facts, p.balance("wallet", b.Wallet, p.fundsErr), ui.Labelled{})
	if p.termsErr != nil {
		return p.facts(width, facts...)
	}
	amount := ui.Labelled{Label: "amount", Value: ui.AmountView(&p.Input, ui.Safe(p.terms.Currency)), Sum: true, Style: &s.Strong}
	if !p.loading && p.wrong == nil {
		amount.Note = screen.LimitWords(p.terms)
	}
	refused := p.Err
	if !errors.Is(refused, client.ErrReference) {
		refused = nil
	}
	return p.facts(width, append(facts, amount, p.ref.Fact(s, width, refused), p.fee(), p.leaves())...)
}

// formFoot says below the form what is wrong, or how to go on.
func (p *Payment) formFoot(width int) []string {
	s := p.Env.Styles
	var lines []string
	switch {
	case p.termsErr != nil:
		return append(ui.ProblemParagraph(s, "the issuer's terms could not be read: ", p.termsErr, width),
			" "+ui.KeyWords(s, ui.Named(p.Env.Keys.Refresh, "tries again")))
	case p.loading:
		lines = ui.Paragraph(s.Accent, "reading the issuer's terms…", width)
	case p.wrong != nil:
		lines = ui.Paragraph(s.Bad, screen.WrongWords(p.wrong), width)
	default:
		lines = ui.Paragraph(s.Muted, "enter continues to the summary", width)
	}
	lines = append(lines, p.doubtLines(width)...)
	if p.Err != nil {
		lines = append(lines, ui.ProblemParagraph(s, "not sent: ", p.Err, width)...)
	}
	return append([]string{""}, lines...)
}

const estimate = "estimate"

// fee says how much of the fee is the price of a new card, where the terms show that it is a part of the fee.
func (p *Payment) fee() ui.Labelled {
	fact, fee, price := ui.Labelled{Label: "fee"}, p.quote.Fee, p.model.Price
	switch {
	case !p.quote.Amount.Known():
		fact.Value, fact.Style = "no fee yet", &p.Env.Styles.Muted
		return fact
	case !fee.Known():
		fact.Value = "the issuer says only afterwards"
		return fact
	}
	fact.Value, fact.Sum = screen.MoneyWords(fee), true
	var notes []string
	if p.quote.Estimated {
		notes = append(notes, estimate)
	}
	switch known := price.Known() && price.Currency == fee.Currency && price.Amount.IsPositive(); {
	case !known || !price.Amount.Equal(p.terms.Fixed):
	case price.Amount.Equal(fee.Amount):
		notes = append(notes, "the card's price")
	default:
		notes = append(notes, "of it "+screen.MoneyWords(price)+" the card's price")
	}
	fact.Note = strings.Join(notes, ", ")
	return fact
}

// leaves is what leaves the wallet, or the card where money is taken back.
func (p *Payment) leaves() ui.Labelled {
	q := p.quote
	fact := ui.Labelled{Label: "leaves", Sum: true, Style: &p.Env.Styles.Strong}
	switch {
	case !q.Amount.Known():
		fact.Value, fact.Style = "-", nil
	case p.Kind == client.MoveWithdraw:
		fact.Value, fact.Note = screen.MoneyWords(q.Amount), "the card"
	case !q.Fee.Known():
		fact.Value, fact.Note = screen.MoneyWords(q.Amount), "and the fee"
	default:
		if fact.Value = screen.MoneyWords(q.Total); q.Estimated {
			fact.Note = estimate
		}
	}
	return fact
}

// act says what y does.
func (p *Payment) act() string {
	switch leaves := p.leaves(); {
	case p.Kind != client.MoveWithdraw && !p.quote.Fee.Known():
		return "move " + leaves.Value + " and the fee now"
	default:
		return "move " + leaves.Value + " now"
	}
}

// balance says what is there, or why that is not known.
func (p *Payment) balance(label string, m client.Money, err error) ui.Labelled {
	s := p.Env.Styles
	fact := ui.Labelled{Label: label}
	switch {
	case m.Known():
		if fact.Value, fact.Sum = screen.MoneyWords(m), true; p.reading > 0 {
			fact.Note = "reading…"
		}
	case p.reading > 0:
		fact.Value, fact.Style = "reading…", &s.Muted
	case err != nil:
		what, _ := ui.Problem(err)
		fact.Value, fact.Style = "not known: "+what, &s.Warn
	default:
		fact.Value, fact.Style = "not known", &s.Muted
	}
	return fact
}

// receipt is what the movement costs and does, with what is on wallet and card before and after.
func (p *Payment) receipt(before plan.Balances) []ui.Labelled {
	after, estimated := before.After(p.Kind, p.quote)
	facts := append(p.subject(), ui.Labelled{},
		ui.Labelled{Label: "amount", Value: screen.MoneyWords(p.quote.Amount), Sum: true, Style: &p.Env.Styles.Strong}, p.fee(),
		ui.Labelled{Rule: true}, p.leaves(), ui.Labelled{},
		ui.Labelled{Label: "wallet", Value: screen.ChangeWords(before.Wallet, after.Wallet, estimated)})
	if p.Kind != client.MoveCreate {
		facts = append(facts, ui.Labelled{Label: "card", Value: screen.ChangeWords(before.Card, after.Card, false)})
	}
	return append(facts, reference.Fact(p.ref.Text()))
}

func (p *Payment) doneLines(width int) []string {
	s, m, b := p.Env.Styles, p.Movement, p.now()
	facts := append([]ui.Labelled{{}}, p.subject()[0], ui.Labelled{},
		ui.Labelled{Label: "amount", Value: screen.MoneyWords(p.quote.Amount), Sum: true, Style: &s.Strong})
	if m.Status == client.MovementSucceeded && m.Fee.Known() {
		facts = append(facts, ui.Labelled{Label: "fee", Value: screen.MoneyWords(m.Fee), Sum: true})
	}
	facts = append(facts, ui.Labelled{}, ui.Labelled{Label: "wallet", Value: p.sinceWords(p.before.Wallet, b.Wallet, p.fundsErr)})
	if p.Kind != client.MoveCreate {
		facts = append(facts, ui.Labelled{Label: "card", Value: p.sinceWords(p.before.Card, b.Card, p.cardErr)})
	} else {
		facts = append(facts, ui.Labelled{Label: "card id", Value: ui.Safe(m.CardID)})
	}
	facts = append(facts, reference.Fact(m.Reference))
	return p.facts(width, append(facts, ui.Labelled{Label: "order", Value: ui.Safe(m.OrderID), Style: &s.Muted})...)
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
	switch {
	case p.Movement.Repeated: // what was before it is not known
		return screen.MoneyWords(now)
	case p.reading > 0:
		return screen.MoneyWords(before) + " before, reading…"
	case err != nil:
		return screen.MoneyWords(before) + " before, could not be read again"
	case !before.Known() || !now.Known():
		return screen.MoneyWords(now)
	case p.Movement.Status != client.MovementSucceeded && now.Amount.Equal(before.Amount):
		return screen.MoneyWords(now) + ", as before"
	}
	return screen.ChangeWords(before, now, false)
}
