package journal_test

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"cardwallet/client"
	"cardwallet/client/journal"
	"cardwallet/client/journal/journaltest"
)

// TestWhatAnotherPersonsMovementShowsTooDecidesNothing: where others move money at the account, a balance that moved by exactly the amount
// may be theirs.
func TestWhatAnotherPersonsMovementShowsTooDecidesNothing(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name          string
		before, after client.Observation
		sole, others  client.MovementStatus
		says          string
	}{
		{"the balance moved by exactly this", seen("100", "500"), seen("125", "474.25"), client.MovementSucceeded, client.MovementUnknown,
			"looks done: the balance moved by exactly this, but somebody else's movement would look the same"},
		{"nothing moved", seen("100", "500"), seen("100", "500"), client.MovementFailed, client.MovementFailed, "found not carried out"},
		{"only the wallet tells", seen("100", "500"), seen("125", "500", "r 25 completed 3"), client.MovementFailed, client.MovementUnknown,
			"seems not to have been carried out"},
		{"the card and the wallet tell", seen("100", "500"), seen("100", "474.25", "a 25 completed 3"), client.MovementSucceeded,
			client.MovementUnknown, "looks done"},
	} {
		for sole, want := range map[bool]client.MovementStatus{true: test.sole, false: test.others} {
			m, _ := comparedBy(t, sole, test.before, test.after, time.Hour)
			if m.Status != want || !sole && !strings.Contains(m.Description, test.says) {
				t.Errorf("%s, sole user %v: %s, want %s: %s", test.name, sole, m.Status, want, m.Description)
			}
		}
	}
}

// shared is a store that everybody notes in.
type shared struct{ journal.Store }

func (shared) Shared() bool { return true }

// personAt opens the journal at path as a person of a team, who calls accounts as byProfile says.
func personAt(t *testing.T, path, person string, byProfile map[string][]string) *journal.Journal {
	t.Helper()
	j := journal.New(func(ctx context.Context, now func() time.Time) (journal.Store, journal.Owner, error) {
		s, o, err := journaltest.At(path)(ctx, now)
		return shared{s}, o, err
	}, journal.WithPerson(person, "host"), journal.WithAccounts(byProfile), journal.WithPolling(time.Millisecond, time.Second))
	t.Cleanup(func() {
		if err := j.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return j
}

// TestTheAccountCountsAndNotItsName: two people call one account by different names, and different accounts by one name.
func TestTheAccountCountsAndNotItsName(t *testing.T) {
	t.Parallel()
	path := newPath(t)
	one := personAt(t, path, "ops-1", map[string][]string{"ads": {"A"}, "old": {"B"}})
	two := personAt(t, path, "ops-2", map[string][]string{"fin": {"A", "formerA"}, "ads": {"C"}})
	done := answering(client.Operation{Status: client.OperationSucceeded}, nil)
	pay := func(j *journal.Journal, profile, id string, i client.Issuer) (client.Movement, error) {
		return j.Move(t.Context(), client.Account{Profile: profile, ID: id, Issuer: i}, client.Intent{
			Kind: client.MoveTopUp, Card: client.Card{Profile: profile, ID: "card"}, Amount: usd("25")})
	}
	if _, err := pay(one, "ads", "A", done); err != nil {
		t.Fatal(err)
	}
	if _, err := pay(two, "fin", "A", done); !errors.Is(err, client.ErrRepeat) || !strings.Contains(err.Error(), "by ops-1") {
		t.Errorf("the same account under another name: %v", err)
	}
	if m, err := pay(two, "ads", "C", answering(client.Operation{}, io.EOF)); m.Status != client.MovementUnknown {
		t.Errorf("another account under the same name: %v, %v", m, err)
	}
	profiles := func(j *journal.Journal, f client.MovementFilter) string {
		rows, err := j.Movements(t.Context(), f)
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, m := range rows {
			names = append(names, m.Profile)
		}
		return strings.Join(names, ", ")
	}
	for _, look := range []struct {
		j    *journal.Journal
		f    client.MovementFilter
		want string
	}{
		{one, client.MovementFilter{}, "ads of ops-2, ads"}, {one, client.MovementFilter{Profile: "ads"}, "ads"},
		{two, client.MovementFilter{}, "ads, fin"}, {two, client.MovementFilter{Profile: "fin"}, "fin"},
		{two, client.MovementFilter{Profile: "ads"}, "ads"}, {two, client.MovementFilter{Profile: "fin", CardID: "card"}, "fin"},
	} {
		if got := profiles(look.j, look.f); got != look.want {
			t.Errorf("%+v: %s, want %s", look.f, got, look.want)
		}
	}
	asked := 0
	reader := askable{done, answers(&asked, client.Operation{Status: client.OperationSucceeded})}
	mine := client.Account{Profile: "ads", ID: "A", Issuer: reader}
	if _, err := one.Settle(t.Context(), []client.Account{mine}); err != nil || asked != 0 {
		t.Errorf("asked %d times about an account that it does not have, %v", asked, err)
	}
	theirs := client.Account{Profile: "prod", ID: "C", Issuer: reader}
	three := personAt(t, path, "ops-3", map[string][]string{"prod": {"C"}})
	if settled, err := three.Settle(t.Context(), []client.Account{theirs}); err != nil || len(settled) != 1 || settled[0].Profile != "prod" {
		t.Errorf("everybody can settle it: %v, %v", settled, err)
	}
}

// TestASenderIsWaitedFor: who asks for a movement that somebody else is sending is told what comes of it.
func TestASenderIsWaitedFor(t *testing.T) {
	t.Parallel()
	path := newPath(t)
	byProfile := map[string][]string{"fin": {"A"}}
	one, two := personAt(t, path, "ops-1", byProfile), personAt(t, path, "ops-2", byProfile)
	in := client.Intent{Kind: client.MoveTopUp, Card: card, Amount: usd("25"), Reference: "invoice 7"}
	sending, answer := make(chan struct{}), make(chan struct{})
	slow := &issuer{topUp: func(context.Context, client.Order) (client.Operation, error) {
		close(sending)
		<-answer
		return client.Operation{Status: client.OperationSucceeded}, nil
	}}
	first := make(chan error, 1)
	go func() {
		_, err := one.Move(context.WithoutCancel(t.Context()), client.Account{Profile: "fin", ID: "A", Issuer: slow}, in)
		first <- err
	}()
	<-sending
	other := client.Account{Profile: "fin", ID: "A", Issuer: answering(client.Operation{Status: client.OperationSucceeded}, nil)}
	m, err := two.Move(t.Context(), other, in)
	if err != nil || m.Status != client.MovementSent || !m.Repeated {
		t.Fatalf("%v, %v", m, err)
	}
	close(answer)
	if m, err = two.Follow(t.Context(), other, m); err != nil || m.Status != client.MovementSucceeded || !m.Repeated {
		t.Errorf("followed: %v, %v", m, err)
	}
	if err := <-first; err != nil {
		t.Error(err)
	}
}
