package bulk

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"charm.land/lipgloss/v2"

	"cardwallet/client"
	"cardwallet/client/plan"
	"cardwallet/tui/reference"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// View draws the stage: what matters most above, a list that scrolls, and what can be done below.
func (b *Bulk) View(width, height int) string {
	s := b.env.Styles
	var head, list, foot []string
	switch b.stage {
	case bulkReading:
		read := b.count(func(item *bulkItem) bool { return item.state == bulkRead })
		head = []string{"", " " + s.Accent.Render("reading the cards and what the issuers allow"), b.gauge(read, len(b.items), width)}
		if b.CapturesInput() {
			head = append(append(head, ""), b.facts(width, b.amount(), b.ref.Fact(s, width, nil))...)
		}
	case bulkForm:
		head, list = b.formLines(width), b.leftOutLines(width)
	case bulkChecking:
		head = []string{"", " " + s.Accent.Render("checking against what was done before…")}
	case bulkSending:
		return b.sendingView(width, height)
	case bulkSummary:
		head, foot = b.summaryHead(width)
		list = append(b.accountLines(expected, b.funds, nil, width), b.cardLines(width)...)
		if b.mayConfirm() {
			b.env.Attention.Asks(b, strings.Join(append(slices.Clone(head), list...), "\n"))
		}
	default: // bulkDone
		head, list = b.doneHead(width), b.accountLines(succeeded, b.before, b.funds, width)
		if len(list) > 0 {
			head = append(head, "")
		}
		list = append(list, b.endLines(width)...)
	}
	return b.sheet.View(head, list, foot, width, height)
}

func (b *Bulk) facts(width int, facts ...ui.Labelled) []string {
	return ui.Facts(b.env.Styles, width, facts...)
}

// gauge is how many of all are behind it.
func (b *Bulk) gauge(done, all, width int) string {
	s, words := b.env.Styles, fmt.Sprintf("%d of %d", done, all)
	return " " + ui.Gauge(s, s.Accent, done, all, max(0, width-3-len(words))) + " " + words
}

func (b *Bulk) leftOutWords() string {
	if n := len(b.items) - b.count((*bulkItem).allowed); n > 0 {
		return fmt.Sprintf(", %d left out", n)
	}
	return ""
}

// leftOutLines list the cards that it cannot be done with, each with the reason.
func (b *Bulk) leftOutLines(width int) []string {
	s := b.env.Styles
	var lines []string
	for _, item := range b.items {
		if why := item.reason(); why != "" {
			lines = append(lines, b.itemLines("–", s.Muted, item, why, width)...)
		}
	}
	left := b.count(func(item *bulkItem) bool { return !item.allowed() })
	return sections(s, ui.Section{Title: fmt.Sprintf("left out (%d)", left), Lines: lines})
}

func (b *Bulk) summaryHead(width int) (head, foot []string) {
	s, words := b.env.Styles, b.kind.Words()
	facts := []ui.Labelled{{}}
	_, totals := b.sums(expected)
	for i, t := range totals {
		if b.kind.IsChange() {
			facts = append(facts, ui.Labelled{Label: "so that", Value: meaning(words, t.Parts)})
			break
		}
		if i > 0 {
			facts = append(facts, ui.Labelled{})
		}
		each := cmp.Or(screen.MoneyWords(firstAllowed(b.items, t.Quote.Amount.Currency).Amount), "-")
		facts = append(facts, ui.Labelled{Label: "each", Value: each, Sum: true, Style: &s.Strong, Note: "onto " + cardCount(t.Parts)})
		facts = append(facts, sumFacts(s, t.Quote)...)
	}
	facts = append(facts, reference.Fact(b.ref.Text()))
	if len(totals) > 0 {
		head = append(b.facts(width, facts...), "")
	}
	if err := b.unconfirmable(); err != nil {
		return head, append([]string{""}, ui.ProblemParagraph(s, "cannot be confirmed: ", err, width)...)
	}
	act := words.Verb + " " + cardCount(b.count((*bulkItem).allowed)) + " now"
	if b.kind == client.MoveTopUp && len(totals) == 1 {
		act = "move " + strings.TrimSuffix(sumWords(totals[0].Quote), " (estimate)") + " now"
	}
	return head, append([]string{""}, ui.AnswerLines(s, s.Button, act, b.Leave(), width)...)
}

// meaning is what follows for so many cards. The words of a kind speak of one.
func meaning(words client.KindWords, cards int) string {
	if after, ok := strings.CutPrefix(words.Meaning, "it "); ok && cards > 1 {
		return "each " + after
	}
	return words.Meaning
}

