// Package activity has the screens of the journal: all movements, one movement, and what a person found out about one.
package activity

import (
	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// activityLimit is how many movements the list shows at most.
const activityLimit = 5000

// Activity lists what this wallet did: every movement of the journal, newest first. A row opens to its history. An unknown outcome can
// be settled by asking the issuers, or marked by a person who found out.
type Activity struct {
	env *screen.Env

	loading bool
	again   bool  // to be read once more
	loaded  bool  // at least once
	err     error // why the journal could not be read

	settling bool
	askErr   error // why an issuer could not be asked

	moves ui.Rows[client.Movement]
}

// NewActivity returns the list.
func NewActivity(env *screen.Env) *Activity {
	a := &Activity{env: env}
	a.moves = ui.NewRows(func(a, b client.Movement) bool { return a.OrderID == b.OrderID }, a.rowText)
	return a
}

// Init reads the journal.
func (a *Activity) Init() tea.Cmd { return a.load() }

// Update handles keys and what the journal says.
func (a *Activity) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return a.onKey(msg)
	case tea.PasteMsg:
		return a.moves.Paste(msg)
	case ui.PointMsg:
		if a.moves.Point(msg, a.table(msg.Width).RowsIn(ui.Area{Width: msg.Width, Height: msg.Height}), 1) {
			return a.open()
		}
	case screen.MovesMsg:
		if msg.Settled {
			a.settling, a.askErr = false, msg.Err
		}
		return a.load()
	case screen.MovedMsg:
		return a.load()
	}
	return nil
}

func (a *Activity) onKey(msg tea.KeyPressMsg) tea.Cmd {
	k := a.env.Keys
	if cmd, taken := a.moves.Update(msg, k); taken {
		return cmd
	}
	if ui.Matches(msg, k.Settle) && !a.settling {
		a.settling, a.askErr = true, nil
		return tea.Batch(a.load(), screen.Send(screen.SettleMsg{}))
	}
	m, ok := a.moves.Selected()
	switch {
	case !ok:
	case ui.Matches(msg, k.Open):
		return a.open()
	case ui.Matches(msg, k.Mark):
		return pushMark(a.env, m)
	}
	return nil
}

// open shows the selected movement.
func (a *Activity) open() tea.Cmd {
	m, ok := a.moves.Selected()
	if !ok {
		return nil
	}
	return ui.Push(newMovement(a.env, m))
}

func (a *Activity) load() tea.Cmd {
	if a.loading {
		a.again = true
		return nil
	}
	a.loading, a.again = true, false
	ctx, payer := a.env.Ctx, a.env.Payer
	return screen.Ask(a, func() ([]client.Movement, error) {
		return payer.Movements(ctx, client.MovementFilter{Limit: activityLimit})
	}, a.onMovements)
}

func (a *Activity) onMovements(moves []client.Movement, err error) tea.Cmd {
	a.loading, a.loaded, a.err = false, true, err
	if err == nil {
		a.moves.Set(moves)
	}
	if a.again {
		return a.load()
	}
	return nil
}

// rowText is what the filter looks at.
func (a *Activity) rowText(m client.Movement, add func(string)) {
	amount := ""
	if m.Amount.Known() {
		amount = m.Amount.String()
	}
	for _, part := range []string{
		m.Kind.Noun(), m.Change, string(m.Kind), a.env.CardOf(m), m.CardID, m.Profile, m.OrderID, string(m.Status), amount, m.Description,
	} {
		add(part)
	}
}

// CapturesInput reports whether a filter is being typed.
func (a *Activity) CapturesInput() bool { return a.moves.Filtering() }

// Escape clears the filter.
func (a *Activity) Escape() bool { return a.moves.Clear() }
