// Package activity has the screens of the journal: all movements, one movement, and what a person found out about one.
package activity

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/client/fold"
	"cardwallet/client/words"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// activityLimit is how many movements the list shows at most.
const activityLimit = 5000

// Activity lists what this wallet did: every movement of the journal, newest first. What is known of the selected one stands beside the
// list, and opens to a screen of its own. An unknown outcome can be settled by asking the issuers, or marked by a person who found out.
type Activity struct {
	env *screen.Env

	loading bool
	again   bool  // to be read once more
	loaded  bool  // at least once
	err     error // why the journal could not be read

	settling bool
	askErr   error // why an issuer could not be asked

	moves   ui.Rows[client.Movement]
	cells   moneyCells
	several bool // rows are of more than one person
	preview screen.Preview
	steps   []client.Step // of the selected movement
	stepsOf string        // its key; empty while they are not read
}

// moneyCells are how wide the columns of amounts are, so that no amount is cut.
type moneyCells struct{ amount, fee int }

// NewActivity returns the list.
func NewActivity(env *screen.Env) *Activity {
	a := &Activity{env: env}
	a.moves = ui.NewRows(func(a, b client.Movement) bool { return a.OrderID == b.OrderID }, a.rowText)
	a.preview.Rested = a.loadSteps
	return a
}

// Init reads the journal.
func (a *Activity) Init() tea.Cmd { return a.load() }

// Update handles keys and what the journal says.
func (a *Activity) Update(msg tea.Msg) tea.Cmd {
	cmd := a.onMsg(msg)
	return tea.Batch(cmd, a.follow())
}

func (a *Activity) onMsg(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		if cmd, taken := a.moves.Update(msg, a.env.Keys); taken {
			return cmd
		}
		cmd, _ := ui.Dispatch(a.Actions(), msg)
		return cmd
	case tea.PasteMsg:
		return a.moves.Paste(msg)
	case ui.PointMsg:
		if a.moves.Point(msg, a.table(msg.Width).RowsIn(a.split().ListArea(msg.Width, msg.Height)), 1) {
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

// follow lets what is beside the list follow the cursor.
func (a *Activity) follow() tea.Cmd {
	m, _ := a.moves.Selected()
	return a.preview.Follow(a.env.Ctx, a, rowKey(m))
}

// rowKey is another one where the movement has got on.
func rowKey(m client.Movement) string {
	if m.OrderID == "" {
		return ""
	}
	return m.OrderID + " " + string(m.Status)
}

// settle has the issuers asked about what is open.
func (a *Activity) settle() tea.Cmd {
	a.settling, a.askErr = true, nil
	return tea.Batch(a.load(), screen.Send(screen.SettleMsg{}))
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
		a.cells, a.several = moneyCells{}, words.SeveralPeople(a.moves.All, a.env.Person)
		for _, m := range moves {
			a.cells.amount = max(a.cells.amount, ui.Width(amountWords(m)))
			a.cells.fee = max(a.cells.fee, ui.Width(feeWords(m)))
		}
	}
	cmd := a.follow()
	if a.again {
		return tea.Batch(cmd, a.load())
	}
	return cmd
}

// loadSteps reads the history of the selected movement from the journal.
func (a *Activity) loadSteps() tea.Cmd {
	m, ok := a.moves.Selected()
	if !ok {
		return nil
	}
	ctx, payer, of := a.env.Ctx, a.env.Payer, rowKey(m)
	return screen.Ask(a, func() ([]client.Step, error) { return payer.History(ctx, m.OrderID) },
		func(steps []client.Step, err error) tea.Cmd {
			if err == nil {
				a.steps, a.stepsOf = steps, of
			}
			return nil
		})
}

// rowText is what the filter looks at.
func (a *Activity) rowText(m client.Movement, add func(string)) {
	status := words.OfMovement(m.Status).Word
	for _, part := range []string{
		m.Kind.Noun(), m.Change, a.env.CardOf(m), m.CardID, m.Profile, m.OrderID, amountWords(m), m.Description, status,
		fold.Asked(fold.StatusWord + strings.ReplaceAll(status, " ", "-")), fold.Asked(fold.TypeWord + string(m.Kind)),
	} {
		add(part)
	}
}

// CapturesInput reports whether a filter is being typed.
func (a *Activity) CapturesInput() bool { return a.moves.Filtering() }

// Escape clears the filter.
func (a *Activity) Escape() bool { return a.moves.Clear() }
