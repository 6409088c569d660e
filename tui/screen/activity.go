package screen

import (
	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/tui/ui"
)

// activityLimit is how many movements the list shows at most.
const activityLimit = 5000

// Activity is what this wallet did: every movement of the journal, newest first. A row opens to its history. An unknown outcome can
// be settled by asking the issuers, or marked by a person who found out.
type Activity struct {
	env *Env

	moves   []client.Movement
	loading bool
	again   bool  // to be read once more
	loaded  bool  // at least once
	err     error // why the journal could not be read

	settling bool
	askErr   error // why an issuer could not be asked

	index  ui.Index
	shown  []int32
	query  ui.Query
	filter textinput.Model
	window ui.Window
	moved  bool // the person chose a row; until then the cursor stays at the newest
}

// NewActivity returns the list.
func NewActivity(env *Env) *Activity { return &Activity{env: env, filter: ui.NewField("/", 80)} }

// Init reads the journal.
func (a *Activity) Init() tea.Cmd { return a.load() }

// Update handles keys and what the journal says.
func (a *Activity) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		if a.filter.Focused() {
			return a.typed(msg)
		}
		return a.press(msg)
	case tea.PasteMsg:
		if a.filter.Focused() {
			return a.edit(msg)
		}
	case activityMsg:
		if msg.owner == a {
			return a.took(msg)
		}
	case MovesMsg:
		if msg.Settled {
			a.settling, a.askErr = false, msg.Err
		}
		return a.load()
	case MovedMsg:
		return a.load()
	}
	return nil
}

func (a *Activity) press(msg tea.KeyPressMsg) tea.Cmd {
	k := a.env.Keys
	if a.window.Update(msg, k) {
		a.moved = true
		return nil
	}
	switch {
	case ui.Matches(msg, k.Filter):
		return a.filter.Focus()
	case ui.Matches(msg, k.Settle) && !a.settling:
		a.settling, a.askErr = true, nil
		return tea.Batch(a.load(), send(SettleMsg{}))
	}
	m, ok := a.selected()
	switch {
	case !ok:
	case ui.Matches(msg, k.Open):
		return ui.Push(NewMovement(a.env, m))
	case ui.Matches(msg, k.Mark):
		return pushMark(a.env, m)
	}
	return nil
}

// typed handles a key while the filter has the focus: moving is by the arrows, everything that can be text is text.
func (a *Activity) typed(msg tea.KeyPressMsg) tea.Cmd {
	k := a.env.Keys
	switch {
	case key.Matches(msg, k.KeepFilter):
		a.filter.Blur()
	case key.Matches(msg, k.ClearFilter):
		a.Escape()
	case msg.Text == "" && a.window.Update(msg, k):
		a.moved = true
	default:
		return a.edit(msg)
	}
	return nil
}

func (a *Activity) edit(msg tea.Msg) tea.Cmd {
	var cmd tea.Cmd
	a.filter, cmd = ui.Edit(a.filter, msg)
	a.match()
	return cmd
}

func (a *Activity) load() tea.Cmd {
	if a.loading {
		a.again = true
		return nil
	}
	a.loading, a.again = true, false
	ctx, payer := a.env.Ctx, a.env.Payer
	return func() tea.Msg {
		moves, err := payer.Movements(ctx, client.MovementFilter{Limit: activityLimit})
		return activityMsg{owner: a, moves: moves, err: err}
	}
}

type activityMsg struct {
	owner *Activity
	moves []client.Movement
	err   error
}

func (a *Activity) took(msg activityMsg) tea.Cmd {
	selected, had := a.selected()
	a.loading, a.loaded, a.err = false, true, msg.err
	if msg.err == nil {
		a.moves = msg.moves
		a.index = ui.NewIndex(len(a.moves), func(i int, add func(string)) {
			m := a.moves[i]
			amount := ""
			if m.Amount.Known() {
				amount = m.Amount.String()
			}
			for _, part := range []string{
				m.Kind.Noun(), m.Change, string(m.Kind), a.env.cardOf(m),
				m.CardID, m.Profile, m.OrderID, string(m.Status), amount, m.Description,
			} {
				add(part)
			}
		})
	}
	a.match()
	if had && a.moved {
		for i := range a.shown {
			if a.moves[a.shown[i]].OrderID == selected.OrderID {
				a.window.Select(i)
			}
		}
	}
	if a.again {
		return a.load()
	}
	return nil
}

func (a *Activity) match() {
	a.query = ui.NewQuery(a.filter.Value())
	a.shown = a.index.Find(a.query, a.shown)
	a.window.SetCount(len(a.shown))
}

func (a *Activity) selected() (client.Movement, bool) {
	if len(a.shown) == 0 {
		return client.Movement{}, false
	}
	return a.moves[a.shown[a.window.Cursor]], true
}

// CapturesInput reports whether a filter is being typed.
func (a *Activity) CapturesInput() bool { return a.filter.Focused() }

// Escape clears the filter.
func (a *Activity) Escape() bool {
	filtered := a.filter.Value() != ""
	a.filter.Reset()
	a.filter.Blur()
	a.match()
	return filtered
}
