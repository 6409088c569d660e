package journal_test

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"cardwallet/client"
	"cardwallet/client/holder"
	"cardwallet/client/journal"
	"cardwallet/client/journal/journaltest"
	"cardwallet/crypto"
)

// changer is a fake account whose cards can be changed, and that can be asked what became of an order.
type changer struct {
	*issuer
	change func(context.Context, client.Order) (client.Operation, error)
	read   func(context.Context, string) (client.Operation, error)
	card   func(context.Context, string) (client.Card, error)
}

func (*changer) Moves(client.MovementKind) bool { return true }

func (c *changer) Send(ctx context.Context, o client.Order) (client.Operation, error) {
	if !o.Kind.IsChange() {
		return c.issuer.Send(ctx, o)
	}
	c.note(o)
	return c.change(ctx, o)
}

func (c *changer) ReadOrder(ctx context.Context, id string) (client.Operation, error) {
	return c.read(ctx, id)
}

// A holder's order is read as every other.
func (c *changer) ReadHolderOrder(ctx context.Context, id string) (client.Operation, error) {
	return c.read(ctx, id)
}

func (*changer) Holders(context.Context) ([]client.Holder, error) {
	return nil, errors.New("nobody asked")
}
func (*changer) Holder(context.Context, string) (client.Holder, error) {
	return client.Holder{}, errors.New("nobody asked")
}
func (*changer) HolderForm(context.Context, string) (holder.Form, error) {
	return holder.Form{}, errors.New("nobody asked")
}
func (c *changer) Card(ctx context.Context, id string) (client.Card, error) { return c.card(ctx, id) }

// changing is an account whose answer to a change is op or err, and that knows no order.
func changing(op client.Operation, err error) *changer {
	done := client.Operation{Status: client.OperationSucceeded}
	return &changer{
		issuer: answering(done, nil),
		change: func(context.Context, client.Order) (client.Operation, error) { return op, err },
		read: func(context.Context, string) (client.Operation, error) {
			return client.Operation{}, &client.Error{Kind: client.ErrNotFound, Status: 200}
		},
		card: func(context.Context, string) (client.Card, error) { return client.Card{}, errors.New("nobody asked") },
	}
}

const (
	pin  = "481516"
	code = "QXTRLMZK" // without a digit, which says nothing of what it is
)

var (
	changeKinds  = kindsThat(client.MovementKind.IsChange)
	onCardKinds  = kindsThat(func(kind client.MovementKind) bool { return kind.IsChange() && kind.OnCard() })
	paymentKinds = kindsThat(func(kind client.MovementKind) bool { return !kind.IsChange() })
)

func kindsThat(are func(client.MovementKind) bool) []client.MovementKind {
	return slices.DeleteFunc(client.Kinds(), func(kind client.MovementKind) bool { return !are(kind) })
}

func change(kind client.MovementKind) client.Intent {
	in := client.Intent{Kind: kind, Card: card}
	switch kind {
	case client.MovePIN:
		in.Change.PIN = crypto.SecretFromString(pin)
	case client.MoveActivate:
		in.Change.PIN, in.Change.ActivationCode = crypto.SecretFromString(pin), crypto.SecretFromString(code)
	case client.MoveLimits:
		in.Change.Limits = client.Limits{NoPINAmount: usd("200"),
			Controls:   []client.SpendingControl{{Interval: "PER_TRANSACTION", Amount: usd("50")}},
			AllowedMCC: []string{"5411", "5812"}, BlockedMCC: []string{}}
	case client.MoveHolder:
		in.Card, in.Change.Holder = client.Card{}, someone("Ana")
	}
	return in
}

// someone is a person who can be made a holder.
func someone(first string) holder.Person {
	p := holder.Person{TypeID: "111002", Model: "B2B"}
	p.Set(holder.FirstName, first)
	p.Set(holder.LastName, "Souza")
	p.Set(holder.Email, "ana@example.com")
	p.Set(holder.Mobile, "971385284")
	p.Set(holder.Birthday, "1990-12-31")
	return p
}

