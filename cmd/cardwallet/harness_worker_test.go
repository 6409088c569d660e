//go:build unix

package main

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"sync/atomic"
	"time"

	"cardwallet/client"
	"cardwallet/client/journal"
	"cardwallet/client/journal/postgres"
	"cardwallet/client/ticks"
	"cardwallet/cmd/internal/run"
)

// workerVariable makes the test binary a worker: a process that is wired like the wallet and makes the movements that it reads from
// stdin. Starting a process for each movement would cost more than the movements. Its value is the way it works.
const workerVariable = "CARDWALLET_TEST_WORKER"

// The ways a worker can work. All but the first are faults that the harness must find.
const (
	workRight  = "right"
	workLate   = "row after the request" // for accounts without order numbers only
	workResend = "sends again what is unknown"
	workLoose  = "guards outside of the transaction"     // of a team's journal only
	workTrusts = "takes every refusal for the last word" // for accounts with order numbers only
)

const (
	// grace is how old a movement must be before its absence at the issuer counts. The harness has no time for the wallet's minutes.
	grace = quickGrace
	// hold is how long a stalled process sleeps: well past grace, and past the lease by which a team knows that it lives.
	hold = lease + grace
)

// init comes before TestMain, which knows commands only.
func init() {
	liveAt()
	if way := os.Getenv(workerVariable); way != "" {
		os.Exit(work(way))
	}
}

// request is a line to a worker: a movement, or settling where there is none. Before that the wall clock of its machine is set.
type request struct {
	Move *trial        `json:"move,omitempty"`
	Jump time.Duration `json:"jump,omitempty"` // ahead of what it says now; negative is back
}

// reply is the line that a worker answers with.
type reply struct {
	OrderID string `json:"order_id,omitempty"` // empty where there is no row
	Error   string `json:"error,omitempty"`
}

type worker struct {
	way    string
	ahead  atomic.Int64 // of the true time, as the wall clock of its machine has been set
	wallet *client.Wallet
	book   *journal.Journal
}

// now is what the wall clock of the worker's machine says.
func (w *worker) now() time.Time { return run.TimeNow().Add(time.Duration(w.ahead.Load())) }

// work answers requests until stdin ends, which it also does when the harness dies.
func work(way string) int {
	ctx := context.Background()
	w := &worker{way: way}
	a := &run.App{In: os.Stdin, Out: io.Discard, Err: os.Stderr, Now: w.now}
	defer a.Close()
	var err error
	if w.wallet, err = a.Wallet(ctx); err == nil {
		run.JournalOptions = []journal.Option{journal.WithSettling(grace), journal.WithPolling(grace/8, 5*grace),
			journal.WithClock(w.now), journal.WithTicks(ticks.SinceBoot)}
		w.book, err = openBook(a)
		if way == workLoose {
			w.book = journal.New(loosely(postgres.In(a.Team, run.LeaseOptions...)), run.JournalOptions...)
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "worker:", err)
		return 1
	}
	defer func() { _ = w.book.Close() }()
	in, out := json.NewDecoder(os.Stdin), json.NewEncoder(os.Stdout)
	for {
		var r request
		if in.Decode(&r) != nil {
			return 0
		}
		w.ahead.Add(int64(r.Jump))
		answer := w.settle
		if r.Move != nil {
			answer = func(ctx context.Context) reply { return w.move(ctx, *r.Move) }
		}
		if out.Encode(answer(ctx)) != nil {
			return 0
		}
	}
}

func (w *worker) settle(ctx context.Context) reply {
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	if _, err := w.book.Settle(ctx, w.wallet.Accounts()); err != nil {
		return reply{Error: err.Error()}
	}
	return reply{}
}

