package create

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/client/plan"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

func (c *Create) loadTypes() tea.Cmd {
	catalog, ok := c.account.Issuer.(client.Catalog)
	if !ok {
		return nil
	}
	c.stage, c.loading, c.err = createType, true, nil
	c.types, c.marked = newTypes(), nil
	ctx, profile := c.env.Ctx, c.account.Profile
	return screen.Ask(c, func() ([]client.CardType, error) { return catalog.CardTypes(ctx) },
		func(types []client.CardType, err error) tea.Cmd {
			if profile != c.account.Profile || c.stage != createType { // the person went on to another account
				return nil
			}
			return c.onTypes(types, err)
		})
}

var errNoTypes = errors.New("the issuer offers no card type now\nr asks again")

// onTypes keeps what can be had. One type is no choice.
func (c *Create) onTypes(types []client.CardType, err error) tea.Cmd {
	types = slices.DeleteFunc(slices.Clone(types), func(t client.CardType) bool { return !t.CanOpen })
	c.loading, c.err = false, client.Readable(err)
	if c.err != nil {
		types = nil
	} else if len(types) == 0 {
		c.err = errNoTypes
	}
	c.types.Set(types)
	if len(types) == 1 {
		c.sudden = true
		return c.chooseType(types[0])
	}
	return nil
}

func newTypes() ui.Rows[client.CardType] {
	return ui.NewRows(nil, func(t client.CardType, add func(string)) {
		for _, fact := range plan.TypeFacts(t) {
			add(fact.Value)
		}
		add(screen.TypeName(t))
	})
}

func (c *Create) onTypeKey(msg tea.KeyPressMsg) tea.Cmd {
	k := c.env.Keys
	if c.err != nil {
		if ui.Matches(msg, k.Refresh) && !c.loading {
			return c.loadTypes()
		}
		return nil
	}
	if cmd, taken := c.types.Update(msg, k); taken {
		return cmd
	}
	under, ok := c.types.Selected()
	switch {
	case !ok:
	case ui.Matches(msg, k.Choose):
		c.sudden = false
		return c.chooseType(under)
	case key.Matches(msg, k.MarkType):
		c.mark(under.ID)
	case ui.Matches(msg, k.Compare):
		return ui.Push(newCardTypes(c.env, c.account, c.compared(under)...))
	}
	return nil
}

// mark marks a type to compare, or takes its mark away. A third mark takes away the first.
func (c *Create) mark(id string) {
	if i := slices.Index(c.marked, id); i >= 0 {
		c.marked = slices.Delete(c.marked, i, i+1)
		return
	}
	if c.marked = append(c.marked, id); len(c.marked) > 2 {
		c.marked = slices.Delete(c.marked, 0, 1)
	}
}

// compared are the two types that are marked, or the marked one and the one under the cursor, or that one alone.
func (c *Create) compared(under client.CardType) []client.CardType {
	var types []client.CardType
	for _, id := range c.marked {
		if i := slices.IndexFunc(c.types.All, func(t client.CardType) bool { return t.ID == id }); i >= 0 {
			types = append(types, c.types.All[i])
		}
	}
	if len(types) < 2 && !slices.Contains(c.marked, under.ID) {
		types = append(types, under)
	}
	return types
}

func (c *Create) typeActions() []ui.Action {
	k := c.env.Keys
	compare := k.Compare
	under, ok := c.types.Selected()
	switch {
	case c.err != nil:
		return ui.Bound(ui.Named(k.Refresh, "try again"))
	case c.loading && !c.types.Filtering():
		return nil
	case !ok:
		return c.types.Actions(k, ui.Bound(k.Filter)...)
	}
	if len(c.compared(under)) == 1 {
		compare = ui.Named(compare, "all about it")
	}
	return c.types.Actions(k, ui.Bound(k.Choose, k.Filter, compare, k.MarkType)...)
}

func (c *Create) typeLines(width, height int) []string {
	s := c.env.Styles
	lines := []string{"", "  " + s.Strong.Render("which type of card?"), ""}
	switch {
	case c.loading:
		return append(lines, "  "+s.Accent.Render("reading the issuer's card types…"))
	case c.err != nil:
		return append(append(lines, ui.ProblemLines(s, "no card types: ", c.err, width)...), "  "+s.Muted.Render("r tries again"))
	case len(c.types.All) == 0:
		return lines
	}
	lines = append(lines, nothingFound(s, &c.types.List)...)
	under, ok := c.types.Selected()
	if !ok {
		return lines
	}
	room := height - len(lines) - 1
	facts := c.typeFacts(under, width)
	facts = facts[:max(4, min(len(facts), room-min(c.types.Len(), max(5, room/3))))]
	name := max(12, min(40, width-28))
	for t, selected := range c.types.Visible(max(1, room-len(facts))) {
		mark := "  "
		if slices.Contains(c.marked, t.ID) {
			mark = "* "
		}
		detail := strings.Join(ui.NonEmpty("price "+screen.PriceWords(t.Price), ui.Safe(t.BIN), ui.Safe(t.Country)), " · ")
		lines = append(lines, ui.ChoiceLine(s, selected, mark+ui.Fit(screen.TypeName(t), name), detail, width))
	}
	return append(append(lines, ""), facts...)
}

// typeFacts say what the type under the cursor costs and needs, and then what else tells it from others, the weightiest first.
func (c *Create) typeFacts(t client.CardType, width int) []string {
	s := c.env.Styles
	limits := cmp.Or(ui.Safe(plan.OpenWords(t)), "the issuer names no limits")
	price := screen.PriceWords(t.Price)
	if t.Estimated {
		price += " (documented, not from the issuer)"
	}
	cut := func(text string) string { return ui.Cut(text, max(0, width-ui.LabelCells-2)) }
	lines := []string{
		ui.Fact(s, "type", cut(ui.Safe(strings.Join(ui.NonEmpty(t.ID, t.BIN, t.Country, t.Mode), " · ")))),
		ui.Fact(s, "price", price),
		ui.Fact(s, "deposit", limits),
		ui.Fact(s, "needs", cut(needsOf(c.account, t))),
	}
	more := map[string]string{}
	for _, fact := range plan.TypeFacts(t) {
		more[fact.Name] = ui.Safe(fact.Value)
	}
	for _, f := range []struct{ label, name string }{
		{"risky at", "risky at"}, {"works at", "works at"}, {"top-up", "top-up"}, {"top-up fee", "top-up fee"}, {"holders", "holders from"},
		{"limits", "spending limits"}, {"about", "description"},
	} {
		label := s.Muted
		if f.label == "risky at" {
			label = s.Warn
		}
		if more[f.name] != "" {
			lines = append(lines, "  "+label.Render(ui.Fit(f.label, ui.LabelCells))+cut(more[f.name]))
		}
	}
	return lines
}