// Each change has its row before the request, is sent once with what was asked for, and ends as the issuer says.
func TestChanges(t *testing.T) {
	t.Parallel()
	for _, kind := range changeKinds {
		for _, test := range []struct {
			name   string
			op     client.Operation
			err    error
			status client.MovementStatus
			is     error
		}{
			{"done", client.Operation{Status: client.OperationSucceeded, IssuerOrderID: "77", Fee: usd("0"), Amount: usd("12.50")}, nil,
				client.MovementSucceeded, nil},
			{"at work", client.Operation{Status: client.OperationProcessing}, nil, client.MovementProcessing, nil},
			{"failed", client.Operation{Status: client.OperationFailed, Description: "no"}, nil, client.MovementFailed, client.ErrRefused},
			{"refused", client.Operation{}, &client.Error{Kind: client.ErrRefused, Status: 200, Message: "status forbids it"},
				client.MovementUnknown, client.ErrUnknown},
			{"never sent", client.Operation{}, &client.Error{Kind: client.ErrUnreachable, NotSent: true}, client.MovementFailed,
				client.ErrUnreachable},
			{"no answer", client.Operation{}, io.EOF, client.MovementUnknown, client.ErrUnknown},
			{"another card", client.Operation{Status: client.OperationSucceeded, CardID: "other"}, nil, client.MovementUnknown, client.ErrUnknown},
		} {
			t.Run(string(kind)+" "+test.name, func(t *testing.T) {
				path := newPath(t)
				j, other := open(t, path), raw(t, path)
				i := changing(test.op, test.err)
				answer := i.change
				i.change = func(ctx context.Context, o client.Order) (client.Operation, error) {
					var row string
					if err := other.QueryRow(`SELECT status || ' ' || kind || ' [' || amount || currency || ']' FROM movements WHERE order_id = ?`,
						o.ID).Scan(&row); err != nil {
						t.Error(err)
					}
					if want := "sent " + string(kind) + " []"; row != want {
						t.Errorf("when it was sent the row said %q, want %q", row, want)
					}
					return answer(ctx, o)
				}
				in := change(kind)
				m, err := j.Move(t.Context(), account(i), in)
				if test.op.CardID != "" && !kind.OnCard() {
					return // there is no card that the answer could be about
				}
				if !errors.Is(err, test.is) || m.Status != test.status {
					t.Fatalf("%v, %v", m, err)
				}
				if diff := cmp.Diff(m, only(t, j)); diff != "" || m.Amount.Known() || m.Kind != kind || m.CardID != in.Card.ID {
					t.Errorf("%+v\n%s", m, diff)
				}
				sent := i.orders()
				if len(sent) != 1 || sent[0].ID != m.OrderID || sent[0].Kind != kind || sent[0].CardID != in.Card.ID || sent[0].Amount.Known() {
					t.Fatalf("sent %+v", sent)
				}
				got := sent[0].Change
				if !got.PIN.Equal(in.Change.PIN) || !got.ActivationCode.Equal(in.Change.ActivationCode) ||
					!got.Holder.Equal(in.Change.Holder) || !cmp.Equal(got.Limits, in.Change.Limits) {
					t.Errorf("sent %+v, want %+v", got, in.Change)
				}
			})
		}
	}
}

