// Package team is what a person sees of others who work from the same journal, on other machines.
package team

import (
	"context"
	"slices"

	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/client/plan"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

// Source tells of the journal that a team shares. It is *team.Database of the client's rooms.
type Source interface {
	// Watch tells within a second or so that something has changed, until ctx ends: then the channel is closed.
	Watch(ctx context.Context) <-chan struct{}
}

// Others follows what others do. It lives in Update.
type Others struct {
	env     *screen.Env
	source  Source
	changed <-chan struct{}
	open    map[string]bool // orders of others that were open when the journal was read last
}

// New watches nothing yet, and never anything where source is nil: then nobody shares the journal.
func New(env *screen.Env, source Source) *Others { return &Others{env: env, source: source} }

// Watch waits for the next change of the journal, then runs read and waits again. It ends with the program.
func (o *Others) Watch(read func() tea.Cmd) tea.Cmd {
	if o.source == nil {
		return nil
	}
	ctx, source, changed := o.env.Ctx, o.source, o.changed
	return func() tea.Msg {
		if changed == nil {
			changed = source.Watch(ctx)
		}
		if _, more := <-changed; !more {
			return nil
		}
		return screen.NewReply(nil, func() tea.Cmd {
			o.changed = changed
			return tea.Batch(read(), o.Watch(read))
		})
	}
}

// OnOpen takes what the journal has open by now, and finds out what became of those movements of others on the card that are open no more.
func (o *Others) OnOpen(card client.Card, tell func(ui.NoticeMsg) tea.Cmd) tea.Cmd {
	if o.source == nil {
		return nil
	}
	before := o.open
	o.open = map[string]bool{}
	for _, m := range o.env.Moves.Open {
		if o.others(m) {
			o.open[m.OrderID] = m.Profile == card.Profile && m.CardID == card.ID
			delete(before, m.OrderID)
		}
	}
	var cmds []tea.Cmd
	for order, looked := range before {
		if looked {
			cmds = append(cmds, o.ask(order, tell))
		}
	}
	return tea.Batch(cmds...)
}

// ask reads what became of a movement.
func (o *Others) ask(order string, tell func(ui.NoticeMsg) tea.Cmd) tea.Cmd {
	ctx, payer := o.env.Ctx, o.env.Payer
	work := func() ([]client.Movement, error) { return payer.Movements(ctx, client.MovementFilter{OrderID: order}) }
	return screen.Ask(nil, work, func(found []client.Movement, err error) tea.Cmd {
		n := slices.IndexFunc(found, func(m client.Movement) bool { return m.OrderID == order && m.Status.Settled() })
		if err != nil || n < 0 {
			return nil
		}
		level, _ := screen.SettledNotice(found[n])
		return tea.Batch(tell(ui.NoticeMsg{Level: level, Text: o.became(found[n])}), screen.Send(screen.MovedMsg{Movement: found[n]}))
	})
}

// became says what became of a movement of somebody else.
func (o *Others) became(m client.Movement) string {
	card := o.env.CardOf(m)
	if listed, ok := o.env.Listed(m); ok && listed.Last4 != "" {
		card = screen.CardEnd(listed)
	}
	words := ui.Safe(m.Person) + " " + m.Kind.Words().Past + " " + card
	if m.Status == client.MovementFailed {
		words = ui.Safe(m.Person) + ", " + m.Kind.Noun() + ", " + card
	}
	if m.Amount.Known() {
		words += " with " + m.Amount.String()
	}
	return words + ": " + plan.StatusSentence(m.Status)
}

func (o *Others) others(m client.Movement) bool { return o.env.ByAnother(m) }

// AtWork says of each card that somebody else is at work on what they are doing, by the card's key: "ops-1 is topping up". It is safe to
// draw.
func AtWork(env *screen.Env) map[string]string {
	var doing map[string]string
	for _, m := range env.Moves.Open {
		if !env.ByAnother(m) || m.CardID == "" || m.Status == client.MovementUnknown {
			continue
		}
		if doing == nil {
			doing = map[string]string{}
		}
		doing[client.Card{Profile: m.Profile, ID: m.CardID}.Key()] = ui.Safe(m.Person) + " is " + m.Kind.Words().Doing
	}
	return doing
}

// Before puts what somebody else is doing before the name of the card, which is cut first where there is little room.
func Before(doing, name string) string {
	if doing == "" {
		return name
	}
	return doing + " · " + name
}
