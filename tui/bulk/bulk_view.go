package bulk

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"cardwallet/client"
	"cardwallet/client/plan"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// View draws the stage: what matters most above, a list that scrolls, and what can be done below.
func (b *Bulk) View(width, height int) string {
	s := b.env.Styles
	switch b.stage {
	case bulkReading:
		read := b.count(func(item *bulkItem) bool { return item.state == bulkRead })
		lines := []string{"", "  " + s.Accent.Render(fmt.Sprintf("reading the cards and what the issuers allow, %d of %d", read, len(b.items))),
			"", "  " + ui.Bar(read, len(b.items), max(0, width-4))}
		if b.CapturesInput() {
			lines = append(lines, "", b.fact("amount", ui.FieldView(&b.input)))
		}
		return ui.Body(lines, width, height)
	case bulkForm:
		return ui.Body(b.formLines(), width, height)
	case bulkChecking:
		return ui.Body([]string{"", "  " + s.Accent.Render("checking against what was done before…")}, width, height)
	case bulkSending:
		return ui.Body(b.sendingLines(width), width, height)
	case bulkSummary:
		head, foot := b.summaryHead(width)
		list := append(b.accountLines(expected, b.funds, nil), b.cardLines(width)...)
		if b.mayConfirm() {
			b.env.Attention.Asks(b, strings.Join(append(slices.Clone(head), list...), "\n"))
		}
		return b.scrolled(head, list, foot, width, height)
	default: // bulkDone
		list := append(b.accountLines(succeeded, b.before, b.funds), b.endLines(width)...)
		return b.scrolled(b.doneHead(width), list, nil, width, height)
	}
}

// scrolled keeps head and foot on the screen and as much of the list between them as there is room for.
func (b *Bulk) scrolled(head, list, foot []string, width, height int) string {
	room := max(1, height-len(head)-len(foot))
	from := b.scroll.First(len(list), room)
	lines := append(append(head, list[from:min(len(list), from+room)]...), foot...)
	return ui.Body(lines, width, height)
}

func (b *Bulk) fact(label, value string) string {
	return ui.Fact(b.env.Styles, ui.Cut(label, ui.LabelCells-1), value)
}

func (b *Bulk) formLines() []string {
	s := b.env.Styles
	lines := []string{"", "  " + s.Strong.Render("how much onto each card?"), "",
		b.fact("cards", cardCount(b.count(func(item *bulkItem) bool { return item.barred == "" }))+b.leftOutWords())}
	var currencies, words []string
	for _, item := range b.items {
		if c := item.terms.Currency; item.barred == "" && !slices.Contains(currencies, c) {
			currencies, words = append(currencies, c), append(words, screen.CurrencyWords(c))
		}
	}
	lines = append(lines, b.fact("currency", strings.Join(words, ", ")))
	for _, profile := range b.profiles(func(item *bulkItem) bool { return item.barred == "" }) {
		for _, c := range currencies {
			if wallet := b.funds[profile].wallet(c); wallet.Known() {
				lines = append(lines, b.fact(ui.Safe(profile), "wallet "+screen.MoneyWords(wallet)))
			}
		}
	}
	return append(lines, "", b.fact("amount", ui.FieldView(&b.input)), b.fact("", s.Muted.Render("enter continues to the summary")))
}

func (b *Bulk) leftOutWords() string {
	if n := len(b.items) - b.count((*bulkItem).allowed); n > 0 {
		return fmt.Sprintf(", %d left out", n)
	}
	return ""
}