func TestWhatIsNoChange(t *testing.T) {
	t.Parallel()
	with := func(kind client.MovementKind, f func(*client.Intent)) client.Intent {
		in := change(kind)
		f(&in)
		return in
	}
	for name, test := range map[string]struct {
		in   client.Intent
		is   error
		says string
	}{
		"an amount": {with(client.MoveFreeze, func(in *client.Intent) { in.Amount = usd("1") }), client.ErrAmount,
			"a freeze has none"},
		"a fee": {with(client.MoveCancel, func(in *client.Intent) { in.Quote.Fee = usd("1") }), client.ErrAmount,
			"a cancellation has none"},
		"a quote": {with(client.MoveCancel, func(in *client.Intent) { in.Quote.Amount = usd("1") }), client.ErrAmount,
			"a cancellation has none"},
		"no PIN": {with(client.MovePIN, func(in *client.Intent) { in.Change.PIN = crypto.Secret{} }), client.ErrTerms, "no PIN"},
		"activation without PIN": {with(client.MoveActivate, func(in *client.Intent) { in.Change.PIN = crypto.Secret{} }), client.ErrTerms,
			"no PIN"},
		"no activation code": {with(client.MoveActivate, func(in *client.Intent) { in.Change.ActivationCode = crypto.Secret{} }),
			client.ErrTerms, "no activation code"},
		"no limits": {with(client.MoveLimits, func(in *client.Intent) { in.Change.Limits = client.Limits{} }), client.ErrTerms,
			"nothing to change"},
		"no card":                {with(client.MoveFreeze, func(in *client.Intent) { in.Card = client.Card{Profile: "fin"} }), nil, "no card"},
		"another profile's card": {with(client.MoveFreeze, func(in *client.Intent) { in.Card.Profile = "ads" }), nil, "not of profile"},
	} {
		t.Run(name, func(t *testing.T) {
			j := open(t, newPath(t))
			i := changing(client.Operation{Status: client.OperationSucceeded}, nil)
			for _, err := range []error{j.Check(t.Context(), account(i), test.in), second(j.Move(t.Context(), account(i), test.in))} {
				if err == nil || test.is != nil && !errors.Is(err, test.is) || !strings.Contains(err.Error(), test.says) {
					t.Errorf("%v", err)
				}
			}
			if rows, err := j.Movements(t.Context(), client.MovementFilter{}); err != nil || len(rows)+len(i.orders()) != 0 {
				t.Errorf("rows %v, sent %v, %v", rows, i.orders(), err)
			}
		})
	}
	for _, kind := range changeKinds {
		j := open(t, newPath(t))
		readOnly := account(changing(client.Operation{}, nil))
		readOnly.ReadOnly = true
		if err := j.Check(t.Context(), readOnly, change(kind)); !errors.Is(err, client.ErrReadOnly) {
			t.Errorf("%s on a read-only profile: %v", kind, err)
		}
		if err := j.Check(t.Context(), account(answering(client.Operation{}, nil)), change(kind)); !errors.Is(err, client.ErrUnsupported) {
			t.Errorf("%s at an issuer without: %v", kind, err)
		}
	}
}

func second[A, B any](_ A, b B) B { return b }

// On one card an open change is in the way of money and the other way around. Limits of money are none of a change's business, and one
// that was made is not asked about again.
func TestGuardsOfChanges(t *testing.T) {
	t.Parallel()
	done := client.Operation{Status: client.OperationSucceeded}
	for _, kind := range onCardKinds {
		j := open(t, newPath(t), limit("1", "1"))
		i := changing(done, nil)
		for range 2 {
			if m, err := j.Move(t.Context(), account(i), change(kind)); err != nil || m.Status != client.MovementSucceeded {
				t.Errorf("%s: %v, %v", kind, m, err)
			}
		}
		first, _ := j.Move(t.Context(), account(changing(client.Operation{}, io.EOF)), change(kind))
		for _, next := range []client.Intent{change(client.MoveFreeze), change(kind), intent(client.MoveTopUp, "0.50"),
			intent(client.MoveWithdraw, "0.50")} {
			err := j.Check(t.Context(), account(i), next)
			var guard *client.GuardError
			if !errors.As(err, &guard) || guard.Kind != client.ErrOpenMovement || !cmp.Equal(guard.Orders(), []string{first.OrderID}) ||
				strings.Contains(err.Error(), "of unknown") || !strings.Contains(err.Error(), "(unknown) from") {
				t.Errorf("%s after an open %s: %v", next.Kind, kind, err)
			}
			next.OverrideOpen = []string{first.OrderID}
			if err := j.Check(t.Context(), account(i), next); err != nil {
				t.Errorf("%s past an open %s: %v", next.Kind, kind, err)
			}
		}
	}
	j := open(t, newPath(t))
	openMovement(t, j, client.MovementUnknown)
	if err := j.Check(t.Context(), account(changing(done, nil)), change(client.MoveFreeze)); !errors.Is(err, client.ErrOpenMovement) {
		t.Errorf("a freeze while money is under way: %v", err)
	}
}

