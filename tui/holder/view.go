package holder

import (
	"fmt"
	"strings"

	"charm.land/lipgloss/v2"

	"cardwallet/client"
	"cardwallet/client/holder"
	"cardwallet/client/words"
	"cardwallet/tui/order"
	"cardwallet/tui/reference"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// Box is how wide the box is where something is typed or asked. The type is chosen on the whole screen.
func (c *Create) Box() int {
	if c.stage == chooseType && c.refusal == nil {
		return 0
	}
	return ui.BoxCells
}

// Frame says in the border of the box what is asked.
func (c *Create) Frame() ui.Panel {
	switch {
	case c.stage == confirm:
		return c.order.Frame()
	case c.stage == fillIn:
		return ui.Panel{Title: "New holder", Detail: c.forWords(), Right: fmt.Sprintf("%d of %d", c.at+1, len(c.fields)+1)}
	}
	return ui.Panel{}
}

func (c *Create) accountWords() string {
	return ui.Safe(c.account.Profile) + " at " + screen.IssuerName(c.account)
}

func (c *Create) forWords() string { return "for " + screen.TypeName(c.model) }

// View draws the step that is being made.
func (c *Create) View(width, height int) string {
	s := c.env.Styles
	switch {
	case c.refusal != nil:
		return ui.Body(append([]string{""}, ui.ProblemParagraph(s, "no new holder: ", c.refusal, width)...), width, height)
	case c.stage == fillIn:
		return ui.Body(c.fieldLines(width, height), width, height)
	case c.stage == confirm && c.followed:
		status := c.statusLines(width)
		return c.order.View(width, max(1, height-len(status))) + "\n" + strings.Join(status, "\n")
	case c.stage == confirm:
		return c.order.View(width, height)
	}
	return c.typesPane().Draw(s, width, height)
}

// labelCells are those of the longest label and a gap.
const labelCells = 16

// fieldLines are the fields around the one that is typed, what it wants, and what is still to do.
func (c *Create) fieldLines(width, height int) []string {
	s, told := c.env.Styles, c.person()
	defer told.Wipe()
	open := 0
	for _, f := range c.fields {
		if f.Problem(told) != "" {
			open++
		}
	}
	foot := []string{""}
	words, style := c.aboutField(told)
	for _, line := range ui.Wrapped(words, width-2, 3) {
		foot = append(foot, " "+style.Render(line))
	}
	does := "goes on to the summary"
	if open > 0 {
		does = fmt.Sprintf("goes to the next of %d to fill in", open)
	}
	foot = append(foot, " "+s.Muted.Render(ui.Cut(ui.Says(c.env.Keys.Continue, does), width-2)))
	room := max(1, height-len(foot))
	first := min(max(0, c.at-room/2), max(0, len(c.fields)+1-room))
	var lines []string
	for i := first; i < min(len(c.fields)+1, first+room); i++ {
		cells := max(4, width-labelCells-5)
		if i == len(c.fields) {
			lines = append(lines, " "+ui.FieldLine(s, reference.Label, c.ref.View(cells), c.onReference(), labelCells))
			continue
		}
		f := &c.fields[i]
		mark := " "
		if told.Has(f.Field) {
			mark = s.OK.Render("✓")
			if f.Problem(told) != "" {
				mark = s.Bad.Render("✕")
			}
		}
		view := f.hidden.View(cells, i == c.at)
		if !f.Field.Hidden() {
			f.text.SetWidth(cells - 1)
			view = ui.FieldView(&f.text)
		}
		lines = append(lines, mark+ui.FieldLine(s, f.Field.Label(), view, i == c.at, labelCells))
	}
	return append(lines, foot...)
}

// aboutField says what the field that is typed wants, or what is wrong with it.
func (c *Create) aboutField(told holder.Person) (words string, style lipgloss.Style) {
	s := c.env.Styles
	if c.onReference() {
		return reference.Label + ": optional, your own name of this order; sent twice with it, it is made once", s.Muted
	}
	f := c.fields[c.at]
	problem := f.Problem(told)
	switch label := f.Field.Label() + ": "; {
	case problem == "" || !c.wrong && !told.Has(f.Field):
		return label + f.Hint, s.Muted
	case c.wrong:
		return label + problem, s.Bad
	default:
		return label + problem, s.Warn
	}
}

// statusLines say how the holder stands with the issuer.
func (c *Create) statusLines(width int) []string {
	s := c.env.Styles
	state := words.OfHolder(c.made)
	text, style := "asking how the review stands…", s.Muted
	switch {
	case c.askErr != nil:
		return append([]string{""}, ui.ProblemParagraph(s, "the status could not be read: ", c.askErr, width)...)
	case c.made.ID == "":
	case c.decided():
		text, style = "the issuer has decided: "+ui.Safe(state.Alone()), s.OK
		if !c.made.Approved() {
			style = s.Bad
		}
	default:
		text, style = "the review: "+ui.Safe(state.Alone())+"; it is asked about while this is open", s.Warn
	}
	if c.made.Reason != "" {
		text += ": " + ui.Safe(c.made.Reason)
	}
	return append([]string{""}, ui.Paragraph(style, text, width)...)
}

func (c *Create) typesPane() ui.Pane {
	s := c.env.Styles
	panel := ui.Panel{Title: "New holder: for which cards?", Detail: "of " + ui.Safe(c.account.Profile), Right: c.types.Position()}
	return ui.Pane{Panel: panel,
		Lines: func(width, height int) []string {
			switch {
			case c.err != nil:
				return append([]string{""}, ui.ProblemLines(s, "", c.err, width)...)
			case c.loading || len(c.types.All) == 0:
				return []string{"", " " + s.Accent.Render("reading the card types…")}
			case c.types.Len() == 0:
				return []string{"", " " + s.Muted.Render("nothing here has these words; esc clears the filter")}
			}
			return c.table().Lines(&c.types, width, height)
		}}
}

func (c *Create) table() ui.Table[client.CardType] {
	s := c.env.Styles
	columns := []ui.Column{{Min: 18, Max: 52, Title: "type"}, {Min: 6, Max: 12, Rank: 1, Title: "id"},
		{Min: 5, Max: 6, Rank: 2, Title: "model"}, {Min: 14, Max: 40}}
	return ui.Table[client.CardType]{Styles: s, Columns: columns, Cells: func(t client.CardType, _ []int) []ui.Cell {
		needs := ui.Cell{Text: "needs a holder", Style: &s.Accent}
		if !t.NeedsHolder {
			needs = ui.Cell{Text: "can do without", Style: &s.Muted}
		}
		return []ui.Cell{{Text: screen.TypeName(t)}, {Text: ui.Safe(t.ID), Style: &s.Muted}, {Text: ui.Safe(t.HolderModel)}, needs}
	}}
}

// Prompt is the filter of the types.
func (c *Create) Prompt(width int) string {
	if c.stage != chooseType {
		return ""
	}
	return c.types.Prompt(width)
}

// Actions are what a person can do here.
func (c *Create) Actions() []ui.Action {
	k := c.env.Keys
	again := ui.Action{Key: ui.Named(k.Refresh, "try again"), Words: "Read the card types again", Group: ui.OfProgram, Run: c.load}
	switch {
	case c.refusal != nil:
		return nil
	case c.stage == confirm && c.order.Stage == order.OrderDone && c.followed:
		return append(c.order.Actions(), ui.Action{Key: ui.Named(k.Refresh, "ask now"), Words: "Ask how the review stands",
			Group: ui.OfProgram, Run: c.ask})
	case c.stage == confirm:
		return c.order.Actions()
	case c.stage == fillIn:
		return ui.Bound(k.Continue, k.NextField, k.PreviousField, k.Back)
	case c.err != nil:
		return []ui.Action{again}
	case c.loading && !c.types.Filtering():
		return nil
	}
	return c.types.Actions(k, c.chooseUnder(), ui.Action{Key: k.Filter, Words: "Filter the card types", Group: ui.ToFind})
}
