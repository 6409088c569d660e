package bulk

import (
	"cmp"
	"fmt"

	"cardwallet/client"
	"cardwallet/tui/reference"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

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
		return endDone, reference.Told(m, item.Env.Now())
	case m.Status == client.MovementProcessing:
		return endWorking, ""
	case item.Err != nil:
		why, _ = ui.Problem(item.Err)
		return endFailed, why
	}
	return endFailed, screen.Told(m)
}

func (b *Bulk) doneHead(width int) []string {
	s, k := b.env.Styles, b.env.Keys
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
	head := append([]string{""}, ui.Paragraph(style, words+b.leftOutWords(), width)...)
	why := ""
	switch {
	case ended[endUnknown] > 0:
		why = "outcome unknown: " + b.kind.Doubt() + ", do not send it again; " + ui.Says(k.Refresh, "asks the issuer, ") +
			ui.Says(k.Activity, "shows what is known")
	case b.stopped != "":
		why = "stopped: " + b.stopped
	case ended[endWorking] > 0:
		why = "the issuer is asked in the background; " + ui.Says(k.Refresh, "asks now")
	}
	head = append(head, ui.Paragraph(s.Muted, why, width)...)
	return append(head, b.facts(width, reference.Fact(b.ref.Text()))...)
}

// endLines list the cards by what came of them.
func (b *Bulk) endLines(width int) []string {
	s := b.env.Styles
	parts := [bulkEnds]ui.Section{endUnknown: {Title: "outcome unknown"}, endUnsent: {Title: "not sent"}, endFailed: {Title: "failed"},
		endWorking: {Title: "at work at the issuer"}, endLeftOut: {Title: "left out"}, endDone: {Title: "done"}}
	for _, item := range b.items {
		end, why := item.end()
		mark, style, _ := item.mark(s)
		parts[end].Lines = append(parts[end].Lines, b.itemLines(mark, style, item, why, width)...)
	}
	return sections(s, parts[:]...)
}