// What an unknown change may have done is said in its own words.
func TestWordsOfAnUnknownChange(t *testing.T) {
	t.Parallel()
	words := map[client.MovementKind]string{
		client.MoveFreeze: "freeze: the card may be frozen", client.MoveUnfreeze: "unfreeze: the card may be unfrozen",
		client.MoveCancel: "cancellation: the card may be canceled", client.MovePIN: "PIN change: the PIN may be the new one",
		client.MoveLimits: "change of limits: the new limits may be in force", client.MoveActivate: "activation: the card may be active",
		client.MoveHolder: "holder creation: the holder may be there",
	}
	for _, kind := range changeKinds {
		j := open(t, newPath(t))
		m, err := j.Move(t.Context(), account(changing(client.Operation{}, context.DeadlineExceeded)), change(kind))
		what, may, _ := strings.Cut(words[kind], ": ")
		if kind.OnCard() {
			what += " of card " + card.ID
		}
		if want := "fin: " + what + ": outcome unknown: no answer came in time; " +
			may; !strings.HasPrefix(err.Error(), want) ||
			strings.Contains(err.Error(), "money") || !strings.Contains(err.Error(), "\n"+
			"do not send it again: ") || !strings.HasSuffix(m.Description, may) {
			t.Errorf("%v\n%v", m, err)
		}
	}
}

// What is to be set stands in the row, for the person who has to find out whether it was.
func TestLimitsInTheRow(t *testing.T) {
	t.Parallel()
	j := open(t, newPath(t))
	for _, test := range []struct {
		limits client.Limits
		want   string
	}{
		{change(client.MoveLimits).Change.Limits,
			"without PIN up to 200.00 USD, PER_TRANSACTION up to 50.00 USD, pays only at MCC 5411 5812, no list of blocked MCC"},
		{client.Limits{Controls: []client.SpendingControl{}}, "no spending limits"},
		{client.Limits{AllowedMCC: []string{}}, "no list of allowed MCC"},
		{client.Limits{BlockedMCC: []string{"7995"}}, "never pays at MCC 7995"},
	} {
		in := change(client.MoveLimits)
		in.Change.Limits = test.limits
		m, err := j.Move(t.Context(), account(changing(client.Operation{Status: client.OperationSucceeded}, nil)), in)
		if err != nil || m.Change != test.want {
			t.Errorf("%q, want %q; %v", m.Change, test.want, err)
		}
		found, err := j.Movements(t.Context(), client.MovementFilter{OrderID: m.OrderID})
		if diff := cmp.Diff([]client.Movement{m}, found); diff != "" || err != nil {
			t.Errorf("%v\n%s", err, diff)
		}
	}
}

