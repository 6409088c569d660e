package screen

import (
	"errors"
	"strings"

	"cardwallet/client"
	"cardwallet/tui/ui"
)

// View draws the stage that the top-up is in.
func (t *TopUp) View(width, height int) string {
	var lines []string
	switch {
	case t.refusal != nil && t.stage == topUpForm:
		lines = append([]string{"", t.fact("card", cardWords(t.card)), t.fact("account", accountWords(t.card)), ""},
			problemLines(t.env.Styles, "no top-up: ", t.refusal, width)...)
	case t.stage == topUpForm:
		lines = t.formLines(width)
	case t.stage == topUpSummary:
		lines = t.summaryLines(width)
	case t.Holds():
		lines = t.runningLines()
	default:
		lines = t.doneLines(width)
	}
	return ui.Body(lines, width, height)
}

func (t *TopUp) fact(label, value string) string { return factLine(t.env.Styles, label, value) }

func (t *TopUp) formLines(width int) []string {
	s, b := t.env.Styles, t.now()
	lines := []string{"",
		t.fact("card", cardWords(t.card)),
		t.fact("account", accountWords(t.card)),
		t.fact("on the card", t.balance(b.card, t.cardErr)),
		t.fact("wallet", t.balance(b.wallet, t.fundsErr)), ""}
	switch {
	case t.termsErr != nil:
		return append(append(lines, problemLines(s, "the issuer's terms could not be read: ", t.termsErr, width)...),
			"  "+s.Dim.Render("r tries again"))
	case t.loading:
		return append(lines, "  "+s.Info.Render("reading the issuer's terms…"))
	}
	lines = append(lines, t.fact("amount", t.input.View()+" "+ui.Safe(t.terms.Currency)))
	switch {
	case t.wrong != nil:
		lines = append(lines, t.fact("", s.Bad.Render(wrongWords(t.wrong))))
	case !t.quote.Amount.Known():
		lines = append(lines, t.fact("", s.Dim.Render(limitWords(t.terms))))
	default:
		lines = append(lines, t.fact("", s.Dim.Render("enter continues to the summary")))
	}
	lines = append(lines, "", t.fact("fee", feeWords(t.quote)), t.fact("total", totalWords(t.quote)))
	if t.outcome != nil {
		lines = append(append(lines, ""), problemLines(s, "not sent: ", t.outcome, width)...)
	}
	return lines
}

// balance says what is there, or why that is not known.
func (t *TopUp) balance(m client.Money, err error) string {
	s := t.env.Styles
	switch {
	case m.Known() && t.reading == 0:
		return moneyWords(m)
	case m.Known():
		return moneyWords(m) + s.Dim.Render("  reading…")
	case t.reading > 0:
		return s.Dim.Render("reading…")
	case err != nil:
		what, _ := ui.Problem(err)
		return s.Warn.Render("not known: " + what)
	}
	return s.Dim.Render("not known")
}

func (t *TopUp) summaryLines(width int) []string {
	s, b, q := t.env.Styles, t.now(), t.quote
	after := balances{wallet: b.wallet.Sub(q.Total), card: b.card.Add(q.Amount)}
	lines := []string{"",
		"  " + s.Strong.Render("top up this card?"), "",
		t.fact("card", cardWords(t.card)+", id "+ui.Safe(t.card.ID)),
		t.fact("account", accountWords(t.card)),
		t.fact("currency", currencyWords(t.terms.Currency)),
		t.fact("amount", s.Strong.Render(moneyWords(q.Amount))),
		t.fact("fee", feeWords(q)),
		t.fact("total", s.Strong.Render(totalWords(q))),
		t.fact("wallet", changeWords(b.wallet, after.wallet, q.Estimated)),
		t.fact("on the card", changeWords(b.card, after.card, false)), ""}
	if t.wrong != nil {
		return append(lines, problemLines(s, "cannot be confirmed: ", t.wrong, width)...)
	}
	return append(lines, "  "+s.HelpKey.Render("y")+" confirms, any other key does not; esc changes the amount")
}

func (t *TopUp) runningLines() []string {
	s := t.env.Styles
	doing := "sending the order"
	if t.stage == topUpFollowing {
		doing = "the issuer is working on it"
	}
	return []string{"",
		"  " + s.Strong.Render(doing) + s.Dim.Render(" · since "+ui.Clock(t.env.Now().Sub(t.since))), "",
		t.fact("card", cardWords(t.card)),
		t.fact("account", accountWords(t.card)),
		t.fact("amount", moneyWords(t.quote.Amount)), "",
		"  " + s.Dim.Render("please wait for the outcome; nothing is sent twice")}
}

