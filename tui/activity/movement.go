package activity

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/client/plan"
	"cardwallet/client/words"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// Movement is one row of the journal with its history.
type Movement struct {
	env      *screen.Env
	movement client.Movement
	steps    []client.Step
	loading  bool
	err      error
	settling bool
	askErr   error
	scroll   ui.Scroll
}

// newMovement returns the screen of a movement.
func newMovement(env *screen.Env, m client.Movement) *Movement {
	return &Movement{env: env, movement: m}
}

// Init reads the history.
func (v *Movement) Init() tea.Cmd { return v.load() }

// Update handles keys and what the journal says.
func (v *Movement) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		if v.scroll.Update(msg, v.env.Keys) {
			return nil
		}
		cmd, _ := ui.Dispatch(v.Actions(), msg)
		return cmd
	case ui.PointMsg:
		v.scroll.Point(msg)
	case screen.MovesMsg:
		if msg.Settled {
			v.settling, v.askErr = false, msg.Err
		}
		return v.load()
	case screen.MovedMsg:
		if msg.Movement.OrderID == v.movement.OrderID {
			return v.load()
		}
	}
	return nil
}

func (v *Movement) settle() tea.Cmd {
	v.settling, v.askErr = true, nil
	return screen.Send(screen.SettleMsg{})
}

func (v *Movement) load() tea.Cmd {
	if v.loading {
		return nil
	}
	v.loading = true
	ctx, payer, m := v.env.Ctx, v.env.Payer, v.movement
	return screen.Ask(v, func() (steps []client.Step, err error) {
		found, err := payer.Movements(ctx, client.MovementFilter{OrderID: m.OrderID})
		if len(found) == 1 {
			m = found[0]
		}
		if err != nil {
			return nil, err
		}
		return payer.History(ctx, m.OrderID)
	}, func(steps []client.Step, err error) tea.Cmd {
		if v.loading, v.err = false, err; err == nil {
			v.movement, v.steps = m, steps
		}
		return nil
	})
}

// Profile is the account of the movement.
func (v *Movement) Profile() string { return v.movement.Profile }

// Title names the movement.
func (v *Movement) Title() (where, position string) {
	return ui.Safe(plan.Describe(v.movement)), words.OfMovement(v.movement.Status).Word
}

// Actions are what a person can do here.
func (v *Movement) Actions() []ui.Action {
	k := v.env.Keys
	settle := ui.Action{Key: ui.Named(k.Refresh, "settle now"), Words: "Ask the issuer what became of it", Group: ui.OfProgram, Run: v.settle}
	switch {
	case v.settling:
		settle.Reason = settlingWords
	case v.movement.Status.Settled():
		settle.Reason = "it is settled: " + plan.StatusSentence(v.movement.Status)
	}
	return append([]ui.Action{markAction(v.env, v.movement), settle}, ui.Moves(k)...)
}

// View draws what is known and the history.
func (v *Movement) View(width, height int) string {
	boxed, cells, room := ui.Boxes(width, height), width, height-1
	if boxed {
		cells, room = width-2, height-2
	}
	lines := v.lines(cells)
	if len(lines) > room {
		lines = slices.DeleteFunc(lines, func(line string) bool { return line == "" })
	}
	first := v.scroll.First(len(lines), room)
	panel := ui.Panel{Title: titleOf(v.movement), Detail: v.env.CardOf(v.movement), Right: v.scroll.Position()}
	return ui.Pane{Panel: panel, Lines: func(int, int) []string { return lines[first:] }}.Draw(v.env.Styles, width, height)
}

func (v *Movement) lines(width int) []string {
	s := v.env.Styles
	var lines []string
	switch {
	case v.settling:
		lines = append(ui.TextLines(s.Accent, settlingWords, width, 2), "")
	case v.askErr != nil:
		lines = append(ui.ProblemLines(s, "not all could be asked: ", v.askErr, width), "")
	}
	if v.err != nil {
		lines = append(append(lines, ui.ProblemLines(s, "the history cannot be read: ", v.err, width)...), "")
	}
	lines = append(lines, about(v.env, v.movement, width)...)
	return append(lines, history(v.env, v.movement, v.steps, width)...)
}