// A PIN and an activation code are nowhere: not in the file, not in what is returned, even if the issuer repeats them.
func TestSecretsOfChangesAreNotKept(t *testing.T) {
	t.Parallel()
	echo := "PIN '" + pin + "' with code " + code + " is bad"
	for name, answer := range map[string]struct {
		op  client.Operation
		err error
	}{
		"success":     {client.Operation{Status: client.OperationSucceeded, Description: echo, IssuerOrderID: "77" + pin}, nil},
		"failure":     {client.Operation{Status: client.OperationFailed, Description: echo}, nil},
		"refusal":     {client.Operation{}, &client.Error{Kind: client.ErrRefused, Status: 200, Message: echo, Code: code}},
		"confirmed":   {client.Operation{}, &client.Error{Kind: client.ErrRefused, Status: 200, Message: echo, Code: code, Untouched: true}},
		"never sent":  {client.Operation{}, &client.Error{Kind: client.ErrUnreachable, NotSent: true, Cause: errors.New(echo)}},
		"unknown":     {client.Operation{}, errors.New(echo)},
		"unreachable": {client.Operation{}, &client.Error{Kind: client.ErrUnreachable, Status: 502, Message: echo, Cause: errors.New(echo)}},
		"nonsense":    {client.Operation{Status: client.OperationStatus(pin)}, nil},
	} {
		for _, kind := range kindsThat(client.MovementKind.SendsPIN) {
			t.Run(name+" "+string(kind), func(t *testing.T) {
				if kind == client.MovePIN {
					echo := strings.ReplaceAll(echo, code, "it")
					answer.op.Description = strings.ReplaceAll(answer.op.Description, code, "it")
					var e *client.Error
					if errors.As(answer.err, &e) {
						said := *e
						said.Message, said.Code, answer.err = echo, "E"+pin, &said
						if e.Cause != nil {
							said.Cause = errors.New(echo)
						}
					} else if answer.err != nil {
						answer.err = errors.New(echo)
					}
				}
				path := journaltest.File(t) // what is looked through are its files
				j := open(t, path)
				i := changing(answer.op, answer.err)
				m, err := j.Move(t.Context(), account(i), change(kind))
				var e *client.Error
				for at := err; at != nil; at = errors.Unwrap(at) {
					noSecret(t, "error", at.Error())
				}
				if errors.As(err, &e) {
					noSecret(t, "message", e.Message+e.Code)
				}
				if name == "refusal" && (!errors.Is(err, client.ErrUnknown) || errors.Is(err, client.ErrRefused)) ||
					name == "confirmed" && kind == client.MovePIN && (!errors.Is(err, client.ErrRefused) || e.Status != 200) || name == "never sent" &&
					!client.NotSent(err) {
					t.Errorf("the error lost what it is: %v", err)
				}
				// When it is asked about later the secrets are not known any more.
				i.read = func(context.Context, string) (client.Operation, error) {
					return client.Operation{OrderID: m.OrderID, Status: client.OperationFailed, Description: "wrong PIN " + pin + "."}, nil
				}
				m, err = j.Follow(t.Context(), account(i), m)
				noSecret(t, "movement", m.Description+m.IssuerOrderID+m.Change)
				if err != nil {
					noSecret(t, "error of following", err.Error())
				}
				files, err := filepath.Glob(path + "*")
				if err != nil || len(files) < 2 {
					t.Fatalf("%v, %v", files, err)
				}
				for _, file := range files {
					bytes, err := os.ReadFile(file)
					if err != nil {
						t.Fatal(err)
					}
					noSecret(t, filepath.Base(file), string(bytes))
				}
			})
		}
	}
}

func noSecret(t *testing.T, where, text string) {
	t.Helper()
	for _, secret := range []string{pin, code} {
		if at := strings.Index(text, secret); at >= 0 {
			t.Errorf("%s holds a secret: %q", where, text[max(0, at-40):min(len(text), at+40)])
		}
	}
}

// The issuer's words stay readable.
func TestIssuerTextOfASecretChange(t *testing.T) {
	t.Parallel()
	j := open(t, newPath(t))
	refused := &client.Error{Kind: client.ErrRefused, Status: 200, Code: "E77", Untouched: true, Message: "PIN " + pin +
		" must not repeat a segment"}
	m, err := j.Move(t.Context(), account(changing(client.Operation{}, refused)), change(client.MovePIN))
	if m.Description != "PIN [redacted] must not repeat a segment" ||
		!regexp.MustCompile(`"PIN \[redacted\] must not repeat a segment" .*code "E77"`).MatchString(err.Error()) {
		t.Errorf("%v\n%v", m, err)
	}
}