func (w *worker) move(ctx context.Context, t trial) reply {
	ctx, cancel := context.WithTimeout(ctx, t.Patience)
	defer cancel()
	account, _ := w.wallet.Account(t.Profile)
	in, err := intend(ctx, account, t)
	if err != nil {
		return reply{Error: err.Error()}
	}
	if w.way == workLate {
		account.Issuer = sendFirst(ctx, account.Issuer, in)
	}
	if w.way == workTrusts {
		account.Issuer = trusting{account.Issuer, account.Issuer.(client.Mover)}
	}
	var guard *client.GuardError
	if t.Override && errors.As(w.book.Check(ctx, account, in), &guard) && guard.Kind == client.ErrOpenMovement {
		in.OverrideOpen = guard.Orders()
	}
	m, err := w.book.Move(ctx, account, in)
	if w.way == workResend && errors.Is(err, client.ErrUnknown) {
		in.OverrideOpen, in.Repeat = []string{m.OrderID}, []string{m.OrderID}
		m, err = w.book.Move(ctx, account, in)
	}
	answer := reply{OrderID: m.OrderID}
	if err != nil {
		answer.Error = err.Error()
	}
	return answer
}

// intend reads what a person would be shown before they confirm.
func intend(ctx context.Context, account client.Account, t trial) (client.Intent, error) {
	if t.Kind.IsChange() {
		return intendChange(ctx, account, t)
	}
	in := client.Intent{Kind: t.Kind, Amount: t.Amount}
	if t.Kind == client.MoveCreate {
		in.New = newCard(account, t.TypeID, t.name())
	} else {
		var err error
		if in.Card, err = account.Issuer.Card(ctx, t.CardID); err != nil {
			return in, err
		}
	}
	terms, err := account.Terms(ctx, in)
	if err == nil {
		err = terms.Check(t.Amount)
	}
	in.Quote = terms.Quote(t.Amount)
	return in, err
}

// intendChange freezes a card that is active and unfreezes one that is frozen, or gives a card another limit.
func intendChange(ctx context.Context, account client.Account, t trial) (in client.Intent, err error) {
	in.Kind = t.Kind
	if in.Card, err = account.Issuer.Card(ctx, t.CardID); err != nil {
		return in, err
	}
	switch {
	case t.Kind == client.MoveLimits:
		in.Change.Limits.Controls = []client.SpendingControl{{Interval: "PER_TRANSACTION", Amount: t.Amount}}
	case in.Card.Status == client.CardFrozen:
		in.Kind = client.MoveUnfreeze
	}
	terms, err := account.Issuer.(client.ChangeChecker).ChangeTerms(ctx, in.Card, in.Kind)
	if err == nil {
		err = terms.Check(in.Kind, in.Change)
	}
	return in, err
}

// trusting is an issuer whose refusals are believed without a question.
type trusting struct {
	client.Issuer
	client.Mover
}

func (i trusting) Send(ctx context.Context, order client.Order) (client.Operation, error) {
	answer, err := i.Mover.Send(ctx, order)
	var e *client.Error
	if errors.As(err, &e) {
		believed := *e
		believed.Untouched, err = true, &believed
	}
	return answer, err
}

func (trusting) ReadOrder(context.Context, string) (none client.Operation, err error) {
	return none, &client.Error{Kind: client.ErrNotFound, Status: 200}
}

// sent is an issuer that has been sent its order already, and only tells how that ended.
type sent struct {
	client.Issuer
	client.Observer
	client.Mover
	answer client.Operation
	err    error
}

// sendFirst sends a top-up before the journal hears of it. That is what a wallet without a row before the request does.
func sendFirst(ctx context.Context, issuer client.Issuer, in client.Intent) client.Issuer {
	s := sent{Issuer: issuer, Observer: issuer.(client.Observer), Mover: issuer.(client.Mover)}
	order := client.Order{ID: "LATE" + rand.Text()[:20], Kind: in.Kind, CardID: in.Card.ID, Amount: in.Amount}
	s.answer, s.err = s.Mover.Send(ctx, order)
	s.answer.OrderID = ""
	return s
}

func (s sent) Send(context.Context, client.Order) (client.Operation, error) { return s.answer, s.err }
