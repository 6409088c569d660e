package records

import (
	"cmp"
	"strings"

	"cardwallet/client"
	"cardwallet/client/mcc"
	"cardwallet/client/statement"
	"cardwallet/client/words"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// aboutCells is how wide what is known of the selected record is, beside the list.
const aboutCells = 38

// linkedShown is how many linked records are named beside a list.
const linkedShown = 3

// title names a record by what it is: "Payment".
func title(r client.Record) string {
	if r.Kind == client.RecordPurchases { // which have no type
		return "Card bought"
	}
	return ui.Sentence(cmp.Or(ui.Safe(words.Type(r.Kind, r.Type)), "record"))
}

// places are what is known of a merchant beside its name.
func places(r client.Record) []string {
	place := strings.Join(ui.NonEmpty(ui.Safe(r.Merchant.City), ui.Safe(r.Merchant.Country)), ", ")
	return ui.NonEmpty(mcc.Name(r.Merchant.MCC), place)
}

// stateWords are where a record stands.
func (l *Records) stateWords(r client.Record) ui.Cell {
	cell := l.statusCell(r)
	if words.OfRecord(r).Word == "held" && r.Unreadable == "" {
		cell.Text += ", not settled"
	}
	return cell
}

// cardOf is what the card of a record is called, and its account.
func (l *Records) cardOf(r client.Record) string {
	if r.CardID == "" {
		return ""
	}
	return l.Env.CardOf(client.Movement{Profile: r.Profile, CardID: r.CardID}) + " · " + ui.Safe(r.Profile)
}

// about is what is known of the selected record. Nothing is asked for it.
func (l *Records) about(r client.Record, width int) []string {
	s := l.Env.Styles
	if !l.preview.Ready() {
		return nil
	}
	lines := []string{""}
	for _, line := range ui.Wrapped(subject(r), width-2, 2) {
		lines = append(lines, " "+s.Strong.Render(line))
	}
	for _, line := range places(r) {
		lines = append(lines, " "+ui.Cut(line, width-2))
	}
	state, amount := l.stateWords(r), amountCell(s, r)
	if amount.Style == nil {
		amount.Style = &s.Strong
	}
	facts := []ui.Labelled{{},
		{Label: "status", Value: state.Text, Style: state.Style}, {Label: "amount", Value: amount.Text, Style: amount.Style},
		{Label: "at the shop", Value: ui.Safe(words.AtMerchant(r))}, {Label: "rate", Value: rate(r)},
		{Label: "fee", Value: ui.Safe(r.Fee.Shown())}, {Label: "fee abroad", Value: notZero(r.CrossBorder)}}
	if !r.At.IsZero() {
		facts = append(facts, ui.Labelled{Label: "when", Value: l.Env.At(r.At)})
	}
	facts = append(facts, ui.Labelled{}, ui.Labelled{Label: "card", Value: l.cardOf(r)})
	lines = append(lines, ui.Facts(s, width, facts...)...)
	lines = append(lines, "", " "+s.Muted.Render("linked"))
	linked := l.linkedTo(r)
	for _, line := range linked {
		lines = append(lines, " "+ui.Cut(line, width-2))
	}
	if len(linked) == 0 {
		lines = append(lines, " none among what was read")
	}
	lines = append(lines, ui.Facts(s, width, ui.Labelled{}, ui.Labelled{Label: "issuer says", Value: ui.Safe(words.IssuerSays(r))},
		ui.Labelled{Label: "id", Value: middle(ui.Safe(r.ID), width-ui.LabelCells-2)}, ui.Labelled{})...)
	return append(lines, " "+ui.KeyWords(s, ui.Named(l.Env.Keys.Open, "every field")))
}

// linkedTo are the records, of those that were read, that belong to one.
func (l *Records) linkedTo(r client.Record) []string {
	var lines []string
	for _, other := range l.pages.records {
		if len(lines) == linkedShown {
			break
		}
		if linked, _ := statement.Linked(r, other); linked {
			amount, _ := words.Amount(other)
			lines = append(lines, screen.StateWords(words.OfRecord(other))+" "+ui.Safe(amount)+" · "+l.Env.When(other.At))
		}
	}
	return lines
}

// notZero is an amount that is more than nothing.
func notZero(m client.Money) string {
	if m.Amount.IsZero() {
		return ""
	}
	return screen.MoneyWords(m)
}

// rate is what one unit of the merchant's currency cost in the card's; empty where both are one.
func rate(r client.Record) string {
	if words.AtMerchant(r) == "" || r.Amount.Amount.IsZero() {
		return ""
	}
	return r.CardAmount.Amount.Abs().DivRound(r.Amount.Amount.Abs(), 4).String()
}

// middle is a text without its middle, where that has no room.
func middle(text string, cells int) string {
	runes := []rune(text)
	if ui.Width(text) <= cells || cells < 5 {
		return ui.Cut(text, max(0, cells))
	}
	tail := (cells - 1) / 3
	return ui.Cut(string(runes), cells-tail) + string(runes[max(0, len(runes)-tail):])
}

// peek is what is known of the selected record in the lines that are below a list.
func (l *Records) peek(r client.Record, width int) []string {
	s := l.Env.Styles
	lines := []string{ui.Rule(s, subject(r), "", width)}
	if !l.preview.Ready() {
		return lines
	}
	lines[0] = ui.Rule(s, subject(r), strings.Join(places(r), " · "), width)
	state, amount := l.stateWords(r), amountCell(s, r)
	text := state.Text
	if state.Style != nil {
		text = state.Style.Render(text)
	}
	money := amount.Text
	if at := ui.Safe(words.AtMerchant(r)); at != "" {
		money += " for " + at + " at the shop"
	}
	if fee := notZero(r.Fee); fee != "" {
		money += ", fee " + fee
	}
	lines = append(lines, " "+ui.Cut(text+"   "+money, width-1), " "+ui.Cut(l.cardOf(r), width-1))
	if linked := l.linkedTo(r); len(linked) > 0 {
		lines = append(lines, " "+s.Muted.Render("linked ")+ui.Cut(strings.Join(linked, ", "), width-9))
	}
	if said := words.IssuerSays(r); said != "" {
		lines = append(lines, " "+s.Muted.Render("issuer says ")+ui.Cut(ui.Safe(said), width-14))
	}
	return lines
}