// sumFacts are a sum with its fees, as a receipt has them.
func sumFacts(s *ui.Styles, q client.Quote) []ui.Labelled {
	note := ""
	if q.Estimated {
		note = "estimate"
	}
	amount := ui.Labelled{Label: "amount", Value: screen.MoneyWords(q.Amount), Sum: true}
	if !q.Fee.Known() {
		return []ui.Labelled{amount, {Label: "fee", Value: "the issuers say only afterwards"}, {Rule: true},
			{Label: "leaves", Value: screen.MoneyWords(q.Amount), Sum: true, Style: &s.Strong, Note: "and the fee"}}
	}
	return []ui.Labelled{amount, {Label: "fee", Value: screen.MoneyWords(q.Fee), Sum: true, Note: note}, {Rule: true},
		{Label: "leaves", Value: screen.MoneyWords(q.Total), Sum: true, Style: &s.Strong, Note: note}}
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
func (b *Bulk) accountLines(of func(*bulkItem) (client.Quote, bool), before, now map[string]bulkFunds, width int) []string {
	accounts, _ := b.sums(of)
	var facts []ui.Labelled
	for _, a := range accounts {
		account, _ := b.env.Wallet.Account(a.Profile)
		fact := ui.Labelled{Label: ui.Cut(ui.Safe(a.Profile), ui.LabelCells-1), Value: cardCount(a.Parts) + " at " + screen.IssuerName(account)}
		if b.kind.IsChange() {
			facts = append(facts, fact)
			continue
		}
		was := before[a.Profile].wallet(a.Quote.Amount.Currency)
		after, estimated := was.Sub(a.Quote.Total), a.Quote.Estimated || !a.Quote.Fee.Known()
		if now != nil {
			after, estimated = now[a.Profile].wallet(a.Quote.Amount.Currency), false
		}
		wallet := screen.ChangeWords(was, after, estimated)
		if b.reading > 0 {
			wallet = screen.MoneyWords(was) + " before, reading…"
		}
		fact.Value += ", " + sumWords(a.Quote)
		facts = append(facts, fact, ui.Labelled{Label: "  wallet", Value: wallet})
	}
	return b.facts(width, facts...)
}

// cardLines list the cards that are left out, each with the reason, then those in doubt, then the others.
func (b *Bulk) cardLines(width int) []string {
	s := b.env.Styles
	var asked, in []string
	for _, item := range b.items {
		switch {
		case item.reason() != "":
		case item.doubts != "":
			asked = append(asked, b.itemLines("!", s.Warn, item, item.doubts, width)...)
		default:
			in = append(in, b.itemLines("○", s.Muted, item, "", width)...)
		}
	}
	doubtful := b.count(func(item *bulkItem) bool { return item.allowed() && item.doubts != "" })
	sure := b.count((*bulkItem).allowed) - doubtful
	return append(b.leftOutLines(width), sections(s,
		ui.Section{Title: fmt.Sprintf("not certain, sent all the same (%d)", doubtful), Lines: asked},
		ui.Section{Title: fmt.Sprintf("cards (%d)", sure), Lines: in})...)
}

// sections are those that have lines, each under its title.
func sections(s *ui.Styles, parts ...ui.Section) []string {
	var lines []string
	for _, part := range parts {
		if len(part.Lines) > 0 {
			lines = append(append(lines, "", " "+s.Muted.Render(part.Title)), part.Lines...)
		}
	}
	return lines
}

// itemLines are a card with its mark and what there is to say about it, all of it.
func (b *Bulk) itemLines(mark string, style lipgloss.Style, item *bulkItem, why string, width int) []string {
	words := screen.CardWords(item.Card)
	if b.Profile() == "" {
		words = ui.Safe(item.Card.Profile) + " / " + words
	}
	if why != "" {
		words += ": " + why
	}
	var lines []string
	for _, line := range ui.Wrapped(words, width-4, 1000) {
		lines = append(lines, " "+style.Render(mark)+" "+line)
		mark = " "
	}
	return lines
}

// sendingView shows each card with how far it is. The one that is on its way is always in sight.
func (b *Bulk) sendingView(width, height int) string {
	s := b.env.Styles
	var list []string
	sent, at := 0, 0
	for _, item := range b.items {
		if item.state != bulkSent && !waits(item) {
			continue
		}
		mark, style, why := "○", s.Muted, ""
		if item.state == bulkSent {
			sent++
			if mark, style, why = item.mark(s); item.sending() {
				mark, at = b.turning.Mark(s), len(list)
				sent--
			}
		}
		list = append(list, b.itemLines(mark, style, item, why, width)...)
	}
	clock := plan.Clock(b.env.Now().Sub(b.since))
	head := []string{"", b.gauge(sent, b.toSend(), width-len(clock)-2) + "  " + s.Accent.Render(clock), ""}
	if b.kind == client.MoveTopUp {
		currencies, _, _ := b.bounds()
		each := strings.TrimSpace(b.input.Value()) + " " + strings.Join(currencies, " or ")
		head = append(b.facts(width, ui.Labelled{}, ui.Labelled{Label: "onto each", Value: ui.Safe(each)}), head...)
	}
	word := s.Muted.Render("esc stops after this one; nothing is sent twice")
	if b.stopping {
		word = s.Warn.Render("stopping after this one")
	}
	foot := []string{"", " " + word}
	room := max(1, height-len(head)-len(foot))
	b.sheet.SetCount(len(list))
	b.sheet.Select(min(at, max(0, at-room/2)))
	return b.sheet.View(head, list, foot, width, height)
}

// toSend is how many cards an order is sent for, or was.
func (b *Bulk) toSend() int {
	return b.count(func(item *bulkItem) bool { return item.state == bulkSent || waits(item) })
}

// sending reports whether the card's order is on its way.
func (item *bulkItem) sending() bool {
	return item.state == bulkSent && item.Movement.Status == "" && item.Err == nil && item.refused == ""
}

// mark shows what came of the card's order.
func (item *bulkItem) mark(s *ui.Styles) (mark string, style lipgloss.Style, why string) {
	end, why := item.end()
	switch end {
	case endDone:
		return "✓", s.OK, why
	case endWorking:
		return "◐", s.Warn, "the issuer is working on it"
	case endUnknown:
		return "?", s.Warn, "outcome unknown, " + why
	case endFailed:
		return "✕", s.Bad, why
	case endLeftOut:
		return "–", s.Muted, why
	default: // not sent
		return "○", s.Muted, why
	}
}

func (item *bulkItem) succeeded() bool { return item.Movement.Status == client.MovementSucceeded }

// succeeded gives what the order for this card has cost. It reports false if that did not succeed.
func succeeded(item *bulkItem) (client.Quote, bool) {
	m := item.Movement
	return client.Quote{Amount: m.Amount, Fee: m.Fee, Total: m.Total()}, m.Status == client.MovementSucceeded
}
