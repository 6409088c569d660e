package journal_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"cardwallet/client"
	"cardwallet/client/journal"
)

// Only the steps of the table are written, whoever asks.
func TestIllegalSteps(t *testing.T) {
	t.Parallel()
	all := []client.MovementStatus{client.MovementIntended, client.MovementSent, client.MovementProcessing, client.MovementSucceeded,
		client.MovementFailed, client.MovementUnknown, "", "paused"}
	legal := map[string]bool{
		" intended": true, "intended sent": true, "intended failed": true,
		"sent processing": true, "sent success": true, "sent failed": true, "sent unknown": true,
		"processing success": true, "processing failed": true,
		"unknown processing": true, "unknown success": true, "unknown failed": true,
	}
	path := newPath(t)
	j := open(t, path)
	db := raw(t, path)
	i := answering(client.Operation{Status: client.OperationSucceeded}, nil)
	m, err := topUp(t.Context(), j, account(i), card, usd("25"), client.Quote{})
	if err != nil {
		t.Fatal(err)
	}
	for _, from := range all {
		for _, to := range all {
			if _, err := db.Exec(`UPDATE movements SET status = ?`, from); err != nil {
				t.Fatal(err)
			}
			err := journal.Advance(t.Context(), j, m.OrderID, to, time.Now())
			want := from
			if legal[fmt.Sprintf("%s %s", from, to)] {
				want = to
			}
			if got := only(t, j).Status; got != want || (err == nil) != (want != from) {
				t.Errorf("from %q to %q: now %q, %v", from, to, got, err)
			}
		}
	}
	if err := journal.Advance(t.Context(), j, "NONE", client.MovementSent, time.Now()); !errors.Is(err, client.ErrNotFound) {
		t.Errorf("an order that is not there: %v", err)
	}
}

func TestMovementsFilter(t *testing.T) {
	t.Parallel()
	now := at("2026-11-05T10:00:00Z")
	j := open(t, newPath(t), journal.WithClock(func() time.Time { return now }))
	pay := func(profile, cardID string, op client.Operation) string {
		a := client.Account{Profile: profile, Issuer: answering(op, nil)}
		m, err := topUp(t.Context(), j, a, client.Card{Profile: profile, ID: cardID}, usd("1"), client.Quote{})
		if err != nil {
			t.Fatal(err)
		}
		now = now.Add(time.Minute)
		return m.OrderID
	}
	done, running := client.Operation{Status: client.OperationSucceeded}, client.Operation{Status: client.OperationProcessing}
	first := pay("fin", "1", done)
	second := pay("fin", "2", running)
	third := pay("ads", "1", done)
	fourth := pay("fin", "1", running)
	for _, test := range []struct {
		filter client.MovementFilter
		want   []string
	}{
		{client.MovementFilter{}, []string{fourth, third, second, first}},
		{client.MovementFilter{Limit: 2}, []string{fourth, third}},
		{client.MovementFilter{Profile: "fin"}, []string{fourth, second, first}},
		{client.MovementFilter{CardID: "1"}, []string{fourth, third, first}},
		{client.MovementFilter{Profile: "fin", CardID: "1", Unsettled: true}, []string{fourth}},
		{client.MovementFilter{Unsettled: true}, []string{fourth, second}},
		{client.MovementFilter{Since: at("2026-11-05T10:02:00Z")}, []string{fourth, third}},
		{client.MovementFilter{OrderID: second}, []string{second}},
		{client.MovementFilter{OrderID: "' OR 1=1 --"}, nil},
	} {
		found, err := j.Movements(t.Context(), test.filter)
		var got []string
		for _, m := range found {
			got = append(got, m.OrderID)
		}
		if err != nil || strings.Join(got, " ") != strings.Join(test.want, " ") {
			t.Errorf("%+v: %v, %v; want %v", test.filter, got, err, test.want)
		}
	}
	if _, err := j.History(t.Context(), "NONE"); !errors.Is(err, client.ErrNotFound) {
		t.Errorf("history of nothing: %v", err)
	}
}

// An issuer's text is bounded and valid, whatever it sent.
func TestHostileDescription(t *testing.T) {
	t.Parallel()
	j := open(t, newPath(t))
	text := "\xff\x1b]0;x\x07'); DROP TABLE movements; --" + strings.Repeat("ü", 5000)
	m, err := topUp(t.Context(), j, account(answering(client.Operation{Status: client.OperationSucceeded, Description: text,
		IssuerOrderID: text}, nil)), card, usd("1"), client.Quote{})
	if err != nil {
		t.Fatal(err)
	}
	row := only(t, j)
	if row.Description != m.Description || len([]rune(row.Description)) != 300 ||
		!strings.HasPrefix(row.Description, "\uFFFD\x1b]0;x\x07'); DROP") {
		t.Errorf("description %q", row.Description)
	}
}