// An open change is settled by its order number as a movement is.
func TestSettleChanges(t *testing.T) {
	t.Parallel()
	success := client.Operation{Status: client.OperationSucceeded, Amount: usd("12.50")} // what a canceled card gave back
	none := &client.Error{Kind: client.ErrNotFound, Status: 200}
	for _, kind := range changeKinds {
		if kind == client.MoveActivate { // which its order number need not tell
			continue
		}
		for _, test := range []struct {
			name    string
			first   any // the answer when it was sent
			later   any // what the records say
			history string
		}{
			{"done after all", io.EOF, success, "intended sent unknown success"},
			{"done at last", client.Operation{Status: client.OperationProcessing}, success, "intended sent processing success"},
			{"failed", client.Operation{Status: client.OperationProcessing}, client.Operation{Status: client.OperationFailed},
				"intended sent processing failed"},
			{"never came", io.EOF, none, "intended sent unknown failed"},
		} {
			t.Run(string(kind)+" "+test.name, func(t *testing.T) {
				now := at("2026-11-05T10:00:00Z")
				j := open(t, newPath(t), journal.WithClock(func() time.Time { return now }))
				asked := 0
				i := changing(client.Operation{}, nil)
				i.change = func(ctx context.Context, o client.Order) (client.Operation, error) {
					return answers(&asked, test.first)(ctx, o.ID)
				}
				m, _ := j.Move(t.Context(), account(i), change(kind))
				i.read = answers(&asked, test.later)
				now = now.Add(2 * time.Minute)
				settled, err := j.Settle(t.Context(), []client.Account{account(i)})
				if err != nil || len(settled) != 1 || settled[0].Amount.Known() || states(t, j, m.OrderID) != test.history {
					t.Errorf("%v, %v; %s", settled, err, states(t, j, m.OrderID))
				}
				if len(i.orders()) != 1 {
					t.Errorf("sent %v", i.orders())
				}
			})
		}
	}
}

