package journal_test

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"cardwallet/client"
	"cardwallet/client/journal"
)

// recording is an issuer that knows orders by number and keeps records.
type recording struct {
	askable
	records []client.Record
	err     error
	asked   []client.RecordQuery
}

func (*recording) RecordKinds() ([]client.RecordKind, bool) {
	return []client.RecordKind{client.RecordOperations}, false
}

func (r *recording) Records(_ context.Context, q client.RecordQuery) (client.RecordPage, error) {
	r.asked = append(r.asked, q)
	var page client.RecordPage
	for _, record := range r.records {
		if record.Selected(q) {
			page.Records = append(page.Records, record)
		}
	}
	return page, r.err
}

func recorder(records ...client.Record) *recording {
	done := answering(client.Operation{Status: client.OperationSucceeded}, nil)
	return &recording{askable: askable{issuer: done}, records: records}
}

func ofSeveral(r *recording) client.Account {
	return client.Account{Profile: "fin", Kind: "finhub", Issuer: r}
}

// deposit is a record of 25 USD onto the card, three minutes old, changed by edit.
func deposit(edit func(*client.Record)) client.Record {
	r := client.Record{
		Profile: "fin", Kind: client.RecordOperations, ID: "77", OrderID: "CWSTRANGER00000000000000", CardID: card.ID, Type: "deposit",
		Moves: client.MoveTopUp, Stage: client.StageDone, At: time.Now().Add(-3 * time.Minute), Amount: usd("25"),
	}
	if edit != nil {
		edit(&r)
	}
	return r
}

func TestWhatOthersMadeIsPutBeforeThePerson(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		edit  func(*client.Record)
		asked bool
	}{
		"the same":                     {nil, true},
		"the same, under way":          {func(r *client.Record) { r.Stage = client.StageUnderWay }, true},
		"the same, without an order":   {func(r *client.Record) { r.OrderID = "" }, true},
		"the same, amount unreadable":  {func(r *client.Record) { r.Amount, r.Unreadable = client.Money{}, "amount" }, true},
		"of a type that is unreadable": {func(r *client.Record) { r.Type, r.Moves, r.Unreadable = "", "", "type" }, true},
		"another amount, under way":    {func(r *client.Record) { r.Amount, r.Stage = usd("7"), client.StageUnderWay }, true},
		"a withdrawal, under way": {func(r *client.Record) {
			r.Moves, r.Stage = client.MoveWithdraw, client.StageUnderWay
		}, true},
		"another amount":       {func(r *client.Record) { r.Amount = usd("7") }, false},
		"a withdrawal":         {func(r *client.Record) { r.Moves = client.MoveWithdraw }, false},
		"a freeze, under way":  {func(r *client.Record) { r.Moves, r.Stage = "", client.StageUnderWay }, false},
		"failed":               {func(r *client.Record) { r.Stage = client.StageFailed }, false},
		"eleven minutes ago":   {func(r *client.Record) { r.At = time.Now().Add(-11 * time.Minute) }, false},
		"on another card":      {func(r *client.Record) { r.CardID = "another" }, false},
		"received as much":     {func(r *client.Record) { r.Amount, r.Received = usd("26"), usd("25") }, true},
		"in another's numbers": {func(r *client.Record) { r.Amount = client.NewMoney(usd("25").Amount, "HKD") }, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			j, i := open(t, newPath(t)), recorder(deposit(tt.edit))
			in := client.Intent{Kind: client.MoveTopUp, Card: card, Amount: usd("25")}
			checked := j.Check(t.Context(), ofSeveral(i), in)
			_, err := j.Move(t.Context(), ofSeveral(i), in)
			if errors.Is(err, client.ErrRepeat) != tt.asked || errors.Is(checked, client.ErrRepeat) != tt.asked {
				t.Fatalf("checked: %v, moved: %v", checked, err)
			}
			if len(i.asked) != 1 {
				t.Errorf("%d pages were read for one movement", len(i.asked))
			}
			if !tt.asked {
				return
			}
			guard, _ := errors.AsType[*client.GuardError](err)
			if rows, _ := j.Movements(t.Context(), client.MovementFilter{}); len(i.orders()) != 0 || len(rows) != 0 {
				t.Errorf("sent %v, noted %v", i.orders(), rows)
			}
			if want := []string{cmp.Or(i.records[0].OrderID, "77")}; !slices.Equal(guard.Orders(), want) || !guard.Stranger ||
				!strings.HasPrefix(err.Error(), "somebody else's ") || !strings.Contains(err.Error(), want[0]) {
				t.Errorf("%v of %v: %v", guard.Orders(), want, err)
			}
			in.Repeat = guard.Orders()
			if m, err := j.Move(t.Context(), ofSeveral(i), in); err != nil || m.Status != client.MovementSucceeded {
				t.Errorf("with the order passed: %v, %v", m, err)
			}
		})
	}
}

