package create

import (
	"errors"
	"slices"

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

var errNoTypes = errors.New("the issuer offers no card type now")

// closed is why no card of a type can be made.
const closed = "the issuer makes no new cards of this type now"

// onTypes lists what can be had before what cannot. One type that can be had is no choice.
func (c *Create) onTypes(types []client.CardType, err error) tea.Cmd {
	types = slices.Clone(types)
	slices.SortStableFunc(types, func(a, b client.CardType) int {
		switch {
		case a.CanOpen == b.CanOpen:
			return 0
		case a.CanOpen:
			return -1
		}
		return 1
	})
	open := len(types)
	if at := slices.IndexFunc(types, func(t client.CardType) bool { return !t.CanOpen }); at >= 0 {
		open = at
	}
	c.loading, c.err = false, client.Readable(err)
	if c.err != nil {
		types, open = nil, 0
	} else if open == 0 {
		c.err = errNoTypes
	}
	c.types.Set(types)
	if open == 1 {
		c.sudden = true
		return c.chooseType(types[0])
	}
	return c.follow()
}

// follow draws what is known of the selected type when the cursor rests on it.
func (c *Create) follow() tea.Cmd {
	under, _ := c.types.Selected()
	return c.preview.Follow(c.env.Ctx, c, under.ID)
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
	if !c.types.Filtering() {
		if cmd, taken := ui.Dispatch(c.typeActions(), msg); taken {
			return cmd
		}
	}
	if c.err != nil {
		return nil
	}
	cmd, _ := c.types.Update(msg, c.env.Keys)
	return cmd
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
	under, ok := c.types.Selected()
	filter := ui.Action{Key: k.Filter, Words: "Filter the card types", Group: ui.ToFind}
	switch {
	case c.loading && !c.types.Filtering():
		return nil
	case c.err != nil:
		return []ui.Action{{Key: ui.Named(k.Refresh, "try again"), Words: "Read the card types again", Group: ui.OfProgram, Run: c.loadTypes}}
	case !ok:
		return c.types.Actions(k, filter)
	}
	compare := ui.Action{Key: k.Compare, Words: "Compare the marked card types", Group: ui.ToLook, Run: func() tea.Cmd {
		return ui.Push(newCardTypes(c.env, c.account, c.compared(under)...))
	}}
	if len(c.compared(under)) == 1 {
		compare.Key, compare.Words = ui.Named(compare.Key, "all about it"), "All about "+screen.TypeName(under)
	}
	mark := ui.Action{Key: k.Mark, Words: "Mark " + screen.TypeName(under) + " to compare it", Group: ui.ToLook, Run: func() tea.Cmd {
		c.mark(under.ID)
		return nil
	}}
	return c.types.Actions(k, c.chooseUnder(), filter, compare, mark)
}

// chooseUnder goes on with the type under the cursor.
func (c *Create) chooseUnder() ui.Action {
	under, ok := c.types.Selected()
	choose := ui.Action{Key: c.env.Keys.Choose, Words: "New card: " + screen.TypeName(under), Group: ui.ToMove}
	switch {
	case !ok || c.loading || c.err != nil:
	case !under.CanOpen:
		choose.Reason = closed
	default:
		choose.Run = func() tea.Cmd {
			c.sudden = false
			return c.chooseType(under)
		}
	}
	return choose
}