func (t *TopUp) doneLines(width int) []string {
	s, m := t.env.Styles, t.movement
	lines := append([]string{""}, t.outcomeLines(width)...)
	lines = append(lines, "",
		t.fact("card", cardWords(t.card)),
		t.fact("amount", moneyWords(t.quote.Amount)))
	if m.Status == client.MovementSucceeded {
		lines = append(lines, t.fact("fee", feeWords(client.Quote{Amount: m.Amount, Fee: m.Fee})))
	}
	b := t.now()
	lines = append(lines,
		t.fact("wallet", t.sinceWords(t.before.wallet, b.wallet, t.fundsErr)),
		t.fact("on the card", t.sinceWords(t.before.card, b.card, t.cardErr)))
	if m.OrderID != "" {
		lines = append(lines, t.fact("order", s.Dim.Render(ui.Safe(m.OrderID))))
	}
	return lines
}

// outcomeLines say in one sentence what came of it. An unknown outcome is never called failed.
func (t *TopUp) outcomeLines(width int) []string {
	s, m := t.env.Styles, t.movement
	sentence, hint, style := "", "", s.Good
	switch m.Status {
	case client.MovementSucceeded:
		sentence = "topped up: " + moneyWords(m.Amount) + " went onto " + cardWords(t.card)
	case client.MovementFailed:
		style, sentence = s.Bad, "not topped up: "+ui.Safe(m.Description)
		if t.outcome != nil {
			what, why := ui.Problem(t.outcome)
			sentence, hint = "not topped up: "+what, why
		}
	case client.MovementProcessing:
		style, sentence = s.Warn, "the issuer is still working on it: do not send it again"
		hint = "the balances show it when it is done; r asks again"
		if t.outcome != nil {
			hint, _ = ui.Problem(t.outcome)
		}
	default:
		style, sentence = s.Warn, "outcome unknown: the money may have moved, do not send it again"
		hint = "r asks the issuer; else compare the balances and look at the card's transactions"
	}
	var lines []string
	for _, line := range ui.Wrapped(sentence, width-2, 3) {
		lines = append(lines, "  "+style.Render(line))
	}
	for _, line := range ui.Wrapped(hint, width-2, 2) {
		lines = append(lines, "  "+s.Dim.Render(line))
	}
	return lines
}

// sinceWords compares a balance with what it was before.
func (t *TopUp) sinceWords(before, now client.Money, err error) string {
	s := t.env.Styles
	switch {
	case t.reading > 0:
		return moneyWords(before) + s.Dim.Render(" before, reading…")
	case err != nil:
		return moneyWords(before) + s.Warn.Render(" before, could not be read again")
	case !before.Known() || !now.Known():
		return moneyWords(now)
	}
	return changeWords(before, now, false)
}

func changeWords(before, after client.Money, estimated bool) string {
	switch {
	case !before.Known():
		return "not known"
	case !after.Known():
		return moneyWords(before) + " now"
	}
	words := ui.Safe(before.Digits()) + " -> " + moneyWords(after)
	if estimated {
		words += " (estimate)"
	}
	return words
}

func feeWords(q client.Quote) string {
	switch {
	case !q.Amount.Known():
		return "-"
	case !q.Fee.Known():
		return "the issuer says only afterwards"
	case q.Estimated:
		return moneyWords(q.Fee) + " (estimate)"
	}
	return moneyWords(q.Fee)
}

func totalWords(q client.Quote) string {
	switch {
	case !q.Amount.Known():
		return "-"
	case !q.Fee.Known():
		return moneyWords(q.Total) + " and the fee"
	case q.Estimated:
		return moneyWords(q.Total) + " (estimate)"
	}
	return moneyWords(q.Total)
}

func limitWords(terms client.Terms) string {
	money := func(n client.Money) string { return moneyWords(n) }
	low, high := client.NewMoney(terms.Min.Decimal, terms.Currency), client.NewMoney(terms.Max.Decimal, terms.Currency)
	switch {
	case terms.Min.Valid && terms.Max.Valid:
		return ui.Safe(low.Digits()) + " to " + money(high)
	case terms.Min.Valid:
		return "at least " + money(low)
	case terms.Max.Valid:
		return "at most " + money(high)
	}
	return "the issuer names no limits"
}

// wrongWords says what is wrong with an amount, without the general part.
func wrongWords(err error) string {
	what, _ := ui.Problem(err)
	for _, general := range []error{client.ErrAmount, client.ErrTerms} {
		if errors.Is(err, general) {
			what = strings.TrimPrefix(what, general.Error()+": ")
		}
	}
	return what
}

var currencyNames = map[string]string{
	"USD": "US dollars", "EUR": "euros", "GBP": "pounds sterling", "HKD": "Hong Kong dollars", "SGD": "Singapore dollars",
	"AUD": "Australian dollars", "CAD": "Canadian dollars", "CHF": "Swiss francs", "JPY": "Japanese yen", "CNY": "Chinese yuan",
	"AED": "UAE dirhams", "USDT": "Tether dollars", "USDC": "USD Coin",
}

func currencyWords(code string) string {
	if name, ok := currencyNames[code]; ok {
		return name + " (" + code + ")"
	}
	return ui.Safe(code)
}
