package order

import (
	"context"
	"errors"
	"time"

	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/tui/dialog"
	"cardwallet/tui/screen"
)

// send sends the order that the person has read and confirmed, and leaves the summary before anything else can happen.
func (o *Order) send(yes dialog.Yes) tea.Cmd {
	if !yes.Given() || !o.mayConfirm() || o.objection.err != nil || !o.draft.complete() {
		return nil
	}
	o.draft.keep()
	o.Stage, o.since, o.Err, o.askedAt = orderSending, o.Env.Now(), nil, time.Time{}
	o.noted, o.handed, o.answered = time.Time{}, time.Time{}, time.Time{}
	o.objection.serial++ // the journal asks its guards itself when it sends
	return tea.Batch(o.Submit(yes, o.intent()), o.turn())
}

// Submit has the journal send what was confirmed. It is the only place that does.
func (o *Order) Submit(yes dialog.Yes, in client.Intent) tea.Cmd {
	ctx, payer, account := o.Env.Ctx, o.Env.Payer, o.Account
	steps := make(chan client.Movement, 2) // noted, and handed over to be sent
	return tea.Batch(func() tea.Msg {
		defer close(steps)
		defer in.Change.Wipe()
		m, err := payer.Move(ctx, yes, account, in, func(m client.Movement) {
			select {
			case steps <- m:
			default: // nobody waits for more
			}
		})
		return OrderMovedMsg{Owner: o, Movement: m, Err: err}
	}, awaitStep(ctx, o, steps))
}

// awaitStep waits for the next step of an order on its way, which may never come, until ctx ends.
func awaitStep(ctx context.Context, o *Order, steps <-chan client.Movement) tea.Cmd {
	return func() tea.Msg {
		select {
		case <-ctx.Done():
		case m, ok := <-steps:
			if ok {
				return stepMsg{owner: o, movement: m, steps: steps}
			}
		}
		return nil
	}
}

// stepMsg says what the journal did with an order that has no answer yet.
type stepMsg struct {
	owner    *Order
	movement client.Movement
	steps    <-chan client.Movement // the ones after this
}

func (o *Order) onStep(msg stepMsg) tea.Cmd {
	switch msg.movement.Status {
	case client.MovementIntended:
		o.noted = msg.movement.CreatedAt
	case client.MovementSent:
		o.handed = o.Env.Now()
	default: // the answer comes as an OrderMovedMsg
	}
	return awaitStep(o.Env.Ctx, o, msg.steps)
}

// OrderMovedMsg says what the journal knows of an order that was sent or asked about.
type OrderMovedMsg struct {
	Owner    *Order
	Movement client.Movement
	Err      error
}

// follow waits until the issuer is done with the order, or ctx ends. It never sends.
func (o *Order) follow(ctx context.Context) tea.Cmd {
	o.Stage, o.since = orderFollowing, o.Env.Now()
	payer, account, m := o.Env.Payer, o.Account, o.Movement
	return tea.Batch(o.turn(), func() tea.Msg {
		m, err := payer.Follow(ctx, account, m)
		return OrderMovedMsg{Owner: o, Movement: m, Err: err}
	})
}

// ask finds out what became of the order. It asks by the order's number where the issuer knows numbers, and reads the card after a
// change. Otherwise settling compares. It ends when the person stops it.
func (o *Order) ask() tea.Cmd {
	ctx, stop := context.WithCancel(o.Env.Ctx)
	o.stop = stop
	if _, ok := o.Account.Issuer.(client.OrderReader); ok || o.Kind.IsChange() || o.Movement.OrderID == "" {
		return o.follow(ctx)
	}
	o.Stage, o.since = orderFollowing, o.Env.Now()
	payer, account, m := o.Env.Payer, o.Account, o.Movement
	return tea.Batch(o.turn(), func() tea.Msg {
		_, asked := payer.Settle(ctx, []client.Account{account})
		found, err := payer.Movements(ctx, client.MovementFilter{OrderID: m.OrderID})
		if err == nil && len(found) == 1 {
			m = found[0]
		}
		return OrderMovedMsg{Owner: o, Movement: m, Err: errors.Join(asked, err)}
	})
}

// onMoved takes what the journal says about the order.
func (o *Order) onMoved(msg OrderMovedMsg) tea.Cmd {
	if o.stop != nil {
		if o.stop(); errors.Is(msg.Err, context.Canceled) {
			msg.Err = nil // the person stopped it, and what is known stays
		}
		o.stop = nil
	}
	first := o.Stage == orderSending
	if first && msg.Movement.Status == "" && msg.Err != nil && !errors.Is(msg.Err, client.ErrUnknown) {
		o.onNotSent(msg.Err)
		return nil
	}
	if o.draft.wipe(); first {
		o.answered = o.Env.Now()
	}
	o.Err = msg.Err
	if first || msg.Movement.Status != "" {
		msg.Movement.Repeated = msg.Movement.Repeated || o.Movement.Repeated
		o.Movement = msg.Movement
	}
	tell := screen.Send(screen.MovedMsg{Movement: o.Movement, New: o.new})
	if first && msg.Err == nil && msg.Movement.Status == client.MovementProcessing {
		return tea.Batch(o.follow(o.Env.Ctx), tell, o.draft.reread())
	}
	if o.Stage = OrderDone; !first {
		o.askedAt = o.Env.Now()
	}
	return tea.Batch(tell, o.draft.reread())
}

// onNotSent handles a refusal of the journal, which then has no row of the order. An objection of a guard is shown on the summary. After
// any other refusal the person is where the order began.
func (o *Order) onNotSent(err error) {
	var g *client.GuardError
	if errors.As(err, &g) && o.draft.complete() {
		o.Stage = orderSummary
		o.onChecked(err)
		o.objection.asked = isGuard(err, client.ErrRepeat)
		return
	}
	o.draft.wipe()
	o.Stage, o.objection = orderSummary, o.objection.fresh()
	if o.draft.reopen() {
		o.Err, o.sudden, o.asked = err, true, o.Env.Moves.Asked
		return
	}
	o.objection.err = err
}

// onJournalRead takes back that the journal does not answer, once it does. What it has to say about the order is asked anew. A question
// that was on its way already when the order was tried proves nothing.
func (o *Order) onJournalRead(msg screen.MovesMsg) tea.Cmd {
	switch {
	case o.Stage == orderForm && msg.Over(o.Err) && msg.Read > o.asked:
		o.Err = nil
	case o.Stage == orderSummary && msg.Over(o.objection.err):
		return o.askJournal()
	}
	return nil
}

// OnSettled notes what became of the order where settling in the background or a person found it out. It reports whether that was new.
func (o *Order) OnSettled(m client.Movement) bool {
	if m.OrderID == "" || m.OrderID != o.Movement.OrderID || m.Status == o.Movement.Status || o.Movement.Status.Settled() {
		return false
	}
	m.Repeated = o.Movement.Repeated
	o.Movement, o.Err = m, nil
	return true
}

// Tells reports whether the order says by itself that its movement came to this, now or at its end.
func (o *Order) Tells(m client.Movement) bool {
	return m.OrderID != "" && m.OrderID == o.Movement.OrderID && (o.running() || m.Status == o.Movement.Status)
}