func (b *Bulk) summaryHead(width int) (head, foot []string) {
	s := b.env.Styles
	n := b.count((*bulkItem).allowed)
	question := b.kind.Words().Verb + " " + cardCount(n) + "?"
	if n == 0 {
		question = "no card to " + b.kind.Words().Verb + ":"
	}
	head = []string{"", "  " + s.Strong.Render(question) + s.Warn.Render(strings.TrimPrefix(b.leftOutWords(), ",")), ""}
	_, totals := b.sums(expected)
	for _, t := range totals {
		if b.kind.IsChange() {
			head = append(head, b.fact("so that", b.kind.Words().Meaning))
			break
		}
		each := cmp.Or(screen.MoneyWords(firstAllowed(b.items, t.amount.Currency).Amount), "-")
		head = append(head,
			b.fact("amount", s.Strong.Render(each)+" on each of "+cardCount(t.cards)+", "+screen.CurrencyWords(t.amount.Currency)),
			b.fact("total", s.Strong.Render(sumWords(t))))
	}
	if err := b.unconfirmable(); err != nil {
		return head, ui.ProblemLines(s, "cannot be confirmed: ", err, width)
	}
	leave := "leaves"
	if b.kind == client.MoveTopUp {
		leave = "changes the amount"
	}
	return head, []string{"  " + s.Accent.Render("y") + " confirms, any other key does not; esc " + leave}
}

func firstAllowed(items []*bulkItem, currency string) client.Quote {
	for _, item := range items {
		if item.allowed() && item.quote.Amount.Currency == currency {
			return item.quote
		}
	}
	return client.Quote{}
}

// accountLines say for each account how many cards there are, what that costs, and its wallet before and after. After is what now has, or
// what is expected where now is nil.
func (b *Bulk) accountLines(of func(*bulkItem) (client.Quote, bool), before, now map[string]bulkFunds) []string {
	accounts, _ := b.sums(of)
	var lines []string
	for _, a := range accounts {
		account, _ := b.env.Wallet.Account(a.profile)
		if b.kind.IsChange() {
			lines = append(lines, b.fact(ui.Safe(a.profile), cardCount(a.cards)+" at "+screen.IssuerName(account)))
			continue
		}
		was := before[a.profile].wallet(a.amount.Currency)
		after, estimated := was.Sub(a.total), a.estimated || !a.fee.Known()
		if now != nil {
			after, estimated = now[a.profile].wallet(a.amount.Currency), false
		}
		wallet := screen.ChangeWords(was, after, estimated)
		if b.reading > 0 {
			wallet = screen.MoneyWords(was) + " before, reading…"
		}
		lines = append(lines, b.fact(ui.Safe(a.profile), cardCount(a.cards)+", "+sumWords(a)),
			b.fact("", "wallet at "+screen.IssuerName(account)+" "+wallet))
	}
	return lines
}

// cardLines list the cards that are left out, each with the reason, then those in doubt, then the others.
func (b *Bulk) cardLines(width int) []string {
	s := b.env.Styles
	var out, asked, in []string
	for _, item := range b.items {
		if why := item.reason(); why != "" {
			out = append(out, b.itemLine(item, why, width))
		} else if item.doubts != "" {
			asked = append(append(asked, b.itemLine(item, "", width)), ui.TextLines(s.Warn, item.doubts, width, 3)...)
		} else {
			in = append(in, b.itemLine(item, "", width))
		}
	}
	doubtful := b.count(func(item *bulkItem) bool { return item.allowed() && item.doubts != "" })
	return ui.SectionLines(s, ui.Section{Title: fmt.Sprintf("left out (%d)", len(out)), Lines: out},
		ui.Section{Title: fmt.Sprintf("not certain, sent all the same (%d)", doubtful), Lines: asked},
		ui.Section{Title: fmt.Sprintf("cards (%d)", len(in)), Lines: in})
}

func (b *Bulk) itemLine(item *bulkItem, why string, width int) string {
	line := "  " + ui.Safe(item.Card.Profile) + " / " + screen.CardWords(item.Card)
	if why != "" {
		line = ui.Cut(line, max(20, width/2)) + ": " + why
	}
	return ui.Cut(line, width)
}

