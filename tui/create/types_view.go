package create

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"cardwallet/client"
	"cardwallet/client/plan"
	"cardwallet/client/words"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// lowLines are what is told of the type under the cursor where the list has the whole screen.
const lowLines = 4

// typesSplit is the list of types, and all about the one under the cursor.
func (c *Create) typesSplit(width, height int) ui.Split {
	s := c.env.Styles
	list := ui.Panel{Title: "Which type of card?", Detail: "at " + ui.Safe(c.account.Profile), Right: c.types.Position(), Foot: c.typesFoot()}
	sp := ui.Split{List: ui.Pane{Panel: list, Lines: func(cells, lines int) []string {
		var drawn []string
		if !ui.Boxes(width, height) { // there is no border to ask in
			drawn = append(drawn, ui.Rule(s, list.Title, list.Detail, cells))
		}
		if empty := c.noTypes(cells); empty != nil {
			return append(append(drawn, ""), empty...)
		}
		return append(drawn, c.typesTable().Lines(&c.types, cells, lines-len(drawn))...)
	}}}
	under, ok := c.types.Selected()
	if !ok || c.err != nil || c.loading {
		return sp
	}
	sp.Low = lowLines
	sp.Side = ui.Pane{Panel: ui.Panel{Title: typeTitle(under)}, Lines: func(cells, lines int) []string {
		return c.typeLines(under, cells, lines)
	}}
	sp.Peek = func(cells int) []string {
		return append([]string{ui.Rule(s, typeTitle(under), typeKind(under), cells)}, c.typeParts(under, cells)...)
	}
	return sp
}

// typesFoot says how many types can be had, and how to compare two.
func (c *Create) typesFoot() string {
	k, open := c.env.Keys, 0
	for _, t := range c.types.All {
		if t.CanOpen {
			open++
		}
	}
	switch {
	case len(c.types.All) == 0:
		return ""
	case len(c.marked) > 0:
		return fmt.Sprintf("%d marked · %s", len(c.marked), ui.Says(k.Compare, "compares"))
	}
	return fmt.Sprintf("%d of %d can be made · %s", open, len(c.types.All), ui.Says(k.Mark, "marks two to compare"))
}

// noTypes says why there is no type to see; nil where there is one.
func (c *Create) noTypes(width int) []string {
	s := c.env.Styles
	switch {
	case c.loading:
		return []string{" " + s.Accent.Render("reading the issuer's card types…")}
	case c.err != nil:
		return append(ui.ProblemLines(s, "no card types: ", c.err, width), "  "+s.Muted.Render(ui.Says(c.env.Keys.Refresh, "tries again")))
	case c.types.Len() == 0:
		return append([]string{}, nothingFound(s, &c.types.List)...)
	}
	return nil
}

// typeTitle is what the issuer calls a type, or what kind of card it is.
func typeTitle(t client.CardType) string { return cmp.Or(ui.Safe(t.Name), screen.TypeName(t)) }

// typeKind is what cards of a type are made of and for. The network is not said twice.
func typeKind(t client.CardType) string {
	kind := ui.Safe(words.Kind(t))
	if network := ui.Safe(t.Organization); network != "" && strings.Contains(strings.ToLower(typeTitle(t)), strings.ToLower(network)) {
		return strings.TrimPrefix(kind, network+", ")
	}
	return kind
}

func (c *Create) typesTable() ui.Table[client.CardType] {
	s := c.env.Styles
	columns := []ui.Column{{Title: "card type", Min: 18, Max: 26}, {Title: "kind", Min: 26, Max: 34, Rank: 1},
		{Title: "price", Min: 10, Max: 13, Right: true}, {Title: " BIN", Min: 7, Max: 9, Rank: 2}}
	return ui.Table[client.CardType]{Styles: s, Columns: columns,
		Marked: func(t client.CardType) bool { return slices.Contains(c.marked, t.ID) },
		Cells: func(t client.CardType, _ []int) []ui.Cell {
			name, price := ui.Cell{Text: typeTitle(t)}, ui.Cell{Text: screen.PriceWords(t.Price)}
			if !t.CanOpen {
				name.Style, price = &s.Muted, ui.Cell{Text: "✕ not now", Style: &s.Muted}
			}
			return []ui.Cell{name, {Text: typeKind(t), Style: &s.Muted}, price, {Text: " " + ui.Safe(t.BIN), Style: &s.Muted}}
		}}
}

// typeFacts are what a type costs and needs, and then what else tells it from others, the weightiest first.
func (c *Create) typeFacts(t client.CardType) []ui.Labelled {
	s := c.env.Styles
	price := screen.PriceWords(t.Price)
	if t.Estimated {
		price += ", documented, not from the issuer"
	}
	var facts []ui.Labelled
	if !t.CanOpen {
		facts = append(facts, ui.Labelled{Label: "not now", Value: closed, Style: &s.Warn})
	}
	facts = append(facts, ui.Labelled{Label: "price", Value: price, Style: &s.Strong},
		ui.Labelled{Label: "deposit", Value: cmp.Or(ui.Safe(plan.OpenWords(t)), "the issuer names no limits")},
		ui.Labelled{Label: "needs", Value: needsOf(c.account, t)})
	known := map[string]string{}
	for _, fact := range plan.TypeFacts(t) {
		known[fact.Name] = ui.Safe(fact.Value)
	}
	for _, f := range []struct{ label, name string }{
		{"risky at", "risky at"}, {"works at", "works at"}, {"top-up", "top-up"}, {"top-up fee", "top-up fee"}, {"limits", "spending limits"},
		{"stays on it", "stays on the card"}, {"without PIN", "without PIN"}, {"holders", "holders from"}, {"per holder", "cards per holder"},
		{"area codes", "holder area codes"}, {"freeze", "freeze"}, {"mode", "mode"}, {"status", "status"}, {"country", "country"}, {"BIN", "bin"},
		{"id", "id"}, {"about", "description"},
	} {
		fact := ui.Labelled{Label: f.label, Value: known[f.name]}
		if f.name == "risky at" {
			fact.Style = &s.Warn
		}
		facts = append(facts, fact)
	}
	return facts
}

// typeLines are all about a type. Where they have no room, the last one says how to see the rest.
func (c *Create) typeLines(t client.CardType, width, height int) []string {
	if !c.preview.Ready() {
		return nil
	}
	kind := ui.Labelled{Label: "kind", Value: typeKind(t)}
	lines := append([]string{""}, ui.Facts(c.env.Styles, width, append([]ui.Labelled{kind}, c.typeFacts(t)...)...)...)
	if len(lines) > height && height > 0 {
		lines = append(lines[:height-1], " "+ui.KeyWords(c.env.Styles, ui.Named(c.env.Keys.Compare, "all about it")))
	}
	return lines
}

// typeParts are the weightiest of it in the lines below a list.
func (c *Create) typeParts(t client.CardType, width int) []string {
	if !c.preview.Ready() {
		return nil
	}
	return ui.FactParts(c.env.Styles, width, c.typeFacts(t)...)
}
