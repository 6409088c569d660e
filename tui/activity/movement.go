package activity

import (
	"cmp"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/client/plan"
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
		return v.onKey(msg)
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

func (v *Movement) onKey(msg tea.KeyPressMsg) tea.Cmd {
	k := v.env.Keys
	switch {
	case v.scroll.Update(msg, k):
	case ui.Matches(msg, k.Settle) && !v.settling:
		v.settling, v.askErr = true, nil
		return screen.Send(screen.SettleMsg{})
	case ui.Matches(msg, k.Mark):
		return pushMark(v.env, v.movement)
	}
	return nil
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
	return "activity / " + ui.Safe(plan.Describe(v.movement)), ui.Safe(string(v.movement.Status))
}

// Actions are what a person can do here.
func (v *Movement) Actions() []ui.Action { return ui.Bound(v.bindings()...) }

func (v *Movement) bindings() []key.Binding {
	k := v.env.Keys
	var keys []key.Binding
	if v.movement.Status == client.MovementUnknown {
		keys = append(keys, k.Mark)
	}
	if !v.movement.Status.Settled() {
		keys = append(keys, k.Settle)
	}
	return append(keys, k.Up, k.Down)
}

// View draws the facts and the history, newest step last.
func (v *Movement) View(width, height int) string {
	lines := append(v.facts(width), v.history(width)...)
	return ui.Body(lines[v.scroll.First(len(lines), height):], width, height)
}

func (v *Movement) facts(width int) []string {
	s, m := v.env.Styles, v.movement
	fact := func(label, value string) string { return ui.Fact(s, label, value) }
	fee := "not known"
	if m.Fee.Known() {
		fee = screen.MoneyWords(m.Fee)
	}
	lines := []string{
		fact("status", screen.MovementStyle(s, m.Status).Render(plan.StatusSentence(m.Status))),
		fact("card", v.env.CardOf(m)+" at "+ui.Safe(m.Profile)),
	}
	if m.Kind.IsChange() {
		lines = append(lines, ui.WrappedFact(s, "change", ui.Safe(cmp.Or(m.Change, m.Kind.Noun())), width, 4)...)
	} else {
		lines = append(lines, fact("amount", screen.MoneyWords(m.Amount)), fact("fee", fee))
	}
	lines = append(lines, ui.WrappedFact(s, "known", ui.Safe(m.Description), width, 12)...)
	if m.Status == client.MovementUnknown {
		lines = append(lines, "  "+s.Muted.Render("r asks the issuer again; m marks what you found out"))
	}
	lines = append(lines, fact("created", ui.Safe(v.env.At(m.CreatedAt))))
	if !m.SettledAt.IsZero() {
		lines = append(lines, fact("settled", ui.Safe(v.env.At(m.SettledAt))))
	}
	lines = append(lines, fact("order", ui.Safe(m.OrderID)))
	if m.IssuerOrderID != "" {
		lines = append(lines, fact("at issuer", ui.Safe(m.IssuerOrderID)))
	}
	switch {
	case v.settling:
		lines = append(lines, "  "+s.Accent.Render("asking the issuer what became of it…"))
	case v.askErr != nil:
		lines = append(lines, ui.ProblemLines(s, "not all could be asked: ", v.askErr, width)...)
	}
	return lines
}

func (v *Movement) history(width int) []string {
	s := v.env.Styles
	if v.err != nil {
		return ui.ProblemLines(s, "the history cannot be read: ", v.err, width)
	}
	lines := []string{s.Muted.Render("  history")}
	for _, step := range v.steps {
		words := ui.Safe(string(step.To))
		if step.From != "" {
			words = ui.Safe(string(step.From)) + screen.Arrow + words
		}
		line := "  " + s.Muted.Render(ui.Safe(v.env.At(step.At))) + "  " + screen.MovementStyle(s, step.To).Render(words)
		lines = append(lines, line)
		for _, part := range ui.Wrapped(ui.Safe(step.Description), width-6, 2) {
			lines = append(lines, "      "+s.Muted.Render(part))
		}
	}
	return lines
}