func (b *Bulk) sendingLines(width int) []string {
	s := b.env.Styles
	sent := b.count(func(item *bulkItem) bool { return item.state == bulkSent })
	all := sent + b.count(waits)
	lines := []string{"", "  " + s.Strong.Render(fmt.Sprintf("sending order %d of %d", sent, all)) +
		s.Muted.Render(" · since "+plan.Clock(b.env.Now().Sub(b.since))), "", "  " + ui.Bar(max(0, sent-1), all, max(0, width-4)), ""}
	for _, item := range b.items {
		if item.state == bulkSent && item.Movement.Status == "" && item.Err == nil {
			lines = append(lines, b.fact("card", screen.CardWords(item.Card)), item.AccountFact())
		}
	}
	if b.kind == client.MoveTopUp {
		lines = append(lines, b.fact("on each", ui.Safe(strings.TrimSpace(b.input.Value()))))
	}
	word := s.Muted.Render("esc stops after this one; nothing is sent twice")
	if b.stopping {
		word = s.Warn.Render("stopping after this one")
	}
	return append(lines, "", "  "+word)
}

// succeeded gives what the order for this card has cost. It reports false if that did not succeed.
func succeeded(item *bulkItem) (client.Quote, bool) {
	m := item.Movement
	return client.Quote{Amount: m.Amount, Fee: m.Fee, Total: m.Total()}, m.Status == client.MovementSucceeded
}

// bulkEnd is what came of a card, in the order in which a person has to look at it.
type bulkEnd int

const (
	endUnknown bulkEnd = iota
	endUnsent
	endFailed
	endWorking
	endLeftOut
	endDone
	bulkEnds // how many
)

// end says what came of the card, and what there is to say about it, safe.
func (item *bulkItem) end() (end bulkEnd, why string) {
	m := item.Movement
	switch {
	case waits(item):
		return endUnsent, ""
	case item.state != bulkSent || item.refused != "":
		return endLeftOut, item.reason()
	case item.Unknown():
		return endUnknown, "order " + ui.Safe(cmp.Or(m.OrderID, "without number"))
	case m.Status == client.MovementSucceeded:
		return endDone, ""
	case m.Status == client.MovementProcessing:
		return endWorking, ""
	case item.Err != nil:
		why, _ = ui.Problem(item.Err)
		return endFailed, why
	}
	return endFailed, ui.Safe(m.Description)
}

func (b *Bulk) doneHead(width int) []string {
	s := b.env.Styles
	var ended [bulkEnds]int
	for _, item := range b.items {
		end, _ := item.end()
		ended[end]++
	}
	style := s.OK
	words := fmt.Sprintf("%d %s", ended[endDone], b.kind.Words().Done)
	for _, part := range []struct {
		end  bulkEnd
		word string
	}{{endWorking, "at work at the issuer"}, {endFailed, "failed"}, {endUnknown, "unknown"}, {endUnsent, "not sent"}} {
		if n := ended[part.end]; n > 0 {
			style = s.Warn
			words += fmt.Sprintf(", %d %s", n, part.word)
		}
	}
	head := append([]string{""}, ui.TextLines(style, words+b.leftOutWords(), width, 2)...)
	why := ""
	switch {
	case ended[endUnknown] > 0:
		why = "outcome unknown: " + b.kind.Doubt() + ", do not send it again; r asks the issuer, a shows what is known"
	case b.stopped != "":
		why = "stopped: " + b.stopped
	case ended[endWorking] > 0:
		why = "the issuer is asked in the background; r asks now"
	}
	return append(append(head, ui.TextLines(s.Muted, why, width, 3)...), "")
}

// endLines list the cards by what came of them.
func (b *Bulk) endLines(width int) []string {
	sections := [bulkEnds]ui.Section{endUnknown: {Title: "outcome unknown"}, endUnsent: {Title: "not sent"}, endFailed: {Title: "failed"},
		endWorking: {Title: "at work at the issuer"}, endLeftOut: {Title: "left out"}, endDone: {Title: "done"}}
	for _, item := range b.items {
		end, why := item.end()
		sections[end].Lines = append(sections[end].Lines, b.itemLine(item, why, width))
	}
	return ui.SectionLines(b.env.Styles, sections[:]...)
}
