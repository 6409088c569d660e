package records

import (
	"context"
	"errors"
	"testing"

	"cardwallet/client"
	"cardwallet/cmd/internal/run"
)

// echo answers every page with the same record, and says that there are many more.
type echo struct{ pages int }

func (e *echo) RecordKinds() ([]client.RecordKind, bool) {
	return []client.RecordKind{client.RecordHistory}, false
}

func (e *echo) Records(context.Context, client.RecordQuery) (client.RecordPage, error) {
	e.pages++
	return client.RecordPage{Records: []client.Record{{ID: "same"}}, Total: 1_000_000, More: e.pages < 1000}, nil
}

func TestListThatRepeatsEnds(t *testing.T) {
	for _, keeps := range []bool{true, false} {
		e, given := &echo{}, 0
		l := (&command{&run.App{Out: discard{}, Err: discard{}}}).lists([]recordSource{{recorder: e}}, 0, false,
			func(client.Record) bool { return keeps })
		for range l.records(t.Context()) {
			given++
		}
		if want := map[bool]int{true: 1}[keeps]; !errors.Is(l.Failure, client.ErrGarbage) || e.pages != 4 || given != want {
			t.Errorf("%d pages, %d records: %v", e.pages, given, l.Failure)
		}
	}
}