func TestOnesOwnRecordsAreNoStrangers(t *testing.T) {
	t.Parallel()
	for name, named := range map[string]bool{"with their orders": true, "without": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			j, i := open(t, newPath(t)), recorder()
			m, err := j.Move(t.Context(), ofSeveral(i), client.Intent{Kind: client.MoveTopUp, Card: card, Amount: usd("25")})
			if err != nil {
				t.Fatal(err)
			}
			own := deposit(func(r *client.Record) { r.OrderID, r.At = m.OrderID, m.CreatedAt })
			if !named {
				own.OrderID = ""
			}
			again := client.Intent{Kind: client.MoveTopUp, Card: card, Amount: usd("25"), Repeat: []string{m.OrderID}}
			i.records = []client.Record{own}
			if err := anew(j).Check(t.Context(), ofSeveral(i), again); err != nil {
				t.Errorf("one's own: %v", err)
			}
			i.records = append(i.records, deposit(func(r *client.Record) { r.ID, r.OrderID, r.At = "78", own.OrderID, m.CreatedAt }))
			err = anew(j).Check(t.Context(), ofSeveral(i), again)
			if guard, _ := errors.AsType[*client.GuardError](err); !named && (guard == nil || !guard.Stranger || len(guard.Orders()) != 1) {
				t.Errorf("a second record of one movement: %v", err)
			}
		})
	}
}

// anew makes the journal forget what the records showed a moment ago.
func anew(j *journal.Journal) *journal.Journal {
	journal.ForgetLooks(j)
	return j
}

func TestWithoutTheRecordsNothingIsSent(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		err  error
		sent bool
	}{
		{&client.Error{Kind: client.ErrUnreachable, Status: http.StatusBadGateway}, false},
		{&client.Error{Kind: client.ErrRateLimited}, false},
		{&client.Error{Kind: client.ErrGarbage}, false},
		{&client.Error{Kind: client.ErrNotAllowed, Status: http.StatusForbidden}, true},
		{&client.Error{Kind: client.ErrUnsupported}, true},
		{&client.OddRecords{Records: []client.OddRecord{{Name: "1", What: "id"}}}, true},
	} {
		i := recorder()
		i.err = tt.err
		j := open(t, newPath(t))
		m, err := j.Move(t.Context(), ofSeveral(i), client.Intent{Kind: client.MoveTopUp, Card: card, Amount: usd("25")})
		if (err == nil) != tt.sent || (len(i.orders()) == 1) != tt.sent || (m.OrderID != "") != tt.sent {
			t.Errorf("%v: %v, %v, sent %v", tt.err, m, err, i.orders())
		}
		if err != nil && (!errors.Is(err, tt.err) || !strings.HasPrefix(err.Error(), "nothing was sent: ")) {
			t.Errorf("%v", err)
		}
	}
}

// An odd record does not hide the ones beside it.
func TestAnOddRecordHidesNoStranger(t *testing.T) {
	t.Parallel()
	i := recorder(deposit(nil))
	i.err = &client.OddRecords{Records: []client.OddRecord{{Name: "1", What: "id"}}}
	_, err := open(t, newPath(t)).Move(t.Context(), ofSeveral(i), client.Intent{Kind: client.MoveTopUp, Card: card, Amount: usd("25")})
	if !errors.Is(err, client.ErrRepeat) {
		t.Error(err)
	}
}

// Where nobody else uses the account, and for what moves no money, the issuer is not asked.
func TestNobodyIsLookedForWhereThereIsNobody(t *testing.T) {
	t.Parallel()
	i := recorder(deposit(nil))
	in := client.Intent{Kind: client.MoveTopUp, Card: card, Amount: usd("25")}
	if _, err := open(t, newPath(t)).Move(t.Context(), account(i), in); err != nil {
		t.Error(err)
	}
	if len(i.asked) != 0 {
		t.Errorf("asked %v", i.asked)
	}
}

// The number of the same reference is the movement's own: the issuer refuses to have it twice.
func TestTheSameReferenceElsewhereIsNoStranger(t *testing.T) {
	t.Parallel()
	in := client.Intent{Kind: client.MoveTopUp, Card: card, Amount: usd("25"), Reference: "invoice 7"}
	there, here := recorder(), recorder()
	m, err := open(t, newPath(t)).Move(t.Context(), ofSeveral(there), in)
	if err != nil {
		t.Fatal(err)
	}
	here.records = []client.Record{deposit(func(r *client.Record) { r.OrderID = m.OrderID })}
	if err := open(t, newPath(t)).Check(t.Context(), ofSeveral(here), in); err != nil {
		t.Error(err)
	}
}

func TestACreationElsewhereIsPutBeforeThePerson(t *testing.T) {
	t.Parallel()
	i := recorder(deposit(func(r *client.Record) { r.Moves, r.CardID = client.MoveCreate, "new" }))
	in := client.Intent{Kind: client.MoveCreate, New: client.NewCard{TypeID: "111002"}, Amount: usd("25")}
	j := open(t, newPath(t))
	if _, err := j.Move(t.Context(), ofSeveral(i), in); !errors.Is(err, client.ErrRepeat) {
		t.Error(err)
	}
	in.Amount = usd("26")
	if _, err := j.Move(t.Context(), ofSeveral(i), in); err != nil {
		t.Error(err)
	}
}