// FinHub's operation list is not said to have activations: what it does not have proves nothing, and the card decides where it can.
func TestSettleActivation(t *testing.T) {
	t.Parallel()
	none := &client.Error{Kind: client.ErrNotFound, Status: 200}
	processing := client.Operation{Status: client.OperationProcessing}
	for _, test := range []struct {
		name    string
		first   any
		record  any
		card    any // status, or why it cannot be read
		history string
		says    string
		fails   bool
	}{
		{"active", io.EOF, none, client.CardActive, "intended sent unknown success", "found carried out: the card is active", false},
		{"active after a while", processing, none, client.CardActive, "intended sent processing success", "the card is active", false},
		{"still waiting", io.EOF, none, client.CardInactive, "intended sent unknown",
			"the card is inactive, which does not decide it; the card may be active", false},
		{"still at work", processing, none, client.CardInactive, "intended sent processing", "", false},
		{"blocked", io.EOF, none, client.CardBlocked, "intended sent unknown", "the card is blocked", false},
		{"the record says success", io.EOF, client.Operation{Status: client.OperationSucceeded}, client.CardInactive,
			"intended sent unknown success", "", false},
		{"the record says failed", io.EOF, client.Operation{Status: client.OperationFailed, Description: "no"}, client.CardActive,
			"intended sent unknown failed", "no", false},
		{"the records cannot be read", io.EOF, &client.Error{Kind: client.ErrGarbage, Status: 200}, client.CardActive,
			"intended sent unknown success", "the card is active", false},
		{"another order's record", io.EOF, client.Operation{OrderID: "X", Status: client.OperationSucceeded}, client.CardActive,
			"intended sent unknown", "another order", true},
		{"unreachable", io.EOF, &client.Error{Kind: client.ErrUnreachable}, client.CardActive, "intended sent unknown", "", true},
		{"the card cannot be read", io.EOF, none, &client.Error{Kind: client.ErrUnreachable}, "intended sent unknown", "", true},
	} {
		t.Run(test.name, func(t *testing.T) {
			now := at("2026-11-05T10:00:00Z")
			j := open(t, newPath(t), journal.WithClock(func() time.Time { return now }), journal.WithPolling(time.Millisecond, 300*time.Millisecond))
			asked := 0
			i := changing(client.Operation{}, nil)
			i.change = func(ctx context.Context, o client.Order) (client.Operation, error) {
				return answers(&asked, test.first)(ctx, o.ID)
			}
			m, _ := j.Move(t.Context(), account(i), change(client.MoveActivate))
			i.read = answers(&asked, test.record)
			i.card = func(_ context.Context, id string) (client.Card, error) {
				if err, ok := test.card.(error); ok || id != card.ID {
					return client.Card{}, err
				}
				return client.Card{ID: id, Status: test.card.(client.CardStatus)}, nil
			}
			now = now.Add(time.Hour)
			_, err := j.Settle(t.Context(), []client.Account{account(i)})
			if row := only(t, j); (err != nil) != test.fails || states(t, j, m.OrderID) != test.history ||
				!strings.Contains(row.Description, test.says) {
				t.Errorf("%v, %v; %s", row, err, states(t, j, m.OrderID))
			}
			if followed, err := j.Follow(t.Context(), account(i), m); followed.Status != only(t, j).Status ||
				errors.Is(err, client.ErrUnknown) != (followed.Status == client.MovementUnknown) {
				t.Errorf("followed: %v, %v", followed, err)
			}
			if len(i.orders()) != 1 {
				t.Errorf("sent %v", i.orders())
			}
		})
	}
}

// Following an activation looks at the card until it is active.
func TestFollowActivation(t *testing.T) {
	t.Parallel()
	j := open(t, newPath(t), journal.WithPolling(time.Millisecond, 5*time.Second))
	i := changing(client.Operation{Status: client.OperationProcessing}, nil)
	looks := 0
	i.card = func(_ context.Context, id string) (client.Card, error) {
		if looks++; looks < 3 {
			return client.Card{ID: id, Status: client.CardInactive}, nil
		}
		return client.Card{ID: id, Status: client.CardActive}, nil
	}
	m, err := j.Move(t.Context(), account(i), change(client.MoveActivate))
	if err != nil {
		t.Fatal(err)
	}
	if m, err = j.Follow(t.Context(), account(i), m); err != nil || m.Status != client.MovementSucceeded || looks != 3 {
		t.Errorf("%v, %v after %d looks", m, err, looks)
	}
}

// A change that a dead program was at is taken over, and a person can decide one.
func TestTakenOverAndMarkedChange(t *testing.T) {
	t.Parallel()
	path := newPath(t)
	j := open(t, path)
	sending, release := make(chan struct{}), make(chan struct{})
	defer close(release)
	slow := changing(client.Operation{}, nil)
	slow.change = func(context.Context, client.Order) (client.Operation, error) {
		close(sending)
		<-release
		return client.Operation{}, io.EOF
	}
	go func() { _, _ = j.Move(context.WithoutCancel(t.Context()), account(slow), change(client.MoveCancel)) }()
	<-sending
	journal.Abandon(j)
	second := open(t, path)
	taken, err := second.Settle(t.Context(), nil)
	if err != nil || len(taken) != 1 || taken[0].Description != "the program ended while it was sending; the card may be canceled" {
		t.Fatalf("%v, %v", taken, err)
	}
	marked, err := second.Mark(t.Context(), taken[0].OrderID, client.MovementSucceeded, "the dashboard shows it", "")
	if err != nil || marked.Status != client.MovementSucceeded {
		t.Errorf("%v, %v", marked, err)
	}
}
